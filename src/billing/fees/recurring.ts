import { type BilledThing, countedDays, type DaySpan, type ServicePeriod, setUpIn } from '../cycles/counted-days.ts';
import type { ProfileTerms } from '../profiles/terms-contract.ts';
import { prorated } from '../rating/amounts.ts';

type Fee = { unitMinor: number; unitDays: number; nominalDays: number; amountMinor: number };

/** A line of fees in the currency's minor unit: a monthly fee by unit-days, rounded once, or a number of set-up fees. */
export type RecurringLine =
  | ({ kind: 'plan' | 'extensions' } & Fee)
  | ({ kind: 'numbers'; numbers: 'local' | 'tollFree' } & Fee)
  | { kind: 'setup'; thing: BilledThing; unitMinor: number; count: number; amountMinor: number };

/** The counted units; taxes per extension and number use the same unit-days. */
export type RecurringUnits = { extensionDays: number; numberDays: number; nominalDays: number };

/** A cycle or the billed part of it: its days, its terms, and the days before it. */
export type RecurringSpan = {
  days: DaySpan;
  nominalDays: number;
  terms: ProfileTerms;
  /** Earlier days of this and earlier cycles, the latest last. */
  earlier: readonly DaySpan[];
};

/** The fees of a cycle, in the order of an invoice's lines, without those that have no units. With `now` (in milliseconds), the fees so far. */
export function recurringOf(
  { days, nominalDays, terms, earlier }: RecurringSpan,
  periods: readonly ServicePeriod[],
  now = Infinity,
): { lines: RecurringLine[]; units: RecurringUnits } {
  const counted = countedDays(days, periods, now);
  const { tenant, extension, localNumber, tollFreeNumber } = counted.unitDays;
  const fee = (unitMinor: number, unitDays: number): Fee => ({
    unitMinor,
    unitDays,
    nominalDays,
    amountMinor: prorated(unitMinor, unitDays, nominalDays),
  });
  const monthly: RecurringLine[] = [
    { kind: 'plan', ...fee(terms.monthlyFee, tenant) },
    { kind: 'extensions', ...fee(terms.extensionFee, extension) },
    { kind: 'numbers', numbers: 'local', ...fee(terms.localNumberFee, localNumber) },
    { kind: 'numbers', numbers: 'tollFree', ...fee(terms.tollFreeNumberFee, tollFreeNumber) },
  ];
  const due = setUpIn(counted, earlier, periods);
  const setUps = SET_UP_FEES.map(({ thing, fee: name }): RecurringLine => {
    const [unitMinor, count] = [terms[name], due[thing]];
    return { kind: 'setup', thing, unitMinor, count, amountMinor: unitMinor * count };
  });
  return {
    lines: [...monthly, ...setUps].filter(
      (line) => (line.kind === 'setup' ? line.count : line.unitDays) > 0 && line.unitMinor > 0,
    ),
    units: { extensionDays: extension, numberDays: localNumber + tollFreeNumber, nominalDays },
  };
}

const SET_UP_FEES = [
  { thing: 'tenant', fee: 'setupFee' },
  { thing: 'extension', fee: 'extensionSetupFee' },
  { thing: 'localNumber', fee: 'localNumberSetupFee' },
  { thing: 'tollFreeNumber', fee: 'tollFreeNumberSetupFee' },
] as const satisfies { thing: BilledThing; fee: keyof ProfileTerms }[];
