import type { z } from 'zod';
import type { Tx } from '../../platform/db/db.ts';
import { cursorBy } from '../../platform/db/keyset.ts';
import { readPage, toPage } from '../../platform/http/paging.ts';
import type { BillingProfileVersion, ProfileTenant, ProfileTenantQuery } from '../contract.ts';
import { ProfileTerms } from './terms-contract.ts';
import { shownTerms } from './terms.ts';
import * as sql from './uses-sql.ts';

/** The names of the profiles that still use a rate table. */
export const profilesWithRates = sql.profilesWithRates;

/** All versions of a profile, the latest first. */
export async function listVersions(tx: Tx, profileId: string): Promise<{ items: BillingProfileVersion[] }> {
  const rows = await sql.listVersions(tx, profileId);
  return {
    items: rows.map((row) => ({
      number: row.number,
      name: row.name,
      terms: shownTerms(ProfileTerms.parse(row.terms), row.currency),
      cycles: row.cycles,
      createdAt: row.created_at.toISOString(),
    })),
  };
}

/** The tenants that use a profile, each with the day from which the current terms apply. */
export async function listProfileTenants(
  tx: Tx,
  profileId: string,
  query: z.output<typeof ProfileTenantQuery>,
  now: Date,
) {
  const page = readPage<keyof typeof sql.TENANT_SORTS>(query);
  const rows = await sql.listTenants(tx, profileId, now, page);
  const total = await sql.countTenants(tx, profileId);
  return toPage({ rows, limit: page.limit, total }, cursorBy(sql.TENANT_SORTS[page.sort]), toProfileTenant);
}

const toProfileTenant = (row: sql.TenantOfProfile): ProfileTenant => ({
  id: row.id,
  name: row.name,
  status: row.status,
  termsNumber: row.terms_number,
  nextCycleAt: row.next_cycle_at?.toISOString() ?? null,
});
