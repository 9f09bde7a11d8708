import type { z } from 'zod';
import type { Tx } from '../platform/db/db.ts';
import { changes, recordEvent } from '../platform/db/events.ts';
import type { Actor } from '../platform/http/caller.ts';
import { errorFactory } from '../platform/http/errors.ts';
import { checkVersion } from '../platform/http/if-match.ts';
import { listKeys } from './api-keys.ts';
import { type ApiKey, apiKeyErrors, type ApiKeyQuery, type TenantKeySettings } from './contract.ts';
import * as sql from './tenant-keys-sql.ts';

const fail = errorFactory(apiKeyErrors);

/** Code: `api_keys_not_allowed`. */
export async function requireTenantKeys(tx: Tx): Promise<void> {
  if (!(await sql.isAllowed(tx))) throw fail('api_keys_not_allowed', 'Your provider doesn’t allow API keys.');
}

export const readTenantKeySettings = (tx: Tx, partnerId: string): Promise<TenantKeySettings> =>
  sql.readSettings(tx, partnerId);

/** Allows tenants' keys or not. Existing keys stop at their next request, or work again. */
export async function saveTenantKeySettings(
  tx: Tx,
  by: Actor,
  { partnerId, allowed, ifMatch }: { partnerId: string; allowed: boolean; ifMatch: number | null },
): Promise<TenantKeySettings> {
  const present = await sql.readSettings(tx, partnerId);
  checkVersion(ifMatch, present.version);
  const changed = changes({ allowed: present.allowed }, { allowed });
  if (!changed) return present;
  await sql.saveSettings(tx, partnerId, allowed);
  const target = { kind: 'tenant_key_settings', id: partnerId };
  await recordEvent(tx, by, { action: 'tenant_key_settings.saved', target, partnerId, ...changed });
  return sql.readSettings(tx, partnerId);
}

export function asTenantKey<Key extends ApiKey>(key: Key): Omit<Key, 'tenantIds'> {
  const { tenantIds: _, ...own } = key;
  return own;
}

export async function listTenantKeys(tx: Tx, tenantId: string, query: z.output<typeof ApiKeyQuery>) {
  const page = await listKeys(tx, { tenantId }, query);
  return { ...page, items: page.items.map(asTenantKey) };
}
