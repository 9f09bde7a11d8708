import { sql } from 'kysely';
import type { Tx } from '../../platform/db/db.ts';
import { PREPARED } from '../../platform/db/prepared-statements.ts';
import { firstRow } from '../../platform/db/rows.ts';
import type { PinnedRate } from './pin-contract.ts';

/** The rates of a table by number; null for a number without a rate. */
type Found = { table: string; rates: Record<string, PinnedRate | null> };

/** The tenant isn't charged, and its partner pays for the call in this currency. */
type CostOnly = { costIn: string };

/** The cycle that a call belongs to. */
type PricedCycle = { id: string; currency: string; includedClasses: string[] };

/** How a tenant's calls are charged at an instant. Null for a direction whose calls nobody pays for. */
export type Prices = {
  /** null: no profile bills the tenant */
  cycle: PricedCycle | null;
  /** its included minutes are not fixed yet, and could be */
  allowanceDue: boolean;
  inbound: Found | CostOnly | null;
  outbound: Found | CostOnly | null;
};

/** `own`: the tenant's number that was called, if a call comes in. Null: the tenant is gone, or a sandbox. `due`: the tenant's cycle has to be made first. */
export async function pricesForCall(
  tx: Tx,
  tenantId: string,
  { at, own, outside }: { at: string; own: string | null; outside: string[] },
): Promise<Prices | 'due' | null> {
  const query = sql<{ prices: Prices | { cycle: null; allowanceDue?: undefined } | null }>`${PREPARED}
    select prices_for_call(${tenantId}, ${at}, ${own}, ${outside}) as prices`;
  const prices = (await firstRow(tx, query))?.prices ?? null;
  if (prices === null) return null;
  return prices.allowanceDue === undefined ? 'due' : prices;
}
