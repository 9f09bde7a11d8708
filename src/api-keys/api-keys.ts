import type { z } from 'zod';
import { tenantFaults } from '../platform/db/chosen-tenants.ts';
import type { Tx } from '../platform/db/db.ts';
import { changes, recordEvent } from '../platform/db/events.ts';
import { cursorBy } from '../platform/db/keyset.ts';
import type { Caller } from '../platform/http/caller.ts';
import { errorFactory, invalidField, notFound, platformErrors } from '../platform/http/errors.ts';
import { checkVersion } from '../platform/http/if-match.ts';
import { readNetwork } from '../platform/http/network/networks.ts';
import { readPage, toPage } from '../platform/http/paging.ts';
import { hashToken } from '../platform/secrets.ts';
import { HOUR_MS } from '../platform/time/durations.ts';
import { newId } from '../platform/values/ids.ts';
import {
  type ApiKey,
  type ApiKeyCreate,
  apiKeyErrors,
  type ApiKeyPatch,
  type ApiKeyQuery,
  type ApiKeyRotate,
  MAX,
  type NewApiKey,
  type OwnApiKey,
} from './contract.ts';
import { SCOPES, scopeFaults, TENANT_SCOPES } from './rules.ts';
import * as sql from './sql.ts';
import { hintOf, newKey } from './token.ts';

const fail = errorFactory({ ...platformErrors, ...apiKeyErrors });

export function toKey(row: sql.KeyRow): ApiKey {
  return {
    id: row.id,
    name: row.name,
    mode: row.mode,
    hint: row.hint,
    scopes: row.scopes,
    tenantIds: row.tenant_ids,
    sources: row.addresses,
    requestsPerMinute: row.requests_per_minute,
    expiresAt: row.expires_at?.toISOString() ?? null,
    expired: row.expired,
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
    lastUsedFrom: row.last_used_from,
    maker: { id: row.made_by, email: row.made_by_email, gone: !row.maker_is_admin },
    createdAt: row.created_at.toISOString(),
    version: row.version,
  };
}

export async function listKeys(tx: Tx, owner: Pick<sql.KeyOwner, 'tenantId'>, query: z.output<typeof ApiKeyQuery>) {
  const page = readPage<keyof typeof sql.SORTS>(query);
  const rows = await sql.listKeys(tx, owner, page);
  return toPage(
    { rows, limit: page.limit, total: await sql.countKeys(tx, owner) },
    cursorBy(sql.SORTS[page.sort]),
    toKey,
  );
}

/** The key that a program has sent. */
export function ownKey(caller: Caller): OwnApiKey {
  if (caller.via !== 'key') throw notFound();
  const { id, name, mode, scopes, tenants, requestsPerMinute, partner, tenant } = caller;
  const tenantIds = tenants === 'all' ? null : [...tenants];
  const owner = { partnerName: partner?.name ?? null, tenantName: tenant?.name ?? null };
  return { id, name, mode, scopes: [...scopes], tenantIds, requestsPerMinute, ...owner };
}

/** Codes: `too_many_api_keys`, `invalid` (an unknown scope, address or tenant, or an expiry in the past). */
export async function createKey(
  tx: Tx,
  by: Caller,
  { owner, input, now }: { owner: sql.KeyOwner; input: ApiKeyCreate; now: Date },
): Promise<NewApiKey> {
  await sql.lockKeys(tx, owner.partnerId);
  const settings = await checked(tx, owner, input);
  const { key, token } = await insertKey(tx, by, { owner, settings, now });
  const created = eventOf('api_key.created', {
    id: key.id,
    partner_id: owner.partnerId,
    tenant_id: owner.tenantId,
    mode: key.mode,
  });
  await recordEvent(tx, by, { ...created, after: auditedSettings(owner, settings) });
  return { ...key, key: token };
}

/** Codes: `stale_version`, `invalid`. Changes apply from the next request. */
export async function editKey(
  tx: Tx,
  by: Caller,
  { found, patch, ifMatch }: { found: sql.KeyRow; patch: ApiKeyPatch; ifMatch: number | null },
): Promise<ApiKey> {
  const row = await lockKey(tx, found);
  checkVersion(ifMatch, row.version);
  const before = settingsOf(row);
  const owner = ownerOf(row);
  const after = await checked(tx, owner, { ...before, ...patch });
  const changed = changes(before, after);
  if (!changed) return toKey(row);
  await sql.updateKey(tx, row.id, columnsOf(after));
  await sql.setTenants(tx, row.partner_id, row.id, after.tenantIds ?? []);
  await recordEvent(tx, by, { ...eventOf('api_key.edited', row), ...changed });
  return toKey(await read(tx, owner, row.id));
}

/**
 * Creates a key with the settings of another one, which works for a while longer. Codes: `too_many_api_keys`, `invalid` (the new key would already
 * have expired).
 */
export async function rotateKey(
  tx: Tx,
  by: Caller,
  { found, input: { overlapHours, expiresAt }, now }: { found: sql.KeyRow; input: ApiKeyRotate; now: Date },
): Promise<NewApiKey> {
  const row = await lockKey(tx, found);
  const present = settingsOf(row);
  const owner = ownerOf(row);
  const settings = await checked(tx, owner, {
    ...present,
    expiresAt: expiresAt === undefined ? present.expiresAt : expiresAt,
  });
  const { key, token } = await insertKey(tx, by, { owner, settings, now });
  const ends = new Date(Math.min(now.getTime() + overlapHours * HOUR_MS, row.expires_at?.getTime() ?? Infinity));
  await sql.updateKey(tx, row.id, { expires_at: ends });
  await recordEvent(tx, by, {
    ...eventOf('api_key.rotated', row),
    before: { expiresAt: row.expires_at?.toISOString() ?? null },
    after: { expiresAt: ends.toISOString(), newKeyId: key.id },
  });
  return { ...key, key: token };
}

