import { extensionsById } from '../extensions/presence.ts';
import { requireSpokenTexts } from '../flows/drafts/draft-for-test.ts';
import type { FlowRow } from '../flows/existing-flow.ts';
import { requireFreeName } from '../media/media.ts';
import type { Tx } from '../platform/db/db.ts';
import { eventsOf, type Owner, recordEvent } from '../platform/db/events.ts';
import { lockTenants } from '../platform/db/tenant-lock.ts';
import type { Actor } from '../platform/http/caller.ts';
import { errorFactory, invalidField, platformErrors } from '../platform/http/errors.ts';
import { newId } from '../platform/values/ids.ts';
import { statusErrors } from '../status/contract.ts';
import { statusRefusal } from '../status/rules.ts';
import { type ServiceCall, serviceCallErrors, type ServiceCallOutcome } from './contract.ts';
import { endedOf, lastWaiting, RETENTION_MS } from './rules.ts';
import * as sql from './sql.ts';

const fail = errorFactory({ ...platformErrors, ...statusErrors, ...serviceCallErrors });

export const toServiceCall = (row: sql.ServiceCallRow, now: Date): ServiceCall => ({
  id: row.id,
  purpose: row.purpose,
  extensionId: row.extension_id,
  ...endedOf(row, now),
  mediaId: row.media_id,
  createdAt: row.created_at.toISOString(),
});

/**
 * Requests a call to an extension that plays the draft of a flow. Codes: `extension_called`, `flow_faults` (texts have no speech yet),
 * `tenant_suspended`.
 */
export async function requestTestCall(
  tx: Tx,
  by: Actor,
  {
    tenant,
    flow,
    extensionId,
    from,
    now,
  }: { tenant: Owner; flow: FlowRow; extensionId: string; from: string | null; now: Date },
): Promise<ServiceCall> {
  const extension = await requireCallable(tx, tenant, extensionId, now);
  await requireSpokenTexts(tx, flow);
  const event = eventsOf('flow')('flow.test_called', tenant, flow.id);
  await recordEvent(tx, by, { ...event, after: { name: flow.name, extension } });
  return insert(tx, by, {
    tenant,
    asked: { extension_id: extensionId, purpose: 'flow_test', flow_id: flow.id, from_number: from },
    now,
  });
}

/** Requests a call to an extension to record a sound. Codes: `extension_called`, `media_name_taken`, `tenant_suspended`. */
export async function requestRecording(
  tx: Tx,
  by: Actor,
  { tenant, extensionId, name, now }: { tenant: Owner; extensionId: string; name: string; now: Date },
): Promise<ServiceCall> {
  const extension = await requireCallable(tx, tenant, extensionId, now);
  const call = newId();
  await requireFreeName(tx, tenant.id, name, call);
  const event = eventsOf('media')('media.recording_requested', tenant, call);
  await recordEvent(tx, by, { ...event, after: { name, extension } });
  return insert(tx, by, {
    tenant,
    asked: { id: call, extension_id: extensionId, purpose: 'recording', media_name: name },
    now,
  });
}

/** Returns the number of the extension, or refuses if it can't be called now. */
async function requireCallable(tx: Tx, { id: tenantId }: Owner, extensionId: string, now: Date): Promise<string> {
  const [tenant] = await lockTenants(tx, [tenantId]);
  // the partner can change things while the tenant is suspended, but there are still no calls
  const refusal = tenant ? statusRefusal(tenant.status, 'inbound') : null;
  if (refusal) throw fail(refusal.code, refusal.message);
  const extension = (await extensionsById(tx, [extensionId])).get(extensionId);
  if (!extension) {
    throw invalidField('extensionId', 'Choose one of the tenant’s extensions.');
  }
  // delete old calls first, because one left by a crash must not block its extension forever
  await sql.deleteOlder(tx, tenantId, new Date(now.getTime() - RETENTION_MS));
  if (await sql.isCalled(tx, extensionId, lastWaiting(now)))
    throw fail('extension_called', `Extension ${extension.number} is already being called. Hang up there first.`);
  return extension.number;
}

type Asked = Omit<Parameters<typeof sql.insertServiceCall>[1], 'id' | 'tenant_id' | 'requested_by'> & { id?: string };

async function insert(
  tx: Tx,
  by: Actor,
  { tenant, asked, now }: { tenant: Owner; asked: Asked; now: Date },
): Promise<ServiceCall> {
  const { id, email, role, ip, requestId } = by;
  const row = await sql.insertServiceCall(tx, {
    id: newId(),
    ...asked,
    tenant_id: tenant.id,
    requested_by: JSON.stringify({ id, email, role, ip, requestId }),
    created_at: now,
  });
  return toServiceCall(row, now);
}

/** Assigns the call to this Asterisk. Null if another one has taken it, or it is too old. */
export const takeServiceCall = (tx: Tx, id: string, node: string, now: Date): Promise<sql.ServiceCallRow | null> =>
  sql.takeServiceCall(tx, id, { node, since: lastWaiting(now) });

export const answerServiceCall = (tx: Tx, id: string): Promise<void> =>
  sql.updateServiceCall(tx, id, { state: 'answered' });

export const endServiceCall = (tx: Tx, id: string, outcome: ServiceCallOutcome): Promise<void> =>
  sql.updateServiceCall(tx, id, { state: 'ended', outcome });

/** The waiting calls of all tenants, and the calls of this Asterisk. */
export const openServiceCalls = sql.openServiceCalls;
