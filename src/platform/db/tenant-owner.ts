import type { Mode } from '../values/mode.ts';
import { type Db, inContext, type Tx } from './db.ts';

/** A tenant's partner, and the tenant's own name. */
export type TenantOwner = { partnerId: string; name: string };

/**
 * Runs `work` in the context of a tenant and its partner. Does nothing and returns undefined if the tenant was purged.
 */
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

/** The time zone of an existing tenant. */
export async function tenantZone(tx: Tx, tenantId: string): Promise<string> {
  const query = tx.selectFrom('tenants').select('timezone').where('id', '=', tenantId);
  return (await query.executeTakeFirstOrThrow()).timezone;
}

/** The address that a tenant's bills are mailed to. Empty if there is none. */
export async function findBillingEmail(tx: Tx, tenantId: string): Promise<string> {
  const query = tx.selectFrom('tenants').select('billing_email').where('id', '=', tenantId);
  return (await query.executeTakeFirst())?.billing_email ?? '';
}

/** Which of these ids are tenants of the partner, in this mode. */
export async function ownTenants(tx: Tx, ids: readonly string[], mode: Mode): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const tenants = tx
    .selectFrom('tenants')
    .select('id')
    .where('sandbox', '=', mode === 'test');
  const rows = await tenants.where('id', 'in', ids).execute();
  return new Set(rows.map(({ id }) => id));
}

/** The tenants chosen for a key or webhook that the partner doesn't have, as errors of the field `tenantIds`. */
export async function tenantFaults(
  tx: Tx,
  { tenantIds, mode }: { tenantIds: readonly string[] | null; mode: Mode },
): Promise<{ path: string; message: string }[]> {
  const chosen = tenantIds ?? [];
  const own = await ownTenants(tx, chosen, mode);
  const message = `You have no such ${mode === 'test' ? 'sandbox' : 'tenant'}.`;
  return chosen.flatMap((id, at) => (own.has(id) ? [] : [{ path: `tenantIds.${at}`, message }]));
}
