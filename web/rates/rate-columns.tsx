import type { Rate } from '../../src/rates/contract.ts';
import type { RateMargin } from '../../src/rates/wholesale-contract.ts';
import { chargeClassLabel } from '../kit/inputs/limits/outbound-form.ts';
import { exactAmountLabel } from '../kit/inputs/money/amount.ts';
import type { Column } from '../ui/DataTable.tsx';
import { Muted } from '../ui/layout.tsx';

/** The columns of rates by prefix. */
export const rateColumns = <Row extends Rate>(currency: string): Column<Row>[] => [
  { id: 'prefix', header: 'Prefix', sortable: true, cell: ({ prefix }) => <span className="mono">+{prefix}</span> },
  { id: 'destination', header: 'Destination', sortable: true, cell: ({ destination }) => destination },
  {
    id: 'class',
    header: 'Class',
    wideOnly: true,
    cell: (rate) => (rate.class === null ? <Muted>By number</Muted> : chargeClassLabel(rate.class)),
  },
  { id: 'perMinute', header: 'Per minute', end: true, cell: ({ perMinute }) => exactAmountLabel(perMinute, currency) },
  {
    id: 'increments',
    header: 'Increments',
    end: true,
    cell: ({ initialSeconds, incrementSeconds }) => `${initialSeconds}/${incrementSeconds}`,
  },
  { id: 'setup', header: 'Set-up', end: true, wideOnly: true, cell: ({ setup }) => exactAmountLabel(setup, currency) },
  {
    id: 'minimum',
    header: 'Minimum',
    end: true,
    wideOnly: true,
    cell: ({ minimum }) => exactAmountLabel(minimum, currency),
  },
];

/** The columns of rates with the partner's cost. */
export const marginColumns = (currency: string): Column<RateMargin>[] => [
  ...rateColumns<RateMargin>(currency).filter(({ id }) => id !== 'setup' && id !== 'minimum'),
  {
    id: 'cost',
    header: 'Costs you',
    end: true,
    cell: ({ cost }) => (cost ? exactAmountLabel(cost.amount, cost.currency) : <Muted>Not known</Muted>),
  },
  {
    id: 'margin',
    header: 'Margin',
    end: true,
    cell: ({ margin }) => (margin === null ? <Muted>Not known</Muted> : exactAmountLabel(margin, currency)),
  },
];
