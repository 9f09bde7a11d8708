import type { z } from 'zod';
import { type Destinations, releaseTarget } from '../destinations/destinations.ts';
import { releasedFields } from '../destinations/rules.ts';
import { requireCapacity } from '../limits/limits.ts';
import { requireFreeNumber } from '../number-plan/number-plan.ts';
import type { Tx } from '../platform/db/db.ts';
import { changes, eventsOf, type Owner, recordEvent, type TenantObject } from '../platform/db/events.ts';
import { type IntegrationObject, saveIntegrationData } from '../platform/db/integration-data.ts';
import { cursorBy } from '../platform/db/keyset.ts';
import { lockTenants } from '../platform/db/tenant-lock.ts';
import type { Actor } from '../platform/http/caller.ts';
import { invalidField, notFound } from '../platform/http/errors.ts';
import { checkVersion } from '../platform/http/if-match.ts';
import { readPage, toPage } from '../platform/http/paging.ts';
import { newId } from '../platform/values/ids.ts';
import { mergeIntegrationData, NO_INTEGRATION_DATA } from '../platform/values/integration-data.ts';
import { ensureMailbox, deleteMailboxOf } from '../voicemail/mailboxes.ts';
import { type Extension, type ExtensionCreate, type ExtensionPatch, type ExtensionQuery } from './contract.ts';
import { newSecret } from './credentials.ts';
import { sipUsername } from './rules.ts';
import * as sql from './sql.ts';

export function toExtension(row: sql.ExtensionRow): Extension {
  return {
    id: row.id,
    number: row.number,
    sipUsername: row.sip_username,
    name: row.name,
    ringSeconds: row.ring_seconds,
    voicemailEnabled: row.voicemail_enabled,
    recordCalls: row.record_calls,
    recordDirections: row.record_directions,
    outboundCallerIdDidId: row.outbound_did_id,
    callWaiting: row.call_waiting,
    inMenus: row.in_menus,
    switchesSchedules: row.switches_schedules,
    encryptedOnly: row.encrypted_only,
    ...(row.integration ?? NO_INTEGRATION_DATA),
    presence: row.presence,
    createdAt: row.created_at.toISOString(),
    version: row.version,
  };
}

/** The fields that the audit trail records. */
function audited(extension: Extension) {
  const { id: _id, sipUsername: _name, presence: _presence, createdAt: _at, version: _version, ...fields } = extension;
  return fields;
}

export async function listExtensions(tx: Tx, query: z.output<typeof ExtensionQuery>) {
  const page = readPage<keyof typeof sql.SORTS>(query);
  const rows = await sql.listExtensions(tx, query, page);
  const total = await sql.countExtensions(tx, query);
  return toPage({ rows, limit: page.limit, total }, cursorBy(sql.SORTS[page.sort]), toExtension);
}

/** The numbers that callers in menus can dial, shortest first. */
export const menuNumbers = (tx: Tx): Promise<string[]> => sql.menuNumbers(tx);

/**
 * The phone can register as soon as this commits. Codes: `reserved_number`, `number_taken`, `external_id_taken`,
 * `invalid` (the caller ID is not the tenant's).
 */
export async function createExtension(
  tx: Tx,
  by: Actor,
  { tenant, input, secretKey }: { tenant: Owner; input: z.output<typeof ExtensionCreate>; secretKey: string },
): Promise<Extension> {
  const [locked] = await lockTenants(tx, [tenant.id]);
  if (!locked) throw notFound();
  await requireFreeNumber(tx, tenant.id, input.number);
  await checkCallerId(tx, tenant.id, input.outboundCallerIdDidId);
  await requireCapacity(tx, tenant.id, 'maxExtensions', 1);
  const id = newId();
  const username = sipUsername(locked.sipPrefix, input.number);
  await sql.insertExtension(tx, {
    id,
    tenant_id: tenant.id,
    number: input.number,
    name: input.name,
    sip_username: username,
    ...newSecret(secretKey, id, username),
    ring_seconds: input.ringSeconds,
    voicemail_enabled: input.voicemailEnabled,
    record_calls: input.recordCalls,
    record_directions: input.recordDirections,
    outbound_did_id: input.outboundCallerIdDidId,
    call_waiting: input.callWaiting,
    in_menus: input.inMenus,
    switches_schedules: input.switchesSchedules,
    encrypted_only: input.encryptedOnly,
  });
  await saveIntegrationData(tx, by, integrationOf(tenant, id), { before: NO_INTEGRATION_DATA, after: input });
  if (input.voicemailEnabled) await ensureMailbox(tx, tenant.id, { id, number: input.number, name: input.name });
  const extension = await reread(tx, id);
  await recordEvent(tx, by, { ...eventOf('extension.created', tenant, id), after: audited(extension) });
  return extension;
}

