import { fromMicros } from '../platform/values/money.ts';
import { forecast } from './rules.ts';
import type { CycleUse } from './usage-contract.ts';
import type { CycleFigures } from './usage-sql.ts';

/**
 * What a cycle has come to. Calls of a tenant that was never ACTIVE are metered and not charged; its caps hold on those figures. The forecast scales
 * what calls cost, and adds the fees of the whole cycle.
 */
export function toCycleUse(figures: CycleFigures, wasActive: boolean, now: Date): CycleUse {
  const { currency } = figures;
  const amount = (micros: bigint) => ({ amount: fromMicros(micros), currency });
  const [calls, seconds] = wasActive
    ? [BigInt(figures.spent_micros), BigInt(figures.charged_seconds)]
    : [BigInt(figures.metered_micros), BigInt(figures.metered_seconds)];
  const [reserved, reservedSeconds] = [BigInt(figures.reserved_micros), BigInt(figures.reserved_seconds)];
  const fees = BigInt(figures.fees_micros);
  const [startsAt, endsAt] = [Date.parse(figures.starts_at), Date.parse(figures.ends_at)];
  const atThisPace = (used: bigint) => forecast(used, { startsAt, endsAt, now: now.getTime() });
  return {
    cycle: {
      startsAt: new Date(startsAt).toISOString(),
      endsAt: new Date(endsAt).toISOString(),
      metered: !wasActive,
    },
    spend: { used: amount(atLeastZero(fees + calls + reserved)), reserved: amount(reserved) },
    minutes: {
      used: minutesOf(seconds + reservedSeconds),
      included: minutesOf(BigInt(figures.allowance_seconds ?? 0)),
      includedUsed: minutesOf(BigInt(figures.included_used_seconds)),
    },
    forecast: {
      spend: amount(atLeastZero(BigInt(figures.fees_at_end_micros) + atThisPace(calls + reserved))),
      minutes: minutesOf(atThisPace(seconds + reservedSeconds)),
    },
  };
}

/** Credits may exceed what there is to pay: then nothing is. */
const atLeastZero = (micros: bigint): bigint => (micros < 0n ? 0n : micros);

/** To a tenth, rounded up: a cap is reached by the figure that is shown, not after it. */
const minutesOf = (seconds: bigint): number => Math.ceil(Number(seconds) / 6) / 10;
