import { asTenant, type Db, type Tx } from '../platform/db/db.ts';
import { eventsOf, type Owner, recordEvent } from '../platform/db/events.ts';
import { lockTenants } from '../platform/db/tenant-lock.ts';
import type { Actor } from '../platform/http/caller.ts';
import { notFound } from '../platform/http/errors.ts';
import { hashToken, newToken, seal, unseal } from '../platform/secrets.ts';
import { tenantMay } from '../status/rules.ts';
import { type DirectoryAddresses, MAX_DIRECTORY_ENTRIES, type PhoneDirectory } from './directory-contract.ts';
import { directoryAddresses, type DirectoryEntry } from './directory-formats.ts';
import * as sql from './directory-sql.ts';

/** The key that seals secrets, and the address at which phones reach this service. */
export type Site = { secretKey: string; origin: string };

/** Each directory is at this path plus its secret. */
export const DIRECTORY_PATH = '/directory';

const purpose = (tenantId: string): string => `phone directory ${tenantId}`;

const addressesOf = ({ origin }: Site, secret: string): DirectoryAddresses =>
  directoryAddresses(`${origin}${DIRECTORY_PATH}/${secret}`);

export async function readDirectory(tx: Tx, tenantId: string): Promise<PhoneDirectory> {
  const row = await sql.findDirectory(tx, tenantId);
  return { enabled: row !== undefined, createdAt: row?.created_at.toISOString() ?? null };
}

/** Creates a new secret. The old one stops working at once. */
export async function renewDirectory(tx: Tx, by: Actor, tenant: Owner, site: Site): Promise<DirectoryAddresses> {
  await lockTenants(tx, [tenant.id]);
  const renewed = (await sql.findDirectory(tx, tenant.id)) !== undefined;
  const secret = newToken();
  await sql.deleteDirectory(tx, tenant.id);
  await sql.insertDirectory(tx, {
    tenant_id: tenant.id,
    secret_hash: hashToken(secret),
    sealed_secret: seal(site.secretKey, purpose(tenant.id), secret),
  });
  await recordEvent(
    tx,
    by,
    eventOf(renewed ? 'phone_directory.renewed' : 'phone_directory.enabled', tenant, tenant.id),
  );
  return addressesOf(site, secret);
}

/** Every view is recorded in the audit trail. */
export async function showDirectory(tx: Tx, by: Actor, tenant: Owner, site: Site): Promise<DirectoryAddresses> {
  const row = await sql.findDirectory(tx, tenant.id);
  if (!row) throw notFound();
  await recordEvent(tx, by, eventOf('phone_directory.addresses_shown', tenant, tenant.id));
  return addressesOf(site, unseal(site.secretKey, purpose(tenant.id), row.sealed_secret));
}

export async function deleteDirectory(tx: Tx, by: Actor, tenant: Owner): Promise<void> {
  await lockTenants(tx, [tenant.id]);
  if (!(await sql.findDirectory(tx, tenant.id))) throw notFound();
  await sql.deleteDirectory(tx, tenant.id);
  await recordEvent(tx, by, eventOf('phone_directory.disabled', tenant, tenant.id));
}

/**
 * What a phone with this secret shows; null if no directory has it. A suspended tenant's phones stay registered and keep their directory; a cancelled
 * tenant's get none.
 */
export async function fetchDirectory(db: Db, secret: string): Promise<DirectoryEntry[] | null> {
  const owner = await sql.tenantOfDirectory(db, hashToken(secret));
  if (!owner || !tenantMay(owner.status, 'register')) return null;
  return asTenant(db, owner.tenantId, (tx) => sql.directoryEntries(tx, owner.tenantId, MAX_DIRECTORY_ENTRIES));
}

const eventOf = eventsOf('tenant');
