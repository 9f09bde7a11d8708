import { type Selectable, sql } from 'kysely';
import type { Tx } from '../../platform/db/db.ts';
import { keyset, type SortColumn } from '../../platform/db/keyset.ts';
import { allRows, oneRow } from '../../platform/db/rows.ts';
import type { Database } from '../../platform/db/schema.ts';
import type { SortedPage } from '../../platform/http/paging.ts';
import type { TenantStatus } from '../../status/contract.ts';

export type VersionInUse = Selectable<Database['billing_profile_versions']> & { cycles: number };

/** The versions of a profile, the latest first. */
export async function listVersions(tx: Tx, profileId: string): Promise<VersionInUse[]> {
  const versions = tx.selectFrom('billing_profile_versions as v').selectAll('v').where('v.profile_id', '=', profileId);
  const cycles = sql<number>`(select count(*)::int from billing_cycles c where c.profile_version_id = v.id)`;
  return versions.select(cycles.as('cycles')).orderBy('v.number', 'desc').execute();
}

export type TenantOfProfile = {
  id: string;
  name: string;
  status: TenantStatus;
  terms_number: number | null;
  next_cycle_at: Date | null;
};

export const TENANT_SORTS = {
  name: { by: sql`t.name collate "und-x-icu"`, type: 'text', of: (row) => row.name },
} as const satisfies Record<string, SortColumn<TenantOfProfile>>;

export function listTenants(
  tx: Tx,
  profileId: string,
  at: Date,
  { sort, descending, after, limit }: SortedPage<keyof typeof TENANT_SORTS>,
): Promise<TenantOfProfile[]> {
  const page = keyset(TENANT_SORTS[sort], descending, after, sql`t.id`);
  const query = sql<TenantOfProfile>`
    select t.id, t.name, t.status, c.number as terms_number, c.ends_at as next_cycle_at from tenants t
    left join lateral (select c.ends_at, v.number from billing_cycles c
      left join billing_profile_versions v on v.id = c.profile_version_id and v.profile_id = ${profileId}
      where c.tenant_id = t.id and c.starts_at <= ${at} and c.ends_at > ${at}) c on true
    where t.billing_profile_id = ${profileId} and ${page.rows} order by ${page.order} limit ${limit + 1}`;
  return allRows(tx, query);
}

export async function countTenants(tx: Tx, profileId: string): Promise<number> {
  const { n } = await oneRow(
    tx,
    sql<{ n: number }>`select count(*)::int as n from tenants where billing_profile_id = ${profileId}`,
  );
  return n;
}

/** Profiles that use the rate table in their current terms, or in earlier terms that a cycle is still billed by. */
export async function profilesWithRates(tx: Tx, tableId: string): Promise<string[]> {
  const query = sql<{ name: string }>`
    select distinct v.name from billing_profile_versions v
    where ${tableId} in (v.terms->>'outboundRates', v.terms->>'inboundRates')
      and (exists (select from billing_profiles p where p.id = v.profile_id
          and v.number = (select max(o.number) from billing_profile_versions o where o.profile_id = p.id))
        or exists (select from billing_cycles c where c.profile_version_id = v.id and c.invoiced_at is null))
    order by v.name`;
  return (await allRows(tx, query)).map(({ name }) => name);
}
