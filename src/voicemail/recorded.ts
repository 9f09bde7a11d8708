import type { MessageNote } from '../calls/mailbox.ts';
import { asTenant, type Db } from '../platform/db/db.ts';
import type { Storage } from '../platform/db/storage.ts';
import { phoneSeconds, readWav } from '../platform/audio/wav.ts';
import { requestTranscript } from '../transcripts/transcripts.ts';
import { findMailbox, lockAgainstPurge, lockMailbox } from './mailboxes-sql.ts';
import { SHORTEST_MESSAGE_SECONDS, SILENCE_LEVEL } from './rules.ts';
import { messageFile } from './voicemails.ts';
import { insertVoicemail } from './voicemails-sql.ts';

/** Whether somebody said something in a recording of phone sound. */
export function isMessage(wav: Buffer): boolean {
  if (phoneSeconds(wav.length) < SHORTEST_MESSAGE_SECONDS) return false;
  const sound = readWav(wav);
  if ('fault' in sound) return false;
  return sound.channels.some((samples) => samples.some((sample) => Math.abs(sample) > SILENCE_LEVEL));
}

/**
 * Puts a recording into its mailbox. A second time changes nothing. A full mailbox takes it all the same: it was not when the caller began to speak. False
 * if the mailbox is gone.
 */
export async function keepMessage(db: Db, storage: Storage, note: MessageNote, wav: Buffer): Promise<boolean> {
  const { id, tenantId, mailboxId } = note;
  return asTenant(db, tenantId, async (tx) => {
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
    if (isNew) await requestTranscript(tx, tenantId, id);
    return true;
  });
}
