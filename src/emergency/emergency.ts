import type { z } from 'zod';
import type { Tx } from '../platform/db/db.ts';
import { eachPage, mapPages } from '../platform/db/each-page.ts';
import { changes, eventsOf, type Owner, recordEvent } from '../platform/db/events.ts';
import { lockTenants } from '../platform/db/tenant-lock.ts';
import type { Actor } from '../platform/http/caller.ts';
import { checkVersion } from '../platform/http/if-match.ts';
import type { EmergencyCall, EmergencyContacts, EmergencyContactsPut } from './contract.ts';
import { addressLine } from './rules.ts';
import * as sql from './sql.ts';

export const readContacts = (tx: Tx, tenantId: string): Promise<EmergencyContacts> => sql.findContacts(tx, tenantId);

export async function saveContacts(
  tx: Tx,
  by: Actor,
  { tenant, input, ifMatch }: { tenant: Owner; input: z.output<typeof EmergencyContactsPut>; ifMatch: number | null },
): Promise<EmergencyContacts> {
  await lockTenants(tx, [tenant.id]);
  const before = await readContacts(tx, tenant.id);
  checkVersion(ifMatch, before.version);
  const emails = [...new Set(input.emails)];
  const edit = changes({ emails: before.emails }, { emails });
  if (!edit) return before;
  await sql.putContacts(tx, tenant.id, emails);
  await recordEvent(tx, by, {
    ...eventOf('emergency_contacts.saved', tenant, tenant.id),
    ...edit,
  });
  return readContacts(tx, tenant.id);
}

/** Emergency calls in progress or ended within the last hour, of one tenant or of all tenants visible to the transaction. Newest first, at most 20. */
export async function recentEmergencyCalls(
  tx: Tx,
  tenantId: string | null = null,
): Promise<{ items: EmergencyCall[] }> {
  return { items: (await sql.recentCalls(tx, tenantId)).map(toEmergencyCall) };
}

function toEmergencyCall(row: sql.CallRow): EmergencyCall {
  const { extension_number: number, extension_name: name } = row;
  return {
    id: row.call_id,
    tenantId: row.tenant_id,
    tenantName: row.tenant_name,
    timezone: row.timezone,
    number: row.number,
    extension: number === null ? null : { number, name: name ?? '' },
    callbackNumber: row.callback_number,
    location: addressLine(row.address),
    startedAt: row.called_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
  };
}

/** Yields every emergency call of the tenant, oldest first, one page at a time. */
export function allEmergencyCalls(
  within: <R>(work: (tx: Tx) => Promise<R>) => Promise<R>,
  tenantId: string,
): AsyncGenerator<EmergencyCall[]> {
  const pages = eachPage(async (after: sql.CallRow | null) => {
    const items = await within((tx) => sql.callsAfter(tx, tenantId, after ?? undefined, 1000));
    return { items, next: items.at(-1) ?? null };
  });
  return mapPages(pages, toEmergencyCall);
}

const eventOf = eventsOf('emergency_contacts');
