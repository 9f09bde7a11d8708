import type { z } from 'zod';
import type { Actor } from '../platform/http/caller.ts';
import type { Tx } from '../platform/db/db.ts';
import { checkVersion } from '../platform/http/if-match.ts';
import { errorFactory, notFound } from '../platform/http/errors.ts';
import { recordEvent } from '../platform/db/events.ts';
import { newId } from '../platform/values/ids.ts';
import { cursorBy } from '../platform/db/keyset.ts';
import { readPage, toPage } from '../platform/http/paging.ts';
import { billingErrors, type BillingProfile, type BillingProfileCreate, type BillingProfileQuery } from './contract.ts';
import { latestVersion } from './cycles-sql.ts';
import { INITIAL_TERMS } from './terms-contract.ts';
import * as sql from './sql.ts';

const fail = errorFactory(billingErrors);
const nameTaken = () =>
  fail('name_taken', 'Another billing profile has this name.', {
    errors: [{ path: 'name', message: 'Taken. Choose another.' }],
  });

export function toProfile(row: sql.ProfileRow): BillingProfile {
  return {
    id: row.id,
    name: row.name,
    currency: row.currency,
    createdAt: row.created_at.toISOString(),
    version: row.version,
  };
}

export async function listProfiles(tx: Tx, query: z.output<typeof BillingProfileQuery>) {
  const page = readPage<keyof typeof sql.SORTS>(query);
  const rows = await sql.listProfiles(tx, page);
  const total = await sql.countProfiles(tx);
  return toPage(rows, page.limit, total, cursorBy(sql.SORTS[page.sort]), toProfile);
}

/** Codes: `name_taken`. */
export async function addProfile(
  tx: Tx,
  by: Actor,
  partnerId: string,
  input: z.output<typeof BillingProfileCreate>,
): Promise<BillingProfile> {
  await sql.lockNames(tx, partnerId);
  const row = await sql.insertProfile(tx, { id: newId(), partner_id: partnerId, ...input });
  if (!row) throw nameTaken();
  await sql.insertVersion(tx, row, JSON.stringify(INITIAL_TERMS));
  await recordEvent(tx, by, {
    action: 'billing_profile.created',
    target: { kind: 'billing_profile', id: row.id },
    partnerId,
    after: input,
  });
  return toProfile(row);
}

/** Codes: `name_taken`, `stale_version`. */
export async function renameProfile(
  tx: Tx,
  by: Actor,
  found: sql.ProfileRow,
  name: string,
  ifMatch: number | null,
): Promise<BillingProfile> {
  await sql.lockNames(tx, found.partner_id);
  const row = await lockProfile(tx, found.id);
  checkVersion(ifMatch, row.version);
  if (name === row.name) return toProfile(row);
  if (await sql.nameIsTaken(tx, name, row.id)) throw nameTaken();
  const { terms } = await latestVersion(tx, row.id);
  const after = await sql.renameProfile(tx, row.id, name);
  await sql.insertVersion(tx, after, JSON.stringify(terms));
  const target = { kind: 'billing_profile', id: row.id };
  await recordEvent(tx, by, {
    action: 'billing_profile.edited',
    target,
    partnerId: row.partner_id,
    before: { name: row.name },
    after: { name },
  });
  return toProfile(after);
}

/** Codes: `profile_in_use` while a tenant or the tenant defaults refer to it. */
export async function removeProfile(tx: Tx, by: Actor, found: sql.ProfileRow, ifMatch: number | null): Promise<void> {
  const row = await lockProfile(tx, found.id);
  checkVersion(ifMatch, row.version);
  if (await sql.isInUse(tx, row.id))
    throw fail(
      'profile_in_use',
      'Tenants or the tenant defaults use this profile. Choose another profile for them first.',
    );
  await sql.deleteUnusedVersions(tx, row.id);
  await sql.deleteProfile(tx, row.id);
  const target = { kind: 'billing_profile', id: row.id };
  await recordEvent(tx, by, {
    action: 'billing_profile.deleted',
    target,
    partnerId: row.partner_id,
    before: { name: row.name, currency: row.currency },
  });
}

/** The current row, locked; 404 if it was deleted meanwhile. */
async function lockProfile(tx: Tx, id: string): Promise<sql.ProfileRow> {
  const row = await sql.lockProfile(tx, id);
  if (!row) throw notFound();
  return row;
}
