import type { RevenueOfCurrency } from '../../src/revenue/contract.ts';
import { chargeClassLabel } from '../kit/inputs/limits/outbound-form.ts';
import { amountLabel } from '../kit/inputs/money/amount.ts';
import { type Column, DataTable } from '../ui/DataTable.tsx';
import { Card, Muted } from '../ui/layout.tsx';
import { marginText } from './margin-text.ts';

type Destination = RevenueOfCurrency['destinations'][number];

/** The destinations with the highest revenue. */
export function TopDestinations({ destinations, currency }: { destinations: Destination[]; currency: string }) {
  return (
    <Card title="Top destinations">
      <DataTable
        label={`Top destinations, in ${currency}`}
        columns={columnsIn(currency)}
        rows={destinations}
        rowId={(row) => `${row.class} ${row.destination}`}
        empty={null}
      />
    </Card>
  );
}

const columnsIn = (currency: string): Column<Destination>[] => [
  {
    id: 'destination',
    header: 'Destination',
    cell: ({ destination, class: kind }) => (
      <>
        {destination} <Muted>{kindLabel(kind)}</Muted>
      </>
    ),
  },
  { id: 'minutes', header: 'Minutes', end: true, cell: ({ minutes }) => minutes.toLocaleString() },
  { id: 'revenue', header: 'Revenue', end: true, cell: ({ revenue }) => amountLabel(revenue, currency) },
  { id: 'cost', header: 'Cost', end: true, cell: ({ cost }) => amountLabel(cost, currency) },
  { id: 'margin', header: 'Margin', end: true, cell: (row) => marginText(row, currency) },
];

function kindLabel(kind: Destination['class']): string {
  return kind === null ? '' : chargeClassLabel(kind);
}
