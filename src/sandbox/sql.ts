import { sql } from 'kysely';
import type { Tx } from '../platform/db/db.ts';
import { lockByName } from '../platform/db/named-locks.ts';

/** Serializes the creation of a partner's sandboxes. */
export async function lockSandboxes(tx: Tx, partnerId: string): Promise<void> {
  await lockByName(tx, `sandboxes of ${partnerId}`);
}

/** Counts sandboxes that aren't cancelled among the tenants visible to the transaction. */
export async function countSandboxes(tx: Tx, partnerId: string): Promise<number> {
  const query = tx.selectFrom('tenants').select(sql<number>`count(*)::int`.as('n'));
  const living = query
    .where('partner_id', '=', partnerId)
    .where('sandbox', '=', true)
    .where('status', '<>', 'CANCELLED');
  return (await living.executeTakeFirstOrThrow()).n;
}
