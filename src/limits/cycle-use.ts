import { decimalsOf } from '../platform/values/currencies.ts';
import { fromMicros } from '../platform/values/money.ts';
import { atLeastZero, forecast, minutesOf, usedByCalls } from './rules.ts';
import type { CycleUse } from './usage-contract.ts';
import type { CycleFigures } from './usage-sql.ts';

/**
 * The spend limit of a tenant in a cycle, in micros: the tenant's if it is in the cycle's currency, or else the one stored for this cycle.
 * Must match `spend_cap_of` in migrations/functions/caps.sql.
 */
export const spendCapOf = (
  limit: { monthly_spend_micros: string | null; currency: string | null },
  cycle: Pick<CycleFigures, 'currency' | 'spend_cap_micros'>,
): string | null => (limit.currency === cycle.currency ? limit.monthly_spend_micros : cycle.spend_cap_micros);

/** The use of a cycle so far. The forecast scales the cost of calls and adds the fees of the whole cycle. */
export function toCycleUse(
  figures: CycleFigures,
  { limit, wasActive }: { limit: Parameters<typeof spendCapOf>[0]; wasActive: boolean },
  now: Date,
): CycleUse {
  const { currency } = figures;
  const cap = spendCapOf(limit, figures);
  const amount = (micros: bigint) => ({ amount: fromMicros(micros, decimalsOf(currency)), currency });
  const { micros: calls, seconds } = usedByCalls(figures, wasActive);
  const [reserved, reservedSeconds] = [BigInt(figures.reserved_micros), BigInt(figures.reserved_seconds)];
  const [fees, feesAtEnd] = [BigInt(figures.fees_micros), BigInt(figures.fees_at_end_micros)];
  const [startsAt, endsAt] = [Date.parse(figures.starts_at), Date.parse(figures.ends_at)];
  const atThisPace = (used: bigint) => forecast(used, { startsAt, endsAt, now: now.getTime() });
  return {
    cycle: {
      startsAt: new Date(startsAt).toISOString(),
      endsAt: new Date(endsAt).toISOString(),
      metered: !wasActive,
    },
    spend: {
      used: amount(atLeastZero(fees + calls + reserved)),
      reserved: amount(reserved),
      cap: cap === null ? null : amount(BigInt(cap)),
      feesReachCap: cap !== null && reachesCap(BigInt(cap), feesAtEnd),
    },
    minutes: {
      used: minutesOf(seconds + reservedSeconds),
      included: minutesOf(BigInt(figures.allowance_seconds ?? 0)),
      includedUsed: minutesOf(BigInt(figures.included_used_seconds)),
    },
    forecast: {
      spend: amount(atLeastZero(feesAtEnd + atThisPace(calls + reserved))),
      minutes: minutesOf(atThisPace(seconds + reservedSeconds)),
    },
  };
}

/** Whether fees alone use up a spend limit, so that it leaves nothing for calls. */
export const reachesCap = (cap: bigint, fees: bigint): boolean => fees > 0n && fees >= cap;