export async function revokeKey(tx: Tx, by: Caller, found: sql.KeyRow, ifMatch: number | null): Promise<void> {
  const row = await lockKey(tx, found);
  checkVersion(ifMatch, row.version);
  await sql.deleteKey(tx, row.id);
  await recordEvent(tx, by, { ...eventOf('api_key.revoked', row), before: { name: row.name, hint: row.hint } });
}

async function insertKey(
  tx: Tx,
  by: Caller,
  { owner, settings, now }: { owner: sql.KeyOwner; settings: ApiKeyCreate; now: Date },
) {
  const { partnerId, tenantId } = owner;
  if (settings.expiresAt !== null && Date.parse(settings.expiresAt) <= now.getTime())
    throw invalidField('expiresAt', 'Choose a time to come, or none.', 'The key would already have expired.');
  const limit = tenantId === null ? MAX.keys : MAX.keysOfTenant;
  if ((await sql.countKeys(tx, owner)) >= limit)
    throw fail('too_many_api_keys', `You have ${limit} API keys. Revoke one first.`, { extra: { limit } });
  const id = newId();
  const token = newKey(settings.mode);
  await sql.insertKey(tx, {
    id,
    partner_id: partnerId,
    tenant_id: tenantId,
    token_hash: hashToken(token),
    mode: settings.mode,
    hint: hintOf(token),
    made_by: by.id,
    made_by_email: by.email,
    ...columnsOf(settings),
  });
  await sql.setTenants(tx, partnerId, id, settings.tenantIds ?? []);
  return { key: toKey(await read(tx, owner, id)), token };
}

const ownerOf = ({ partner_id: partnerId, tenant_id: tenantId }: sql.KeyRow): sql.KeyOwner => ({ partnerId, tenantId });

const eventOf = (
  action: string,
  {
    id,
    partner_id: partnerId,
    tenant_id: tenantId,
    mode,
  }: Pick<sql.KeyRow, 'id' | 'partner_id' | 'tenant_id' | 'mode'>,
) => ({ action, target: { kind: 'api_key', id }, partnerId, tenantId, mode });

/** The fields that the audit trail records. A tenant's own key has no selection of tenants. */
const auditedSettings = ({ tenantId }: sql.KeyOwner, { tenantIds, ...settings }: ApiKeyCreate) =>
  tenantId === null ? { ...settings, tenantIds } : settings;

const settingsOf = (row: sql.KeyRow): ApiKeyCreate => {
  const { name, mode, scopes, tenantIds, sources, requestsPerMinute, expiresAt } = toKey(row);
  return { name, mode, scopes, tenantIds, sources, requestsPerMinute, expiresAt };
};

const columnsOf = (settings: ApiKeyCreate) => ({
  name: settings.name,
  scopes: settings.scopes,
  all_tenants: settings.tenantIds === null,
  addresses: settings.sources,
  requests_per_minute: settings.requestsPerMinute,
  expires_at: settings.expiresAt === null ? null : new Date(settings.expiresAt),
});

/** The settings in stored form: scopes, tenants and networks are unique and sorted. */
async function checked(tx: Tx, { tenantId }: sql.KeyOwner, settings: ApiKeyCreate): Promise<ApiKeyCreate> {
  const { tenantIds } = settings;
  const scopes = settings.scopes.map(permissionOf);
  const networks = settings.sources.map(readNetwork);
  const errors = [
    ...scopeFaults(scopes, tenantId === null ? SCOPES : TENANT_SCOPES),
    ...(await tenantFaults(tx, settings)),
    ...networks.flatMap((network, at) =>
      network === null
        ? [
            {
              path: `sources.${at}`,
              message: 'Enter an address such as 203.0.113.7, or a network such as 203.0.113.0/24.',
            },
          ]
        : [],
    ),
  ];
  if (errors.length > 0) throw fail('invalid', 'The key’s settings are invalid.', { errors });
  return {
    ...settings,
    scopes: inOrder(scopes),
    tenantIds: tenantIds && inOrder(tenantIds),
    sources: inOrder(networks.filter((network) => network !== null)),
    expiresAt: settings.expiresAt === null ? null : new Date(settings.expiresAt).toISOString(),
  };
}

/** Programs may write `tenants:read` for the permission `tenants.read`. */
const permissionOf = (scope: string): string => scope.replace(':', '.');

const inOrder = (texts: readonly string[]): string[] => [...new Set(texts)].toSorted();

async function lockKey(tx: Tx, found: sql.KeyRow): Promise<sql.KeyRow> {
  await sql.lockKeys(tx, found.partner_id);
  return read(tx, ownerOf(found), found.id);
}

async function read(tx: Tx, owner: sql.KeyOwner, id: string): Promise<sql.KeyRow> {
  const row = await sql.findKey(tx, owner, id);
  // revoked meanwhile
  if (!row) throw notFound();
  return row;
}
