import { getRouteApi, Link } from '@tanstack/react-router';
import type { Statement, StatementEntry } from '../../src/payments/statement-contract.ts';
import { exportStatement } from '../../src/payments/endpoints.ts';
import { amountLabel, balanceLabel } from '../kit/amount.ts';
import { addressOf } from '../kit/call.ts';
import { DayField } from '../kit/DayField.tsx';
import { Download } from '../kit/Download.tsx';
import { LoadedPage } from '../kit/LoadedPage.tsx';
import { useSearchChange } from '../kit/search-change.ts';
import { usePermissionReason } from '../kit/session.ts';
import { useTenantId, useTitleEnd } from '../kit/tenant-context.ts';
import { type Column, DataTable } from '../ui/DataTable.tsx';
import { Card, Fact, Facts, Filters, Muted } from '../ui/layout.tsx';
import { Page } from '../ui/Page.tsx';
import { dayLabel } from '../ui/time-labels.ts';
import { entryLabel } from './payment-labels.ts';
import { statementQuery } from './payment-queries.ts';

const route = getRouteApi('/authenticated/tenants/$tenantId/billing/statement');

/** What the tenant was charged and what it paid: the same for its partner and its own admins. */
export function StatementPage() {
  const tenantId = useTenantId();
  const titleEnd = useTitleEnd();
  const search = route.useSearch();
  const reason = usePermissionReason('statement.export');
  const changeSearch = useSearchChange();
  return (
    <LoadedPage query={statementQuery(tenantId, search)} failed="Couldn’t load the statement">
      {(statement) => (
        <Page
          title="Statement of account"
          brand={titleEnd}
          intro={
            <Link to="/tenants/$tenantId/billing" params={{ tenantId }}>
              Billing
            </Link>
          }
          actions={
            <Download
              href={addressOf(exportStatement, { params: { tenantId }, query: search })}
              file="statement.csv"
              disabledReason={reason}
            >
              Export as CSV
            </Download>
          }
        >
          <Filters>
            <DayField
              label="From"
              value={statement.from}
              onChange={(from) => changeSearch({ from, to: later(from, search.to) })}
            />
            <DayField
              label="To"
              value={statement.to}
              onChange={(to) => changeSearch({ from: earlier(to, search.from), to })}
            />
          </Filters>
          {statement.accounts.length === 0 && (
            <Card>
              <Muted>Nothing was charged yet.</Muted>
            </Card>
          )}
          {statement.accounts.map((account) => (
            <Account key={account.currency} account={account} />
          ))}
        </Page>
      )}
    </LoadedPage>
  );
}

// a period that would end before it begins moves along
const later = (from: string, to: string | undefined) => (to !== undefined && to < from ? from : to);
const earlier = (to: string, from: string | undefined) => (from !== undefined && from > to ? to : from);

type AccountOf = Statement['accounts'][number];

function Account({ account: { currency, opening, entries, closing } }: { account: AccountOf }) {
  return (
    <>
      <Card title={`Account in ${currency}`}>
        <Facts>
          <Fact name="Opening balance">{balanceLabel(opening, currency)}</Fact>
          <Fact name="Balance">
            <strong>{balanceLabel(closing, currency)}</strong>
          </Fact>
        </Facts>
      </Card>
      <DataTable
        label={`Statement in ${currency}`}
        columns={columnsIn(currency)}
        rows={entries}
        rowId={({ kind, id }) => `${kind} ${id}`}
        empty={<Muted>Nothing in this period</Muted>}
      />
    </>
  );
}

const columnsIn = (currency: string): Column<StatementEntry>[] => [
  { id: 'day', header: 'Date', cell: ({ day }) => dayLabel(day) },
  {
    id: 'description',
    header: 'Entry',
    cell: (entry) => (
      <>
        {entryLabel(entry)} {entry.reference !== '' && <Muted>{entry.reference}</Muted>}
      </>
    ),
  },
  { id: 'amount', header: 'Amount', end: true, cell: ({ amount }) => amountLabel(amount, currency) },
  { id: 'balance', header: 'Balance', end: true, cell: ({ balance }) => balanceLabel(balance, currency) },
];
