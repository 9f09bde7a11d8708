import type { Tx } from '../../platform/db/db.ts';
import { cycleOf } from '../cycles/cycle-rows.ts';
import { type Prices, pricesForCall } from './pins-sql.ts';

export type { Prices } from './pins-sql.ts';

/**
 * How a tenant's call that is admitted at an instant is charged. Called in the transaction of the admission. `own`: the tenant's number that was
 * called, if the call comes in. Null: nothing is charged.
 */
export async function pricesOf(
  tx: Tx,
  tenantId: string,
  call: { at: string; own: string | null; outside: string[] },
): Promise<Prices | null> {
  const prices = await pricesForCall(tx, tenantId, call);
  if (prices === null || (prices !== 'due' && !prices.allowanceDue)) return prices;
  await cycleOf(tx, tenantId, new Date(call.at));
  if (prices !== 'due') return prices;
  const made = await pricesForCall(tx, tenantId, call);
  return made === 'due' ? null : made;
}
