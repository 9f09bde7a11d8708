import type { z } from 'zod';
import type { Tx } from '../platform/db/db.ts';
import { changes, eventsOf, type Owner, recordEvent } from '../platform/db/events.ts';
import { lockTenants } from '../platform/db/tenant-lock.ts';
import type { Actor } from '../platform/http/caller.ts';
import { checkVersion } from '../platform/http/if-match.ts';
import { OutboundPermissions, type OutboundPermissionsPut, type OutboundRules } from './contract.ts';
import { SAFE_RULES } from './rules.ts';
import * as sql from './sql.ts';

const toPermissions = (row: sql.PermissionsRow): OutboundPermissions =>
  OutboundPermissions.parse({
    classes: row.classes,
    countries: row.countries,
    maxConcurrentOutbound: row.max_concurrent,
    maxConcurrentOutboundPerExtension: row.max_concurrent_per_extension,
    version: row.version,
  });

const toValues = (rules: OutboundRules): sql.PermissionValues => ({
  classes: rules.classes,
  countries: rules.countries,
  max_concurrent: rules.maxConcurrentOutbound,
  max_concurrent_per_extension: rules.maxConcurrentOutboundPerExtension,
});

/** Stores the permissions that a new tenant starts with. */
export async function insertInitialPermissions(tx: Tx, tenant: Owner, rules: OutboundRules): Promise<void> {
  await sql.upsertPermissions(tx, tenant, toValues(rules));
}

export async function readPermissions(tx: Tx, tenantId: string): Promise<OutboundPermissions> {
  const row = await sql.findPermissions(tx, tenantId);
  return row ? toPermissions(row) : { ...SAFE_RULES, version: 0 };
}

/** Saves permissions. They apply from the next call; calls in progress continue. */
export async function savePermissions(
  tx: Tx,
  by: Actor,
  { tenant, input, ifMatch }: { tenant: Owner; input: z.output<typeof OutboundPermissionsPut>; ifMatch: number | null },
): Promise<OutboundPermissions> {
  await lockTenants(tx, [tenant.id]);
  const before = await readPermissions(tx, tenant.id);
  checkVersion(ifMatch, before.version);
  const { version: _ignored, ...rules } = input;
  const { version: _version, ...old } = before;
  const edit = changes(old, rules);
  if (!edit) return before;
  const row = await sql.upsertPermissions(tx, tenant, toValues(rules));
  await recordEvent(tx, by, {
    ...eventOf('outbound_permissions.saved', tenant, tenant.id),
    ...edit,
  });
  return toPermissions(row);
}

const eventOf = eventsOf('outbound_permissions');
