import { entryLabel } from '../../src/payments/rules.ts';
import type { Statement, StatementEntry } from '../../src/payments/statement-contract.ts';
import { DayField } from '../kit/inputs/DayField.tsx';
import { amountLabel, balanceLabel } from '../kit/inputs/money/amount.ts';
import { useSearchChange } from '../kit/lists/search-change.ts';
import { type Column, DataTable } from '../ui/DataTable.tsx';
import { Card, Fact, Facts, Filters, Muted } from '../ui/layout.tsx';
import { dayLabel } from '../ui/time-labels.ts';
import type { StatementSearch } from './invoices-search.ts';

/** A statement of account for a tenant or a partner, with a choice of period. */
export function StatementView({ statement, search }: { statement: Statement; search: StatementSearch }) {
  const changeSearch = useSearchChange();
  return (
    <>
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
    </>
  );
}

// moves the other end along, so that a period never ends before it begins
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
