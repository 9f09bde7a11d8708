import { type Rate, rateCall } from '../billing/rating/rate-call.ts';

/** The limit of legs to rate again at once, because one transaction reads, prices and writes them. */
export const MAX_LEGS = 20_000;

/** The columns of a charged leg that its price depends on. Amounts in micros. */
export type StoredLeg = {
  callId: string;
  leg: number;
  tenantId: string;
  cycleId: string;
  number: string;
  billableSeconds: number;
  includedSeconds: number;
  /** its class can use included minutes */
  isIncluded: boolean;
  /** the tenant was ACTIVE when it was answered */
  isActive: boolean;
} & ({ state: 'unrated' } | { state: 'rated'; micros: number });

/** The result of rating a leg by other rates. `differenceMicros`: from its price so far. */
export type Outcome =
  | { kind: 'priced'; state: 'rated' | 'metered'; chargedSeconds: number; includedSeconds: number; micros: number }
  | { kind: 'free' | 'withoutRate' | 'same' }
  | { kind: 'changed'; micros: number; differenceMicros: number };

export type RatedLeg<Leg extends StoredLeg = StoredLeg> = { leg: Leg; outcome: Outcome };

/**
 * Rates legs by the rates of their numbers. Legs without a price use included minutes in this order, up to `includedLeft` (seconds by cycle). Legs
 * with a price keep the included minutes that they used.
 */
export function rateLegsAgain<Leg extends StoredLeg>(
  legs: readonly Leg[],
  rates: ReadonlyMap<string, Rate>,
  includedLeft: ReadonlyMap<string, number>,
): RatedLeg<Leg>[] {
  const left = new Map(includedLeft);
  return legs.map((leg) => ({ leg, outcome: outcomeOf(leg, rates.get(leg.number), left) }));
}

function outcomeOf(leg: StoredLeg, rate: Rate | undefined, left: Map<string, number>): Outcome {
  if (rate === undefined) {
    if (leg.state === 'rated') return { kind: 'same' };
    // inbound calls are free if the table has no rate for the number
    return { kind: leg.leg === 0 ? 'free' : 'withoutRate' };
  }
  const answeredMs = leg.billableSeconds * 1000;
  if (leg.state === 'rated') {
    const { chargeMicros: micros } = rateCall(rate, answeredMs, leg.includedSeconds);
    return micros === leg.micros
      ? { kind: 'same' }
      : { kind: 'changed', micros, differenceMicros: micros - leg.micros };
  }
  if (!leg.isActive) return { kind: 'priced', state: 'metered', ...priced(rate, answeredMs, 0) };
  const mine = leg.isIncluded ? Math.max(0, left.get(leg.cycleId) ?? 0) : 0;
  const charge = priced(rate, answeredMs, mine);
  left.set(leg.cycleId, (left.get(leg.cycleId) ?? 0) - charge.includedSeconds);
  return { kind: 'priced', state: 'rated', ...charge };
}

function priced(rate: Rate, answeredMs: number, included: number) {
  const { chargedSeconds, includedSeconds, chargeMicros: micros } = rateCall(rate, answeredMs, included);
  return { chargedSeconds, includedSeconds, micros };
}

/** Totals of legs. A trial's calls get a price but are never charged. */
export type Sums = { rated: number; ratedMicros: bigint; changed: number; changedMicros: bigint };

export function sumsOf(legs: readonly RatedLeg[]): Sums {
  const sums: Sums = { rated: 0, ratedMicros: 0n, changed: 0, changedMicros: 0n };
  for (const { outcome } of legs) {
    if (outcome.kind === 'free') sums.rated++;
    if (outcome.kind === 'priced') {
      sums.rated++;
      if (outcome.state === 'rated') sums.ratedMicros += BigInt(outcome.micros);
    }
    if (outcome.kind === 'changed') {
      sums.changed++;
      sums.changedMicros += BigInt(outcome.differenceMicros);
    }
  }
  return sums;
}
