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
