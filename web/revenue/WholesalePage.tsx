import { IconCoins } from '@tabler/icons-react';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { PartnerWholesale } from '../../src/revenue/wholesale-contract.ts';
import { amountLabel } from '../kit/inputs/money/amount.ts';
import { useSearchChange } from '../kit/lists/search-change.ts';
import { LoadedPage } from '../kit/pages/LoadedPage.tsx';
import { type Column, DataTable } from '../ui/DataTable.tsx';
import { Muted, Row } from '../ui/layout.tsx';
import { Empty, Page } from '../ui/Page.tsx';
import { monthLabel } from './months.ts';
import { MonthSelect } from './MonthSelect.tsx';
import { wholesaleQuery } from './queries.ts';

const route = getRouteApi('/authenticated/operator/wholesale');

/** Each partner's wholesale total and fees in a month, for the operator. `settings`: the operator's invoice settings. */
export function WholesalePage({ settings }: { settings: ReactNode }) {
  const { month: asked } = route.useSearch();
  const changeSearch = useSearchChange();
  return (
    <LoadedPage query={wholesaleQuery(asked)} failed="Couldn’t load the wholesale totals">
      {({ month, partners }) => (
        <Page
          title="Wholesale"
          intro="What partners pay you before taxes: the calls of their tenants at wholesale rates, and their monthly fees."
        >
          <Row tight>
            <MonthSelect
              value={month}
              timezone="UTC"
              description="By UTC"
              onChange={(value) => changeSearch({ month: value }, { resetScroll: false })}
            />
          </Row>
          <DataTable
            label="Wholesale by partner"
            columns={COLUMNS}
            rows={partners}
            rowId={({ partnerId }) => partnerId}
            empty={
              <Empty icon={<IconCoins size={22} />} title={`Nothing charged in ${monthLabel(month)}`}>
                Calls at wholesale rates appear here, and the fees of wholesale terms.
              </Empty>
            }
          />
          {settings}
        </Page>
      )}
    </LoadedPage>
  );
}

const COLUMNS: Column<PartnerWholesale>[] = [
  {
    id: 'name',
    header: 'Partner',
    cell: ({ partnerId, name }) => (
      <Link to="/operator/partners/$partnerId" params={{ partnerId }}>
        {name}
      </Link>
    ),
  },
  { id: 'calls', header: 'Calls', end: true, cell: ({ calls }) => calls.toLocaleString() },
  {
    id: 'unknown',
    header: 'Without a rate',
    end: true,
    cell: ({ callsWithoutCost }) => callsWithoutCost.toLocaleString(),
  },
  {
    id: 'invoices',
    header: 'Invoices',
    cell: ({ partnerId, name }) => (
      <Link to="/operator/partners/$partnerId/invoices" params={{ partnerId }} aria-label={`Invoices to ${name}`}>
        Invoices
      </Link>
    ),
  },
  {
    id: 'cost',
    header: 'Calls at wholesale',
    end: true,
    cell: ({ calls, costs }) =>
      costs.length === 0 ? (
        <Muted>{calls === 0 ? 'None' : 'Not known'}</Muted>
      ) : (
        costs.map(({ currency, cost }) => <div key={currency}>{amountLabel(cost, currency)}</div>)
      ),
  },
  {
    id: 'fees',
    header: 'Fees',
    end: true,
    cell: ({ fees }) =>
      fees.length === 0 ? (
        <Muted>None</Muted>
      ) : (
        fees.map(({ currency, fee }) => <div key={currency}>{amountLabel(fee, currency)}</div>)
      ),
  },
];
