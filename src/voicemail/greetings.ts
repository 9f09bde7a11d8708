import { toPhoneSound } from '../platform/audio/phone-sound.ts';
import { addJob, type Tx } from '../platform/db/db.ts';
import { eventsOf, type Owner, recordEvent } from '../platform/db/events.ts';
import type { Storage } from '../platform/db/storage.ts';
import { lockTenants } from '../platform/db/tenant-lock.ts';
import type { Actor } from '../platform/http/caller.ts';
import { errorFactory, notFound, platformErrors } from '../platform/http/errors.ts';
import { FileResponse } from '../platform/http/responses/file-response.ts';
import { newId } from '../platform/values/ids.ts';
import type { Upload } from '../platform/values/upload.ts';
import { type Mailbox, MAX_GREETING_SECONDS } from './contract.ts';
import * as sql from './mailboxes-sql.ts';
import { toMailbox } from './mailboxes.ts';

const fail = errorFactory(platformErrors);

/** The greeting as phones play it. Refuses a file that isn't sound, with a message for the user. */
export async function prepareGreeting(file: Upload): Promise<Buffer> {
  const sound = await toPhoneSound(file.bytes, MAX_GREETING_SECONDS);
  if ('fault' in sound) throw fail('invalid', sound.fault);
  return sound.wav;
}

/** Each greeting has a new file name, so that a caller who is listening to the old one hears it to the end. */
export async function saveGreeting(
  tx: Tx,
  by: Actor,
  { tenant, mailboxId, wav, storage }: { tenant: Owner; mailboxId: string; wav: Buffer; storage: Storage },
): Promise<Mailbox> {
  await lockTenants(tx, [tenant.id]);
  const before = await reread(tx, mailboxId);
  const file = `${newId()}.wav`;
  await storage.put(tenant.id, 'greetings', file, wav);
  await setGreeting(tx, tenant.id, before, file);
  await record(tx, by, 'mailbox.greeting_saved', { tenant, mailbox: before });
  return toMailbox(await reread(tx, mailboxId));
}

export async function deleteGreeting(tx: Tx, by: Actor, tenant: Owner, mailboxId: string): Promise<Mailbox> {
  await lockTenants(tx, [tenant.id]);
  const before = await reread(tx, mailboxId);
  if (before.greeting_file === null) return toMailbox(before);
  await setGreeting(tx, tenant.id, before, null);
  await record(tx, by, 'mailbox.greeting_removed', { tenant, mailbox: before });
  return toMailbox(await reread(tx, mailboxId));
}

export async function readGreeting(
  { greeting_file: file, number }: sql.MailboxRow,
  tenantId: string,
  storage: Storage,
): Promise<FileResponse> {
  const open = file === null ? null : await storage.open(tenantId, 'greetings', file);
  if (!open) throw notFound();
  return new FileResponse(open, { type: 'audio/wav', name: `greeting-${number}.wav` });
}

/** Points the mailbox to another file. The previous file is deleted once nobody can be listening to it. */
export async function setGreeting(
  tx: Tx,
  tenantId: string,
  mailbox: Pick<sql.MailboxRow, 'id' | 'greeting_file'>,
  file: string | null,
): Promise<void> {
  await sql.updateMailbox(tx, mailbox.id, { greeting_file: file });
  if (mailbox.greeting_file === null) return;
  const files = { tenantId, messages: [], greetings: [mailbox.greeting_file] };
  await addJob(tx, 'remove_voicemail_files', files, { afterMs: MAX_GREETING_SECONDS * 1000 });
}

async function reread(tx: Tx, id: string): Promise<sql.MailboxRow> {
  const row = await sql.findMailbox(tx, id);
  if (!row) throw notFound();
  return row;
}

const record = (
  tx: Tx,
  by: Actor,
  action: string,
  { tenant, mailbox }: { tenant: Owner; mailbox: sql.MailboxRow },
): Promise<void> =>
  recordEvent(tx, by, {
    ...eventOf(action, tenant, mailbox.id),
    after: { number: mailbox.number, name: mailbox.name },
  });

const eventOf = eventsOf('mailbox');
