import { IconGauge } from '@tabler/icons-react';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { z } from 'zod';
import type { LimitsInUse } from '../../src/limits/contract.ts';
import { countUse, spendUse } from '../kit/inputs/limits/limit-labels.ts';
import { amountLabel } from '../kit/inputs/money/amount.ts';
import { ListPage } from '../kit/lists/ListPage.tsx';
import { useSelection } from '../kit/lists/selection.ts';
import { brandOf, usePermissionReason, useSession } from '../kit/session/session.ts';
import { NOUNS } from '../kit/words/nouns.ts';
import { Badge } from '../ui/Badge.tsx';
import type { Column } from '../ui/DataTable.tsx';
import { Muted } from '../ui/layout.tsx';
import { Empty, Page } from '../ui/Page.tsx';
import { type ChosenTenant, LimitsBar } from './LimitsBar.tsx';
import { limitsList } from './queries.ts';
import { UseBar } from './UseBar.tsx';
import styles from '../kit/words/name.module.css';

const route = getRouteApi('/authenticated/limits');
type Row = z.infer<typeof LimitsInUse>;

const COLUMNS: Column<Row>[] = [
  {
    id: 'tenantName',
    header: 'Tenant',
    sortable: true,
    cell: (row) => (
      <>
        <Link to="/tenants/$tenantId/limits" params={{ tenantId: row.tenantId }} className={styles.name}>
          {row.tenantName}
        </Link>{' '}
        {row.tenantStatus === 'CANCELLED' && <Muted>cancelled</Muted>}
        {row.fraudBlocks.length > 0 && <Badge tone="red">Calls blocked</Badge>}{' '}
        {row.inCycle?.cycle.metered && <Muted>on trial</Muted>}
      </>
    ),
  },
  {
    id: 'spend',
    header: 'Spend',
    cell: ({ inCycle, alertThresholdPercent }) =>
      inCycle ? (
        <>
          <UseBar label="Spend" use={spendUse(inCycle.spend.used, inCycle.spend.cap, alertThresholdPercent)} />
          {inCycle.spend.feesReachCap && <Badge tone="amber">Below its fees</Badge>}
        </>
      ) : (
        <Muted>Not billed</Muted>
      ),
  },
  {
    id: 'minutes',
    header: 'Minutes',
    cell: ({ inCycle, maxMonthlyMinutes, alertThresholdPercent }) =>
      inCycle ? (
        <UseBar label="Minutes" use={countUse(inCycle.minutes.used, maxMonthlyMinutes, alertThresholdPercent)} />
      ) : (
        <Muted>Not billed</Muted>
      ),
  },
  {
    id: 'extensions',
    header: 'Extensions',
    cell: (row) => (
      <UseBar label="Extensions" use={countUse(row.extensions, row.maxExtensions, row.alertThresholdPercent)} />
    ),
  },
  {
    id: 'dids',
    header: 'Numbers',
    cell: (row) => <UseBar label="Numbers" use={countUse(row.dids, row.maxDids, row.alertThresholdPercent)} />,
  },
  {
    id: 'forecast',
    header: 'Forecast',
    end: true,
    wideOnly: true,
    cell: ({ inCycle }) => inCycle && amountLabel(inCycle.forecast.spend.amount, inCycle.forecast.spend.currency),
  },
  { id: 'alert', header: 'Alert at', end: true, wideOnly: true, cell: (row) => `${row.alertThresholdPercent}%` },
];

const chosenOf = ({ tenantId: id, tenantName: name, tenantStatus: status, inCycle }: Row): ChosenTenant => ({
  id,
  name,
  status,
  currency: inCycle?.forecast.spend.currency ?? null,
});

export function Limits() {
  const session = useSession();
  const { rows: chosen, ids, select, drop, clear } = useSelection<ChosenTenant>();
  const reason = usePermissionReason('limits.write');
  return (
    <Page
      title="Usage Limits & Spending Controls"
      intro="What each tenant may use, how much of it is used, and what its billing cycle comes to at this pace."
      brand={brandOf(session)}
    >
      <ListPage
        {...limitsList(route.useSearch())}
        label="Limits"
        noun={NOUNS.tenant}
        searchHint="Search by name"
        columns={COLUMNS}
        rowName={(row) => row.tenantName}
        defaultSort="tenantName"
        selected={ids}
        onSelect={reason ? undefined : (rows, on) => select(rows.map(chosenOf), on)}
        empty={
          <Empty icon={<IconGauge size={22} />} title="No tenants yet">
            Limits appear here once you have a tenant.
          </Empty>
        }
      />
      <LimitsBar tenants={chosen} onClear={clear} onDone={drop} />
    </Page>
  );
}
