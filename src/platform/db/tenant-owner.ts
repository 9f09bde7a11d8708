import type { Mode } from '../values/mode.ts';
import { type Db, inContext, type Tx } from './db.ts';

/** A tenant's partner, and the tenant's own name. */
export type TenantOwner = { partnerId: string; name: string };

/** Works in the context of a tenant and its partner. Does nothing, and returns undefined, for a tenant that is gone. */
export async function withOwner<Result>(
  db: Db,
  tenantId: string,
  work: (tx: Tx, owner: TenantOwner) => Promise<Result>,
): Promise<Result | undefined> {
  const owner = await inContext(db, { tenantId }, (tx) => findOwner(tx, tenantId));
  return owner && inContext(db, { tenantId, partnerId: owner.partnerId }, (tx) => work(tx, owner));
}

function findOwner(tx: Tx, tenantId: string): Promise<TenantOwner | undefined> {
  const query = tx.selectFrom('tenants').select(['partner_id as partnerId', 'name']);
  return query.where('id', '=', tenantId).executeTakeFirst();
}

/** The time zone of a tenant that is there. */
export async function tenantZone(tx: Tx, tenantId: string): Promise<string> {
  const query = tx.selectFrom('tenants').select('timezone').where('id', '=', tenantId);
  return (await query.executeTakeFirstOrThrow()).timezone;
}

/** Where a tenant's bills are mailed to; empty if nowhere. */
export async function findBillingEmail(tx: Tx, tenantId: string): Promise<string> {
  const query = tx.selectFrom('tenants').select('billing_email').where('id', '=', tenantId);
  return (await query.executeTakeFirst())?.billing_email ?? '';
}

/** Those of the ids that are tenants of the partner, sandboxes or others. */
export async function ownTenants(tx: Tx, ids: readonly string[], mode: Mode): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const tenants = tx
    .selectFrom('tenants')
    .select('id')
    .where('sandbox', '=', mode === 'test');
  const rows = await tenants.where('id', 'in', ids).execute();
  return new Set(rows.map(({ id }) => id));
}

/** Which of the tenants chosen for a key or a webhook the partner doesn't have, as faults of the field `tenantIds`. */
export async function tenantFaults(
  tx: Tx,
  { tenantIds, mode }: { tenantIds: readonly string[] | null; mode: Mode },
): Promise<{ path: string; message: string }[]> {
  const chosen = tenantIds ?? [];
  const own = await ownTenants(tx, chosen, mode);
  const message = `You have no such ${mode === 'test' ? 'sandbox' : 'tenant'}.`;
  return chosen.flatMap((id, at) => (own.has(id) ? [] : [{ path: `tenantIds.${at}`, message }]));
}
