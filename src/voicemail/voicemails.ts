import type { z } from 'zod';
import { addJob, type Tx } from '../platform/db/db.ts';
import { changes, eventsOf, type Owner, recordEvent, type TenantObject } from '../platform/db/events.ts';
import { cursorBy } from '../platform/db/keyset.ts';
import type { Storage } from '../platform/db/storage.ts';
import type { Actor } from '../platform/http/caller.ts';
import { notFound } from '../platform/http/errors.ts';
import { checkVersion } from '../platform/http/if-match.ts';
import { onePage, readPage, toPage } from '../platform/http/paging.ts';
import { FileResponse } from '../platform/http/responses/file-response.ts';
import { LISTENS_AGAIN_MS } from '../recordings/rules.ts';
import type { Access } from './access.ts';
import type { Voicemail, VoicemailPatch, VoicemailQuery } from './contract.ts';
import * as sql from './voicemails-sql.ts';

/** The stored sound of a message. */
export const messageFile = (id: string): string => `${id}.wav`;

export function toVoicemail(row: sql.VoicemailRow): Voicemail {
  return {
    id: row.id,
    mailbox: { id: row.mailbox_id, number: row.mailbox_number, name: row.mailbox_name },
    callId: row.call_id,
    from: row.from_number,
    fromName: row.from_name,
    receivedAt: row.received_at.toISOString(),
    seconds: row.seconds,
    read: row.read_at !== null,
    saved: row.saved,
    transcript: row.transcript,
    version: row.version,
  };
}

export async function listVoicemails(tx: Tx, query: z.output<typeof VoicemailQuery>, access: Access = 'all') {
  const page = readPage<'receivedAt'>(query);
  const { search } = query;
  const mailboxId = typeof access === 'object' ? access.mailboxId : query.mailboxId;
  const isOutside = access === 'none' || (query.mailboxId !== undefined && query.mailboxId !== mailboxId);
  if (isOutside) return onePage([]);
  const filter = { mailboxId, search, read: query.read && query.read === 'true' } as const;
  const rows = await sql.listVoicemails(tx, filter, page);
  const total = await sql.countVoicemails(tx, filter);
  return toPage({ rows, limit: page.limit, total }, cursorBy(sql.BY_TIME), toVoicemail);
}

/** The message that each of these calls left. */
export const messagesOfCalls = (tx: Tx, callIds: readonly string[]): Promise<ReadonlyMap<string, string>> =>
  sql.messagesOfCalls(tx, callIds);

export async function editVoicemail(
  tx: Tx,
  by: Actor,
  { tenant, id, patch, ifMatch, now }: TenantObject & { patch: z.output<typeof VoicemailPatch>; now: Date },
): Promise<Voicemail> {
  const before = await reread(tx, id);
  checkVersion(ifMatch, before.version);
  const { read, saved } = before;
  const changed = changes({ read, saved }, { read, saved, ...patch });
  if (!changed) return before;
  await sql.updateVoicemail(tx, id, {
    ...(patch.read !== undefined && { read_at: patch.read ? now : null }),
    saved: patch.saved,
  });
  await recordEvent(tx, by, { ...eventOf('voicemail.marked', tenant, id), ...changed });
  return reread(tx, id);
}

/** Deletes the message. Its file is deleted after the commit. */
export async function deleteVoicemail(tx: Tx, by: Actor, { tenant, id, ifMatch }: TenantObject): Promise<void> {
  const before = await reread(tx, id);
  checkVersion(ifMatch, before.version);
  await dropVoicemail(tx, tenant.id, id);
  const { from, receivedAt, seconds, mailbox } = before;
  await recordEvent(tx, by, {
    ...eventOf('voicemail.deleted', tenant, id),
    before: { mailbox: mailbox.number, from, receivedAt, seconds },
  });
}

export async function dropVoicemail(tx: Tx, tenantId: string, id: string): Promise<void> {
  await sql.deleteVoicemails(tx, [id]);
  await addJob(tx, 'remove_voicemail_files', { tenantId, messages: [id], greetings: [] });
}

/** Returns the sound and audits the listener, once for all pieces that a player requests. The mailbox's own user isn't audited. */
export async function playVoicemail(
  tx: Tx,
  by: Actor,
  { tenant, row, storage, now }: { tenant: Owner; row: sql.VoicemailRow; storage: Storage; now: Date },
): Promise<FileResponse> {
  const open = await storage.open(row.tenant_id, 'voicemails', messageFile(row.id));
  if (!open) throw notFound();
  const lastHeard = row.heard_by === by.id ? row.heard_at : null;
  const isAgain = lastHeard !== null && now.getTime() - lastHeard.getTime() < LISTENS_AGAIN_MS;
  if (by.role !== 'tenant_user' && !isAgain) {
    await sql.setListener(tx, row.id, { heard_by: by.id, heard_at: now });
    const { from, receivedAt, seconds, mailbox } = toVoicemail(row);
    await recordEvent(tx, by, {
      ...eventOf('voicemail.played', tenant, row.id),
      after: { mailbox: mailbox.number, from, receivedAt, seconds },
    });
  }
  const at = row.received_at.toISOString().slice(0, 16).replaceAll(/[:T]/g, '-');
  return new FileResponse(open, { type: 'audio/wav', name: `voicemail-${row.mailbox_number}-${at}.wav` });
}

async function reread(tx: Tx, id: string): Promise<Voicemail> {
  const row = await sql.findVoicemail(tx, id);
  if (!row) throw notFound();
  return toVoicemail(row);
}

const eventOf = eventsOf('voicemail');
