import { fromMicros, toMicros } from '../../platform/values/money.ts';
import type { CallCharge, ChargeState, LegCharge } from './charge-contract.ts';

/** The state of a call with several charged parts is the first of these that one of them has. */
const PRECEDENCE: readonly ChargeState[] = ['unrated', 'metered', 'rated', 'free'];

/** The sum of the parts of a call; null if it has none. If one part has no price, neither has the call. */
export function sumOfLegs(legs: readonly LegCharge[]): CallCharge | null {
  const [first] = legs;
  if (!first) return null;
  const sum = (of: (leg: LegCharge) => number): number => legs.reduce((total, leg) => total + of(leg), 0);
  const known = legs.flatMap(({ charge }) => (charge === null ? [] : toMicros(charge)));
  return {
    state: PRECEDENCE.find((state) => legs.some((leg) => leg.state === state)) ?? first.state,
    currency: first.currency,
    charge: known.length < legs.length ? null : fromMicros(known.reduce((total, micros) => total + micros, 0n)),
    billableSeconds: sum((leg) => leg.billableSeconds),
    chargedSeconds: sum((leg) => leg.chargedSeconds),
    includedSeconds: sum((leg) => leg.includedSeconds),
  };
}
