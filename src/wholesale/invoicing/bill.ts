import { prorated, toMinor } from '../../billing/rating/amounts.ts';
import type { DocumentLine } from '../../invoices/contract.ts';
import {
  CALL_CLASSES,
  documentLine,
  fraction,
  type LineText,
  minutes,
  plural,
} from '../../invoices/documents/document-text.ts';
import { addDays } from '../../platform/time/zoned-days.ts';
import { decimalsOf } from '../../platform/values/currencies.ts';
import { roundedText } from '../../platform/values/money.ts';
import type { CallSum, CycleRow, LateCycle, UnitDays } from './cycles-sql.ts';
import type { WholesaleLine } from './lines-contract.ts';

/** Everything that a partner's ended cycle is charged for. */
export type WholesaleBill = {
  cycle: Pick<CycleRow, 'currency' | 'nominal_days' | 'tenant_fee' | 'extension_fee' | 'number_fee'>;
  units: UnitDays;
  calls: readonly CallSum[];
  late: readonly LateCycle[];
};

/** The lines of the operator's invoice to a partner. An unknown cost is a line without an amount, and never counts as zero. */
export function wholesaleLines({ cycle, units, calls, late }: WholesaleBill): WholesaleLine[] {
  const { currency, nominal_days: nominalDays } = cycle;
  const decimals = decimalsOf(currency);
  const fee = (unitMinor: number, unitDays: number) => ({
    unitMinor,
    unitDays,
    nominalDays,
    amountMinor: prorated(unitMinor, unitDays, nominalDays),
  });
  const fees: WholesaleLine[] = [
    { kind: 'tenants', ...fee(cycle.tenant_fee, units.tenants) },
    { kind: 'extensions', ...fee(cycle.extension_fee, units.extensions) },
    { kind: 'numbers', ...fee(cycle.number_fee, units.numbers) },
  ];
  const known = calls.filter((sum) => sum.currency === currency);
  return [
    ...fees.filter(({ amountMinor }) => amountMinor !== 0),
    ...known.map((sum): WholesaleLine => ({
      kind: 'calls',
      chargeClass: sum.charge_class,
      calls: sum.calls,
      billableSeconds: Number(sum.seconds),
      costMicros: Number(sum.micros),
      amountMinor: Number(toMinor(BigInt(sum.micros), decimals)),
    })),
    ...late.map((one): WholesaleLine => ({
      kind: 'late_calls',
      firstDay: one.first_day,
      lastDay: addDays(one.next_first_day, -1),
      costMicros: Number(one.late),
      amountMinor: Number(toMinor(BigInt(one.late), decimals)),
    })),
    ...notBilled(calls, currency),
  ];
}

function notBilled(calls: readonly CallSum[], currency: string): WholesaleLine[] {
  const others = Map.groupBy(
    calls.filter((sum) => sum.currency !== currency),
    (sum) => sum.currency,
  );
  const sumOf = (all: readonly CallSum[], of: (one: CallSum) => number) => all.reduce((sum, one) => sum + of(one), 0);
  return [...others].map(([other, all]) => ({
    kind: 'calls_not_billed',
    because:
      other === null
        ? { kind: 'no_rate' }
        : { kind: 'currency', currency: other, costMicros: sumOf(all, ({ micros }) => Number(micros)) },
    calls: sumOf(all, (one) => one.calls),
    billableSeconds: sumOf(all, ({ seconds }) => Number(seconds)),
    amountMinor: 0,
  }));
}

const feeText = (description: string, unit: string, line: Extract<WholesaleLine, { unitDays: number }>): LineText => ({
  description,
  detail: `${line.unitDays} ${unit}-days of ${line.nominalDays}`,
  quantity: fraction(line.unitDays, line.nominalDays),
  unitMinor: line.unitMinor,
});

const spoken = ({ calls, billableSeconds }: { calls: number; billableSeconds: number }): string =>
  `${plural(calls, 'call')}, ${minutes(billableSeconds)} minutes`;

function textOf(line: WholesaleLine): LineText {
  const nothing = { quantity: '', unitMinor: null };
  switch (line.kind) {
    case 'tenants':
      return feeText('Tenants', 'tenant', line);
    case 'extensions':
      return feeText('Extensions', 'extension', line);
    case 'numbers':
      return feeText('Numbers', 'number', line);
    case 'calls':
      return { ...nothing, description: CALL_CLASSES[line.chargeClass] ?? 'Calls', detail: spoken(line) };
    case 'late_calls':
      return {
        ...nothing,
        description: `Calls from ${line.firstDay} to ${line.lastDay} whose cost was known late`,
        detail: '',
      };
    case 'calls_not_billed': {
      const { because } = line;
      return because.kind === 'no_rate'
        ? { ...nothing, description: 'Calls without a wholesale rate, not in this invoice', detail: spoken(line) }
        : {
            ...nothing,
            description: `Calls at rates in ${because.currency}, not in this invoice`,
            detail: `${spoken(line)}, ${roundedText(BigInt(because.costMicros), decimalsOf(because.currency))} ${because.currency}`,
          };
    }
  }
}

/** A stored line with its text and decimal amounts. */
export const wholesaleLineText = (line: WholesaleLine, currency: string): DocumentLine =>
  documentLine(line, textOf(line), currency);
