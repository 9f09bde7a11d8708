import { type Insertable, type Selectable, sql } from 'kysely';
import type { Tx } from '../../platform/db/db.ts';
import { lockByName } from '../../platform/db/named-locks.ts';
import { PREPARED } from '../../platform/db/prepared-statements.ts';
import { allRows, oneRow } from '../../platform/db/rows.ts';
import type { Database } from '../../platform/db/schema.ts';

export type CycleRow = Selectable<Database['billing_cycles']>;
export type VersionRow = Selectable<Database['billing_profile_versions']>;

export function findCycleAt(tx: Tx, tenantId: string, at: Date): Promise<CycleRow | undefined> {
  const covering = tx.selectFrom('billing_cycles').selectAll().where('tenant_id', '=', tenantId);
  return covering
    .where('starts_at', '<=', at)
    .where('ends_at', '>', at)
    .orderBy('starts_at', 'desc')
    .limit(1)
    .modifyEnd(PREPARED)
    .executeTakeFirst();
}

export function lastCycle(tx: Tx, tenantId: string): Promise<CycleRow | undefined> {
  const cycles = tx.selectFrom('billing_cycles').selectAll().where('tenant_id', '=', tenantId);
  return cycles.orderBy('starts_at', 'desc').limit(1).executeTakeFirst();
}

/** Without a lock, because this ends most calls for tenants without a profile. */
export async function hasProfile(tx: Tx, tenantId: string): Promise<boolean> {
  const tenant = tx.selectFrom('tenants').select('id').where('id', '=', tenantId);
  return (
    (await tenant.where('billing_profile_id', 'is not', null).modifyEnd(PREPARED).executeTakeFirst()) !== undefined
  );
}

export type BilledTenant = { id: string; partner_id: string; timezone: string; billing_profile_id: string | null };

/**
 * Only one transaction at a time creates cycles of a tenant. Locks the tenant's row first, as the lock order requires, and only as strongly as the
 * foreign key of a new cycle does.
 */
export async function lockCycles(tx: Tx, tenantId: string): Promise<BilledTenant | undefined> {
  const tenant = await tx
    .selectFrom('tenants')
    .select(['id', 'partner_id', 'timezone', 'billing_profile_id'])
    .where('id', '=', tenantId)
    .forKeyShare()
    .executeTakeFirst();
  await lockByName(tx, `billing cycles of ${tenantId}`);
  return tenant;
}

/** The profile's version at an instant: the last one before it, otherwise the first. */
export async function versionAt(tx: Tx, profileId: string, at: Date): Promise<VersionRow> {
  const versions = tx.selectFrom('billing_profile_versions').selectAll().where('profile_id', '=', profileId);
  const last = await versions.where('created_at', '<=', at).orderBy('number', 'desc').limit(1).executeTakeFirst();
  return last ?? versions.orderBy('number').limit(1).executeTakeFirstOrThrow();
}

export function latestVersion(tx: Tx, profileId: string): Promise<VersionRow> {
  const versions = tx.selectFrom('billing_profile_versions').selectAll().where('profile_id', '=', profileId);
  return versions.orderBy('number', 'desc').limit(1).executeTakeFirstOrThrow();
}

/** The tenant's fields that its cycles depend on. */
export function findTenant(tx: Tx, tenantId: string): Promise<BilledTenant | undefined> {
  const tenants = tx.selectFrom('tenants').select(['id', 'partner_id', 'timezone', 'billing_profile_id']);
  return tenants.where('id', '=', tenantId).executeTakeFirst();
}

export function findVersion(tx: Tx, id: string): Promise<VersionRow> {
  const version = tx.selectFrom('billing_profile_versions').selectAll().where('id', '=', id);
  return version.modifyEnd(PREPARED).executeTakeFirstOrThrow();
}

export function insertCycle(tx: Tx, cycle: Insertable<Database['billing_cycles']>): Promise<CycleRow> {
  return tx.insertInto('billing_cycles').values(cycle).returningAll().executeTakeFirstOrThrow();
}

/** The first moment between two instants at which the tenant was ACTIVE. */
export async function firstActive(tx: Tx, tenantId: string, from: Date, until: Date): Promise<Date | null> {
  const { at } = await oneRow(
    tx,
    sql<{ at: Date | null }>`select min(greatest(from_at, ${from})) as at from service_periods
      where tenant_id = ${tenantId} and kind = 'active' and from_at <= ${until} and (until_at is null or until_at > ${from})`,
  );
  return at;
}

/** No effect if the cycle already has an allowance, because it is never changed. */
export async function setAllowance(tx: Tx, cycleId: string, seconds: number): Promise<void> {
  const cycle = tx.updateTable('billing_cycles').set({ allowance_seconds: seconds }).where('id', '=', cycleId);
  await cycle.where('allowance_seconds', 'is', null).execute();
}

export type WithoutCycle = { tenant_id: string; partner_id: string };

export function tenantsWithoutCycle(tx: Tx, at: Date, atMost: number): Promise<WithoutCycle[]> {
  return allRows(tx, sql<WithoutCycle>`select * from tenants_without_cycle(${at}, ${atMost})`);
}

/** Moves the beginning of a period that was added to the context's tenant in this transaction back in time, but not to before the tenant's own. */
export async function moveServiceStart(tx: Tx, thingId: string, since: Date): Promise<void> {
  await sql`select begin_service_earlier(${thingId}, ${since})`.execute(tx);
}
