import { sql } from 'kysely';
import type { Tx } from '../platform/db/db.ts';
import { isPrepared } from '../platform/db/prepared-statements.ts';
import type { PinnedRate } from './pin-contract.ts';

/** The rates of a table, by number; null for a number without one. */
type Found = { table: string; rates: Record<string, PinnedRate | null> };

/** What a tenant's calls are charged by at an instant. Null for a direction whose calls are not charged. */
export type Prices = {
  cycle: { id: string; currency: string; includedClasses: string[] };
  /** its included minutes are not fixed yet, and could be */
  allowanceDue: boolean;
  inbound: Found | null;
  outbound: Found | null;
};

/** `own`: the tenant's number that was called, if a call comes in. Null: nothing is charged. `due`: the tenant's cycle has to be made first. */
export async function pricesForCall(
  tx: Tx,
  tenantId: string,
  { at, own, outside }: { at: string; own: string | null; outside: string[] },
): Promise<Prices | 'due' | null> {
  const { rows } = await sql<{ prices: Prices | { cycle: null } | null }>`${isPrepared}
    select prices_for_call(${tenantId}, ${at}, ${own}, ${outside}) as prices`.execute(tx);
  const prices = rows[0]?.prices ?? null;
  if (prices === null) return null;
  return prices.cycle === null ? 'due' : prices;
}
