import { toMinor } from '../../billing/rating/amounts.ts';
import type { Tx } from '../../platform/db/db.ts';
import { addDays } from '../../platform/time/zoned-days.ts';
import { decimalsOf } from '../../platform/values/currencies.ts';
import * as sql from './sql.ts';

/** What a tenant has in one currency. */
type Account = { tenant_id: string; currency: string };

/** What is to be billed besides the days of cycles: late calls and adjustments, each on one invoice in its own currency. */
export type Rests = {
  late: sql.LateCycle[];
  adjustments: sql.AdjustmentRow[];
  /** The last cycle in each currency with a rest that no later cycle will bill. */
  closing: { id: string }[];
  /** The currencies in which a tenant has a later cycle than the ones that are billed now. */
  later: ReadonlySet<string>;
};

/** A correction for calls that arrived after their cycle was invoiced. */
export type LateCalls = { cycleId: string; micros: number; amountMinor: number; description: string; day: string };

const keyOf = ({ tenant_id: tenantId, currency }: Account): string => `${tenantId} ${currency}`;

/** `billed`: the cycles that are billed now. They take the rests in their currencies. */
export async function readRests(tx: Tx, tenantIds: readonly string[], billed: readonly string[]): Promise<Rests> {
  const ids = [...tenantIds];
  const late = await sql.lateCycles(tx, ids);
  const adjustments = await sql.openAdjustments(tx, ids);
  const currencies = await sql.billedCurrencies(tx, ids);
  const open = new Set(currencies.map(keyOf));
  const later = new Set(
    currencies.filter(({ cycle_id: id }) => id === null || !billed.includes(id)).map((currency) => keyOf(currency)),
  );
  const left = [...late.filter((row) => amountOf(row) !== 0), ...adjustments].map(keyOf);
  const toClose = new Set(left.filter((key) => !open.has(key)));
  const closing = toClose.size === 0 ? [] : await sql.lastCycles(tx, ids);
  return { late, adjustments, closing: closing.filter((cycle) => toClose.has(keyOf(cycle))), later };
}

/** Whether a cycle that is billed now is the tenant's last one in its currency. Then no rest of it can be carried over. */
export const isLastOf = ({ later }: Rests, account: Account): boolean => !later.has(keyOf(account));

/** Takes a tenant's rest in the currency of a cycle. If several of its cycles are due after an outage, the first gets it. */
export function takeRest(rests: Rests, account: Account): { adjustments: sql.AdjustmentRow[]; late: LateCalls[] } {
  const isOwn = (other: Account): boolean => keyOf(other) === keyOf(account);
  const taken = { adjustments: rests.adjustments.filter(isOwn), late: toLateCalls(rests.late.filter(isOwn)) };
  rests.adjustments = rests.adjustments.filter((row) => !isOwn(row));
  rests.late = rests.late.filter((row) => !isOwn(row));
  return taken;
}

const amountOf = ({ late_micros: micros, currency }: sql.LateCycle): number =>
  Number(toMinor(BigInt(micros), decimalsOf(currency)));

/** Without sums of less than one minor unit. */
const toLateCalls = (late: readonly sql.LateCycle[]): LateCalls[] =>
  late
    .map((cycle) => {
      const lastDay = addDays(cycle.next_first_day, -1);
      return {
        cycleId: cycle.id,
        micros: Number(cycle.late_micros),
        amountMinor: amountOf(cycle),
        description: `Calls from ${cycle.first_day} to ${lastDay} that arrived late`,
        day: lastDay,
      };
    })
    .filter(({ amountMinor }) => amountMinor !== 0);