export async function editExtension(
  tx: Tx,
  by: Actor,
  { tenant, id, patch, ifMatch }: TenantObject & { patch: z.output<typeof ExtensionPatch> },
): Promise<Extension> {
  await lockTenants(tx, [tenant.id]);
  const before = await reread(tx, id);
  checkVersion(ifMatch, before.version);
  const integration = mergeIntegrationData(before, patch);
  const changed = changes(audited(before), { ...audited(before), ...patch, ...integration });
  if (!changed) return before;
  await checkCallerId(tx, tenant.id, patch.outboundCallerIdDidId);
  await saveIntegrationData(tx, by, integrationOf(tenant, id), { before, after: integration });
  await sql.updateExtension(tx, id, {
    name: patch.name,
    ring_seconds: patch.ringSeconds,
    voicemail_enabled: patch.voicemailEnabled,
    record_calls: patch.recordCalls,
    record_directions: patch.recordDirections,
    outbound_did_id: patch.outboundCallerIdDidId,
    call_waiting: patch.callWaiting,
    in_menus: patch.inMenus,
    switches_schedules: patch.switchesSchedules,
    encrypted_only: patch.encryptedOnly,
  });
  const after = await reread(tx, id);
  if (after.voicemailEnabled) await ensureMailbox(tx, tenant.id, after);
  await recordEvent(tx, by, { ...eventOf('extension.edited', tenant, id), ...changed });
  return after;
}

/** From now on the phone is refused. Everything that leads to the extension is cleared, and its voicemail is deleted. Calls in progress continue. */
export async function deleteExtension(
  tx: Tx,
  by: Actor,
  { tenant, id, ifMatch, destinations }: TenantObject & { destinations: Destinations },
): Promise<void> {
  await lockTenants(tx, [tenant.id]);
  const before = await reread(tx, id);
  checkVersion(ifMatch, before.version);
  const released = await releaseTarget(tx, { kind: 'extension', id }, destinations);
  released.push(...(await deleteMailboxOf(tx, tenant.id, id, destinations)));
  await sql.dropContacts(tx, before.sipUsername);
  // before the delete, because the event contains the extension's external id
  await recordEvent(tx, by, {
    ...eventOf('extension.deleted', tenant, id),
    before: audited(before),
    after: releasedFields(released),
  });
  await sql.deleteExtension(tx, id);
}

/** The current row; 404 if it was deleted while this request waited for the tenant's lock. */
async function reread(tx: Tx, id: string): Promise<Extension> {
  const row = await sql.findExtension(tx, id);
  if (!row) throw notFound();
  return toExtension(row);
}

async function checkCallerId(tx: Tx, tenantId: string, didId: string | null | undefined): Promise<void> {
  if (!didId || (await sql.hasDid(tx, tenantId, didId))) return;
  throw invalidField(
    'outboundCallerIdDidId',
    'Choose one of the tenant’s numbers.',
    'The caller ID must be one of the tenant’s own numbers.',
  );
}

const eventOf = eventsOf('extension');

const integrationOf = (tenant: Owner, id: string): IntegrationObject => ({
  noun: 'extension',
  id,
  partnerId: tenant.partnerId,
  tenantId: tenant.id,
});
