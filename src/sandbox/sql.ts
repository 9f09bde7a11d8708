import { sql } from 'kysely';
import type { Tx } from '../platform/db/db.ts';

/** Serializes what adds to a partner's sandboxes. */
export async function lockSandboxes(tx: Tx, partnerId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`sandboxes of ${partnerId}`}, 0))`.execute(tx);
}

/** The sandboxes that aren't cancelled, as far as the transaction sees the partner's tenants. */
export async function countSandboxes(tx: Tx, partnerId: string): Promise<number> {
  const query = tx.selectFrom('tenants').select(sql<number>`count(*)::int`.as('n'));
  const living = query
    .where('partner_id', '=', partnerId)
    .where('sandbox', '=', true)
    .where('status', '<>', 'CANCELLED');
  return (await living.executeTakeFirstOrThrow()).n;
}
