import type { MessageNote } from '../calls/model/mailbox.ts';
import { phoneSeconds, readWav } from '../platform/audio/wav.ts';
import { addJob, asTenant, type Db, type Tx } from '../platform/db/db.ts';
import type { Storage } from '../platform/db/storage.ts';
import { lockAgainstPurge } from '../platform/db/tenant-lock.ts';
import { requestTranscript } from '../transcripts/transcripts.ts';
import { findMailbox, lockMailbox } from './mailboxes-sql.ts';
import { mailJobKey } from './mails.ts';
import { MIN_MESSAGE_SECONDS, SILENCE_LEVEL } from './rules.ts';
import { insertVoicemail } from './voicemails-sql.ts';
import { messageFile } from './voicemails.ts';

/** A message and its call, or null for the demo's. */
export type NewMessage = Omit<MessageNote, 'callId'> & { callId: string | null };

/** Whether a recording contains speech. */
export function isMessage(wav: Buffer): boolean {
  if (phoneSeconds(wav.length) < MIN_MESSAGE_SECONDS) return false;
  const sound = readWav(wav);
  if ('fault' in sound) return false;
  return sound.channels.some((samples) => samples.some((sample) => Math.abs(sample) > SILENCE_LEVEL));
}

/**
 * Puts a recording into its mailbox. Repeating it changes nothing. A full mailbox still accepts it, because it wasn't full when the caller began to
 * speak. False if the mailbox was deleted.
 */
export const storeMessage = (db: Db, storage: Storage, note: MessageNote, wav: Buffer): Promise<boolean> =>
  asTenant(db, note.tenantId, (tx) => addMessage(tx, storage, note, wav));

/** The same within a transaction of the tenant. */
export async function addMessage(tx: Tx, storage: Storage, note: NewMessage, wav: Buffer): Promise<boolean> {
  const { id, tenantId, mailboxId } = note;
  if (!(await lockAgainstPurge(tx, tenantId))) return false;
  await lockMailbox(tx, mailboxId);
  if (!(await findMailbox(tx, mailboxId))) return false;
  await storage.put(tenantId, 'voicemails', messageFile(id), wav);
  const isNew = await insertVoicemail(tx, {
    id,
    tenant_id: tenantId,
    mailbox_id: mailboxId,
    call_id: note.callId,
    from_number: note.from,
    from_name: note.fromName,
    received_at: new Date(note.receivedAt),
    seconds: Math.round(phoneSeconds(wav.length)),
    read_at: null,
  });
  if (!isNew) return true;
  await addJob(tx, 'mail_voicemail', { tenantId, voicemailId: id }, { key: mailJobKey(id) });
  await requestTranscript(tx, tenantId, { kind: 'voicemail', id });
  return true;
}
