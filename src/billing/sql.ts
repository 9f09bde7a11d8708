import { type Selectable, sql } from 'kysely';
import type { Tx } from '../platform/db/db.ts';
import { keyset, type SortColumn } from '../platform/db/keyset.ts';
import { lockByName } from '../platform/db/named-locks.ts';
import { oneRow } from '../platform/db/rows.ts';
import type { Database } from '../platform/db/schema.ts';
import type { SortedPage } from '../platform/http/paging.ts';
import { newId } from '../platform/values/ids.ts';

export type ProfileRow = Selectable<Database['billing_profiles']>;
/** With its current terms and its users. */
export type ProfileInUse = ProfileRow & { terms: unknown; terms_number: number; tenants: number; is_default: boolean };

export const SORTS = {
  name: { by: sql`name collate "und-x-icu"`, type: 'text', of: (row) => row.name },
  createdAt: { by: sql`created_at`, type: 'timestamptz', of: (row) => row.created_at.toISOString() },
} as const satisfies Record<string, SortColumn<ProfileRow>>;

const inUse = (tx: Tx) =>
  tx
    .selectFrom('billing_profiles')
    .innerJoinLateral(
      (from) =>
        from
          .selectFrom('billing_profile_versions as v')
          .select(['v.terms', 'v.number as terms_number'])
          .whereRef('v.profile_id', '=', 'billing_profiles.id')
          .orderBy('v.number', 'desc')
          .limit(1)
          .as('said'),
      (join) => join.onTrue(),
    )
    .selectAll('billing_profiles')
    .select(['said.terms', 'said.terms_number'])
    .select([
      sql<number>`(select count(*)::int from tenants t where t.billing_profile_id = billing_profiles.id)`.as('tenants'),
      sql<boolean>`exists (select from tenant_defaults d where d.default_billing_profile_id = billing_profiles.id)`.as(
        'is_default',
      ),
    ]);

export function listProfiles(
  tx: Tx,
  { sort, descending, after, limit }: SortedPage<keyof typeof SORTS>,
): Promise<ProfileInUse[]> {
  const { rows, order } = keyset(SORTS[sort], descending, after, sql`id`);
  return inUse(tx)
    .where(rows)
    .orderBy(sql`${order}`)
    .limit(limit + 1)
    .execute();
}

export const readProfile = (tx: Tx, id: string): Promise<ProfileInUse> =>
  inUse(tx).where('billing_profiles.id', '=', id).executeTakeFirstOrThrow();

export async function countProfiles(tx: Tx): Promise<number> {
  const { n } = await tx
    .selectFrom('billing_profiles')
    .select(sql<number>`count(*)::int`.as('n'))
    .executeTakeFirstOrThrow();
  return n;
}

export function findProfile(tx: Tx, id: string): Promise<ProfileRow | undefined> {
  return tx.selectFrom('billing_profiles').selectAll().where('id', '=', id).executeTakeFirst();
}

/** The current row, locked until this transaction ends, so that no tenant starts using the profile meanwhile. */
export function lockProfile(tx: Tx, id: string): Promise<ProfileRow | undefined> {
  return tx.selectFrom('billing_profiles').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

/** Serializes changes of a partner's profile names, so that no name is taken between the check and the change. */
export async function lockNames(tx: Tx, partnerId: string): Promise<void> {
  await lockByName(tx, `billing profiles of ${partnerId}`);
}

/** Undefined if the partner already has a profile with this name. */
export function insertProfile(
  tx: Tx,
  profile: { id: string; partner_id: string; name: string; currency: string },
): Promise<ProfileRow | undefined> {
  const insert = tx
    .insertInto('billing_profiles')
    .values(profile)
    .onConflict((conflict) => conflict.columns(['partner_id', 'name']).doNothing());
  return insert.returningAll().executeTakeFirst();
}

/** Saves new terms of the profile. `terms` is `ProfileTerms` as JSON. */
export async function insertVersion(tx: Tx, profile: ProfileRow, terms: string): Promise<void> {
  const { id: profile_id, partner_id, name, currency } = profile;
  await sql`insert into billing_profile_versions (id, partner_id, profile_id, number, name, currency, terms)
    select ${newId()}, ${partner_id}, ${profile_id}, coalesce(max(number), 0) + 1, ${name}, ${currency}, ${terms}
    from billing_profile_versions where profile_id = ${profile_id}`.execute(tx);
}

/** Versions that cycles were billed by are kept. */
export async function deleteUnusedVersions(tx: Tx, profileId: string): Promise<void> {
  const versions = tx.deleteFrom('billing_profile_versions as v').where('v.profile_id', '=', profileId);
  const used = sql<boolean>`exists (select from billing_cycles c where c.profile_version_id = v.id)`;
  await versions.where(sql<boolean>`not ${used}`).execute();
}

export async function nameIsTaken(tx: Tx, name: string, exceptId: string): Promise<boolean> {
  const query = tx.selectFrom('billing_profiles').select('id').where('name', '=', name).where('id', '<>', exceptId);
  return (await query.executeTakeFirst()) !== undefined;
}

export function updateProfile(tx: Tx, id: string, name: string): Promise<ProfileRow> {
  const update = tx
    .updateTable('billing_profiles')
    .set({ name, version: sql<number>`version + 1` })
    .where('id', '=', id);
  return update.returningAll().executeTakeFirstOrThrow();
}

/** Whether a tenant or the tenant defaults refer to the profile. */
export async function isInUse(tx: Tx, id: string): Promise<boolean> {
  const { used } = await oneRow(
    tx,
    sql<{ used: boolean }>`select exists (select 1 from tenants where billing_profile_id = ${id})
    or exists (select 1 from tenant_defaults where default_billing_profile_id = ${id}) as used`,
  );
  return used;
}

export async function deleteProfile(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('billing_profiles').where('id', '=', id).execute();
}
