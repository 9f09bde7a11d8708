import { Link } from '@tanstack/react-router';
import type { RevenueTenant } from '../../src/revenue/contract.ts';
import { amountLabel } from '../kit/inputs/money/amount.ts';
import { NOUNS } from '../kit/words/nouns.ts';
import { type Column, DataTable } from '../ui/DataTable.tsx';
import { Card, Muted } from '../ui/layout.tsx';
import { plural } from '../ui/plural.ts';
import { marginText } from './margin-text.ts';

type Props = { tenants: readonly RevenueTenant[]; tenantsCount: number; currency: string };

/** The tenants with the highest revenue. */
export function TenantRevenue({ tenants, tenantsCount, currency }: Props) {
  return (
    <Card title="Tenants">
      <DataTable
        label={`Tenants, in ${currency}`}
        columns={columnsIn(currency)}
        rows={tenants}
        rowId={({ tenantId }) => tenantId}
        empty={null}
      />
      {tenantsCount > tenants.length && (
        <p>
          The {tenants.length} with the highest revenue, of {plural(tenantsCount, NOUNS.tenant)}. The CSV has all of
          them.
        </p>
      )}
    </Card>
  );
}

const columnsIn = (currency: string): Column<RevenueTenant>[] => {
  const amount = (text: string) => amountLabel(text, currency);
  return [
    {
      id: 'name',
      header: 'Tenant',
      cell: ({ tenantId, name }) => (
        <Link to="/tenants/$tenantId/billing" params={{ tenantId }}>
          {name}
        </Link>
      ),
    },
    { id: 'fees', header: 'Fees', end: true, wideOnly: true, cell: ({ fees }) => amount(fees) },
    { id: 'revenue', header: 'Revenue', end: true, cell: ({ revenue }) => amount(revenue) },
    { id: 'cost', header: 'Cost', end: true, cell: ({ cost }) => amount(cost) },
    {
      id: 'operatorFees',
      header: 'Operator’s fees',
      end: true,
      wideOnly: true,
      cell: ({ operatorFees, suspendedFees }) => (
        <>
          {amount(operatorFees)}
          {Number(suspendedFees) !== 0 && (
            <div>
              <Muted>{amount(suspendedFees)} while suspended</Muted>
            </div>
          )}
        </>
      ),
    },
    { id: 'margin', header: 'Margin', end: true, cell: (tenant) => marginText(tenant, currency) },
    { id: 'unbilled', header: 'Unbilled', end: true, wideOnly: true, cell: ({ unbilled }) => amount(unbilled) },
    {
      id: 'overdue',
      header: 'Overdue',
      end: true,
      cell: ({ overdue }) => (Number(overdue) === 0 ? <Muted>None</Muted> : amount(overdue)),
    },
  ];
};
