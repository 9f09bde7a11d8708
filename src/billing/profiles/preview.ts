import type { OutboundClass } from '../../outbound/contract.ts';
import { addDays } from '../../platform/time/zoned-days.ts';
import { decimalsOf } from '../../platform/values/currencies.ts';
import { minorText } from '../../platform/values/money.ts';
import type { DaySpan, ServicePeriod } from '../cycles/counted-days.ts';
import { type Cycle, cycleAt } from '../cycles/cycles.ts';
import { type RecurringLine, recurringOf } from '../fees/recurring.ts';
import { includedSeconds, toMinor } from '../rating/amounts.ts';
import { isFreeToCall } from '../rating/free-calls.ts';
import { type Rate, rateCall } from '../rating/rate-call.ts';
import type { BillingPreview, PreviewLine } from './preview-contract.ts';
import { CHARGE_CLASSES, type ChargeClass, type ProfileTerms } from './terms-contract.ts';

/** An answered outside leg; `number` is the called number, for an incoming call the tenant's own. */
export type PreviewCall = { number: string; chargeClass: ChargeClass; answeredMs: number };

/** `class`: the class of calls in the table. */
type Rates = Pick<ReadonlyMap<string, Rate & { class?: OutboundClass | null }>, 'get'>;

export type PreviewOf = {
  terms: ProfileTerms;
  currency: string;
  month: Cycle;
  zone: string;
  tenantId: string;
  periods: readonly ServicePeriod[];
  calls: readonly PreviewCall[];
  rates: { outbound: Rates; inbound: Rates };
};

/** The last full month for a profile with this billing day. */
export const lastMonth = (now: Date, calendar: { billingDay: number; zone: string }): Cycle =>
  cycleAt(new Date(Date.parse(cycleAt(now.toISOString(), calendar).startsAt) - 1).toISOString(), calendar);

/** What the tenant had in this many days before the month has no set-up fee in it. */
const BEFORE_DAYS = 62;

/** What a month would have cost with a profile's current terms and rates, before taxes. */
export function previewOf({
  terms,
  currency,
  month,
  zone,
  tenantId,
  periods,
  calls,
  rates,
}: PreviewOf): BillingPreview {
  const [startsAt, endsAt] = [Date.parse(month.startsAt), Date.parse(month.endsAt)];
  const days: DaySpan = { zone, startsAt, endsAt, firstDay: month.firstDay, nextFirstDay: month.nextFirstDay };
  const wasActive = periods.some(
    ({ kind, from, until }) => kind === 'active' && from < endsAt && (until === null || until > startsAt),
  );
  const counted: readonly ServicePeriod[] = wasActive
    ? periods
    : [...periods, { kind: 'active', thingId: tenantId, number: null, from: 0, until: null }];
  const before: DaySpan = {
    ...days,
    startsAt: 0,
    endsAt: startsAt,
    firstDay: addDays(month.firstDay, -BEFORE_DAYS),
    nextFirstDay: month.firstDay,
  };
  const { lines } = recurringOf({ days, nominalDays: month.nominalDays, terms, earlier: [before] }, counted);
  const decimals = decimalsOf(currency);
  const { sums, withoutRate } = sumCalls(
    terms,
    calls,
    rates,
    includedSeconds(terms.includedMinutes, month.days, month.nominalDays),
  );
  const all = [
    ...lines.map((line) => ({ minor: line.amountMinor, line: feeLine(line) })),
    ...sums.map(({ chargeMicros, ...line }) => ({ minor: Number(toMinor(BigInt(chargeMicros), decimals)), line })),
  ];
  return {
    firstDay: month.firstDay,
    lastDay: addDays(month.nextFirstDay, -1),
    days: month.days,
    currency,
    lines: all.map(({ minor, line }) => ({ ...line, amount: minorText(minor, decimals) })),
    total: minorText(
      all.reduce((sum, { minor }) => sum + minor, 0),
      decimals,
    ),
    isAsIfActive: !wasActive,
    callsWithoutRate: withoutRate,
  };
}

type LineWithoutAmount = Omit<PreviewLine, 'amount'>;

function feeLine(line: RecurringLine): LineWithoutAmount {
  const none = { chargeClass: null, chargedSeconds: 0, includedSeconds: 0 };
  if (line.kind === 'setup') return { ...none, kind: 'setup', quantity: line.count };
  const kinds = { plan: 'tenant', extensions: 'extension' } as const;
  const kind = line.kind === 'numbers' ? (`${line.numbers}Number` as const) : kinds[line.kind];
  return { ...none, kind, quantity: line.unitDays };
}

/** Calls use the included minutes in the order given. */
function sumCalls(terms: ProfileTerms, calls: readonly PreviewCall[], rates: PreviewOf['rates'], allowance: number) {
  let left = allowance;
  let withoutRate = 0;
  const sums = new Map<ChargeClass, LineWithoutAmount & { chargeMicros: number }>();
  for (const { number, chargeClass: known, answeredMs } of calls) {
    const isInbound = known === 'inbound';
    if (!isInbound && isFreeToCall(number, known)) continue;
    if ((isInbound ? terms.inboundRates : terms.outboundRates) === null) continue;
    const rate = (isInbound ? rates.inbound : rates.outbound).get(number);
    if (!rate) {
      if (!isInbound) withoutRate++;
      continue;
    }
    const chargeClass = isInbound ? known : (rate.class ?? known);
    const charge = rateCall(rate, answeredMs, terms.includedClasses.includes(chargeClass) ? left : 0);
    left -= charge.includedSeconds;
    const sum = sums.get(chargeClass) ?? {
      kind: 'calls',
      chargeClass,
      quantity: 0,
      chargedSeconds: 0,
      includedSeconds: 0,
      chargeMicros: 0,
    };
    sums.set(chargeClass, {
      ...sum,
      quantity: sum.quantity + 1,
      chargedSeconds: sum.chargedSeconds + charge.chargedSeconds,
      includedSeconds: sum.includedSeconds + charge.includedSeconds,
      chargeMicros: sum.chargeMicros + charge.chargeMicros,
    });
  }
  return { sums: CHARGE_CLASSES.flatMap((one) => sums.get(one) ?? []), withoutRate };
}
