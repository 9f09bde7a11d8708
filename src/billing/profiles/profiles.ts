import type { z } from 'zod';
import type { Tx } from '../../platform/db/db.ts';
import { changes, recordEvent } from '../../platform/db/events.ts';
import { cursorBy } from '../../platform/db/keyset.ts';
import type { Actor } from '../../platform/http/caller.ts';
import { errorFactory, fail as refuse, notFound } from '../../platform/http/errors.ts';
import { checkVersion } from '../../platform/http/if-match.ts';
import { readPage, toPage } from '../../platform/http/paging.ts';
import { newId } from '../../platform/values/ids.ts';
import { lockTables } from '../../rates/rate-tables.ts';
import {
  billingErrors,
  type BillingProfile,
  type BillingProfileCreate,
  type BillingProfilePatch,
  type BillingProfileQuery,
  type BillingTerms,
} from '../contract.ts';
import { latestVersion } from '../cycles/cycles-sql.ts';
import * as sql from '../sql.ts';
import { INITIAL_TERMS, ProfileTerms } from './terms-contract.ts';
import { changedTerms, shownTerms } from './terms.ts';

const fail = errorFactory(billingErrors);
const nameTaken = () =>
  fail('name_taken', 'Another billing profile has this name.', {
    errors: [{ path: 'name', message: 'Taken. Choose another.' }],
  });

function toProfile(row: sql.ProfileInUse): BillingProfile {
  return {
    id: row.id,
    name: row.name,
    currency: row.currency,
    terms: shownTerms(ProfileTerms.parse(row.terms), row.currency),
    termsNumber: row.terms_number,
    tenantsCount: row.tenants,
    isDefault: row.is_default,
    createdAt: row.created_at.toISOString(),
    version: row.version,
  };
}

export const readProfile = async (tx: Tx, id: string): Promise<BillingProfile> =>
  toProfile(await sql.readProfile(tx, id));

export async function listProfiles(tx: Tx, query: z.output<typeof BillingProfileQuery>) {
  const page = readPage<keyof typeof sql.SORTS>(query);
  const rows = await sql.listProfiles(tx, page);
  const total = await sql.countProfiles(tx);
  return toPage({ rows, limit: page.limit, total }, cursorBy(sql.SORTS[page.sort]), toProfile);
}

/** Codes: `name_taken`, `invalid` (an amount finer than the currency, a rate table of another partner or in another currency). */
export async function createProfile(
  tx: Tx,
  by: Actor,
  partnerId: string,
  { terms: said = {}, ...input }: z.output<typeof BillingProfileCreate>,
): Promise<BillingProfile> {
  await sql.lockNames(tx, partnerId);
  const terms = await checkedTerms(tx, INITIAL_TERMS, said, input.currency);
  const row = await sql.insertProfile(tx, { id: newId(), partner_id: partnerId, ...input });
  if (!row) throw nameTaken();
  await sql.insertVersion(tx, row, JSON.stringify(terms));
  await recordEvent(tx, by, {
    action: 'billing_profile.created',
    target: targetOf(row),
    partnerId,
    after: { ...input, terms: shownTerms(terms, row.currency) },
  });
  return readProfile(tx, row.id);
}

/** The terms apply from each tenant's next cycle. Codes: as for adding one, and `stale_version`. */
export async function editProfile(
  tx: Tx,
  by: Actor,
  {
    found,
    patch,
    ifMatch,
  }: { found: sql.ProfileRow; patch: z.output<typeof BillingProfilePatch>; ifMatch: number | null },
): Promise<BillingProfile> {
  await sql.lockNames(tx, found.partner_id);
  const row = await lockProfile(tx, found.id);
  checkVersion(ifMatch, row.version);
  const { name = row.name, terms: said = {} } = patch;
  const before = ProfileTerms.parse((await latestVersion(tx, row.id)).terms);
  const terms = await checkedTerms(tx, before, said, row.currency);
  const edit = changes(
    { name: row.name, ...shownTerms(before, row.currency) },
    { name, ...shownTerms(terms, row.currency) },
  );
  if (!edit) return readProfile(tx, row.id);
  if (name !== row.name && (await sql.nameIsTaken(tx, name, row.id))) throw nameTaken();
  const after = await sql.updateProfile(tx, row.id, name);
  await sql.insertVersion(tx, after, JSON.stringify(terms));
  await recordEvent(tx, by, {
    action: 'billing_profile.edited',
    target: targetOf(row),
    partnerId: row.partner_id,
    ...edit,
  });
  return readProfile(tx, row.id);
}

/** Codes: `profile_in_use` while a tenant or the tenant defaults refer to it. */
export async function deleteProfile(tx: Tx, by: Actor, found: sql.ProfileRow, ifMatch: number | null): Promise<void> {
  const row = await lockProfile(tx, found.id);
  checkVersion(ifMatch, row.version);
  if (await sql.isInUse(tx, row.id))
    throw fail(
      'profile_in_use',
      'Tenants or the tenant defaults use this profile. Choose another profile for them first.',
    );
  await sql.deleteUnusedVersions(tx, row.id);
  await sql.deleteProfile(tx, row.id);
  await recordEvent(tx, by, {
    action: 'billing_profile.deleted',
    target: targetOf(row),
    partnerId: row.partner_id,
    before: { name: row.name, currency: row.currency },
  });
}

const targetOf = ({ id }: { id: string }) => ({ kind: 'billing_profile', id });

/** The changed terms, after checking them. Locks their rate tables, so that they can't be deleted meanwhile. */
async function checkedTerms(
  tx: Tx,
  before: ProfileTerms,
  said: Partial<BillingTerms>,
  currency: string,
): Promise<ProfileTerms> {
  const changed = changedTerms(before, said, currency);
  if ('faults' in changed) throw refuse('invalid', 'An amount can’t be charged.', { errors: changed.faults });
  const { terms } = changed;
  const named = RATE_TERMS.flatMap((term) => (terms[term] === null ? [] : [{ term, id: terms[term] }]));
  const tables = await lockTables(
    tx,
    named.map(({ id }) => id),
  );
  const faults = named.flatMap(({ term, id }) => {
    const table = tables.find((one) => one.id === id);
    if (table?.currency === currency) return [];
    const message = table
      ? `Choose a rate table in ${currency}: the rates of ${table.name} are in ${table.currency}.`
      : 'This rate table doesn’t exist. Choose another.';
    return [{ path: `terms.${term}`, message }];
  });
  if (faults.length > 0) throw refuse('invalid', 'A rate table can’t be used.', { errors: faults });
  return terms;
}

const RATE_TERMS = ['outboundRates', 'inboundRates'] as const satisfies (keyof ProfileTerms)[];

/** The current row, locked; 404 if it was deleted meanwhile. */
async function lockProfile(tx: Tx, id: string): Promise<sql.ProfileRow> {
  const row = await sql.lockProfile(tx, id);
  if (!row) throw notFound();
  return row;
}
