import type { ChargeReason } from './charge-contract.ts';
import { type BilledLeg, Pin } from './pin-contract.ts';
import { billableSeconds, type Rate, rateCall } from './rate-call.ts';

/** When a tenant was ACTIVE; `until` is null if it still is. */
export type ActivePeriod = { from: string; until: string | null };

/** A leg from its live row. Its pin may have been written by another release. */
export type StoredLeg = {
  leg: number;
  number: string;
  /** null: the tenant isn't charged for it */
  cycleId: string | null;
  currency: string;
  pin: unknown;
  answeredAt: string | null;
  endedAt: string | null;
  /** what is reserved for it; null: nothing had to be */
  grantedSeconds: number | null;
};

/** The wholesale rate of a leg, which the partner pays. */
export type LegCost = { currency: string; rate: Rate };

/** The parts of an ended call that its charge depends on. */
export type EndedCall = {
  id: string;
  /** the first answer to the caller, by a person, a mailbox or a flow; null if it was never answered */
  answeredAt: string | null;
  endedAt: string;
  /** the platform ended it: a cap, a suspension, or its longest duration */
  isCut: boolean;
  legs: readonly BilledLeg[];
  stored: readonly StoredLeg[];
  active: readonly ActivePeriod[];
  /** by leg; the cost of others is not known */
  costs: ReadonlyMap<number, LegCost>;
};

/** The charge of an answered leg. Times in ISO 8601, amounts in micros. */
export type LegCharge = {
  leg: number;
  cycleId: string | null;
  number: string;
  destination: string;
  class: string;
  currency: string;
  rate: Pin['rate'];
  billableSeconds: number;
  chargedSeconds: number;
  includedSeconds: number;
  answeredAt: string;
  endedAt: string;
  /** what the partner pays for it; null: not known */
  cost: { micros: number; currency: string } | null;
} & (
  | { state: 'rated' | 'metered'; reason: null; chargeMicros: number }
  | { state: 'free'; reason: 'no_inbound_rate' & ChargeReason; chargeMicros: 0 }
  | { state: 'unrated'; reason: 'unreadable_pin' & ChargeReason; chargeMicros: null }
  | { state: 'not_charged'; reason: null; chargeMicros: null }
);

/**
 * The charges of the answered legs, calculated in the order of the calls. `includedLeft`: the remaining seconds of included minutes by cycle, which
 * the calls reduce.
 */
export function rateCalls(
  calls: readonly EndedCall[],
  includedLeft: Readonly<Record<string, number>>,
): ReadonlyMap<string, LegCharge[]> {
  const left = new Map(Object.entries(includedLeft));
  return new Map(
    calls.map((call) => {
      const charges = legsOf(call).flatMap((leg) => rateLeg(leg, call, left) ?? []);
      return [call.id, charges];
    }),
  );
}

/**
 * Merges what call control and the live row know about legs. The first answer counts: a call control that was restarted
 * while a person was asked to press 1 knows a later one. An end from call control takes precedence.
 */
function legsOf({ legs, stored }: EndedCall): StoredLeg[] {
  const known = new Map(stored.map((leg) => [leg.leg, leg]));
  for (const { leg, number, pin, answeredAt, endedAt } of legs) {
    const row = known.get(leg);
    known.set(leg, {
      leg,
      number,
      cycleId: pin.cycleId,
      currency: pin.currency,
      pin,
      answeredAt: earlier(answeredAt ?? null, row?.answeredAt ?? null),
      endedAt: endedAt ?? row?.endedAt ?? null,
      grantedSeconds: row?.grantedSeconds ?? null,
    });
  }
  return [...known.values()].toSorted((one, other) => one.leg - other.leg);
}

const earlier = (one: string | null, other: string | null): string | null =>
  one === null || (other !== null && Date.parse(other) < Date.parse(one)) ? other : one;

/** Null for an unanswered leg, which costs nothing. */
function rateLeg(leg: StoredLeg, call: EndedCall, left: Map<string, number>): LegCharge | null {
  const answeredAt = leg.leg === 0 ? call.answeredAt : leg.answeredAt;
  if (answeredAt === null) return null;
  const endedAt = leg.endedAt ?? call.endedAt;
  const lastedMs = Date.parse(endedAt) - Date.parse(answeredAt);
  const answeredMs = Math.min(lastedMs, paidMs(leg, call, lastedMs));
  const { number, cycleId, currency } = leg;
  const cost = costOf(call.costs.get(leg.leg), lastedMs);
  const begun = { leg: leg.leg, number, cycleId, currency, answeredAt, endedAt, cost };
  const { data: pin } = Pin.safeParse(leg.pin);
  const unpriced = { ...begun, class: pin?.class ?? '', destination: '', rate: null, chargeMicros: null };
  if (cycleId === null) return { ...unpriced, ...nothing(lastedMs), state: 'not_charged', reason: null };
  if (!pin) return { ...unpriced, ...nothing(answeredMs), state: 'unrated', reason: 'unreadable_pin' };
  const { rate } = pin;
  const of = { ...begun, class: pin.class, rate, destination: rate?.destination ?? '' };
  if (rate === null)
    return { ...of, ...nothing(answeredMs), state: 'free', reason: 'no_inbound_rate', chargeMicros: 0 };
  const isActive = call.active.some(({ from, until }) => isWithin(answeredAt, from, until));
  if (!isActive) return { ...of, ...rateCall(rate.rate, answeredMs), state: 'metered', reason: null };
  const charge = rateCall(rate.rate, answeredMs, pin.included ? left.get(cycleId) : 0);
  left.set(cycleId, (left.get(cycleId) ?? 0) - charge.includedSeconds);
  return { ...of, ...charge, state: 'rated', reason: null };
}

/** How long a leg may outlast its reserved time, until the database has refused more and the leg has ended. */
const ENDING_MS = 5000;

/** The most that a leg is charged: its reserved time, if the platform ended it or was about to when somebody hung up. */
function paidMs({ grantedSeconds }: StoredLeg, { isCut }: EndedCall, lastedMs: number): number {
  if (grantedSeconds === null) return Infinity;
  const reservedMs = grantedSeconds * 1000;
  return isCut || lastedMs <= reservedMs + ENDING_MS ? reservedMs : Infinity;
}

/** The partner pays for the whole duration of a leg, even if the tenant isn't charged for all of it. */
const costOf = (cost: LegCost | undefined, lastedMs: number): LegCharge['cost'] =>
  cost ? { micros: rateCall(cost.rate, lastedMs).chargeMicros, currency: cost.currency } : null;

const nothing = (answeredMs: number) => ({
  billableSeconds: billableSeconds(answeredMs),
  chargedSeconds: 0,
  includedSeconds: 0,
});

const isWithin = (at: string, from: string, until: string | null): boolean =>
  Date.parse(from) <= Date.parse(at) && (until === null || Date.parse(at) < Date.parse(until));
