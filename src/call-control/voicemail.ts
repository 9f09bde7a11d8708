import type { Logger } from 'pino';
import type { MailboxReply, MailboxRequest, MessageNote, RecordedMessage } from '../calls/model/mailbox.ts';
import type { Db } from '../platform/db/db.ts';
import type { Storage } from '../platform/db/storage.ts';
import { answerPhone } from '../voicemail/by-phone.ts';
import { isMessage, storeMessage } from '../voicemail/recorded.ts';
import type { Recordings } from './recording/recordings.ts';
import type { WriteBehind } from './writing/write-behind.ts';

export type VoicemailOptions = {
  db: Db;
  storage: Storage;
  secretKey: string;
  recordings: Pick<Recordings, 'note' | 'noted' | 'read' | 'settle'>;
  /** writes in the background, with retries until it succeeds */
  writeBehind: Pick<WriteBehind<unknown>, 'write' | 'has'>;
  log: Logger;
};

/** The mailbox effects of the calls on this machine. */
export type Voicemail = {
  ask(request: MailboxRequest): Promise<MailboxReply>;
  /** Writes a message's note before its recording. False if that failed, for example because the disk is full. */
  note(note: MessageNote): Promise<boolean>;
  /** Whether a recording that has ended is a message. */
  check(note: MessageNote): Promise<RecordedMessage>;
  store(note: MessageNote): void;
  /** Stores messages that were being recorded when Asterisk, call control or the machine died. */
  recover(isBeingRecorded: (id: string) => boolean): Promise<void>;
};

export function openVoicemail({ db, storage, secretKey, recordings, writeBehind, log }: VoicemailOptions): Voicemail {
  async function storeNow(note: MessageNote): Promise<void> {
    const wav = await recordings.read(note.id);
    const isStored = wav !== null && isMessage(wav) && (await storeMessage(db, storage, note, wav));
    await recordings.settle(note.id);
    log.info({ call: note.callId, tenant: note.tenantId, isStored }, 'a voicemail message has been recorded');
  }
  async function takeRecording(id: string): Promise<Buffer | null> {
    const wav = await recordings.read(id);
    await recordings.settle(id);
    return wav;
  }
  /** Not among the writes of its call: while a message can't be stored, its call must still end. */
  function store(note: MessageNote): void {
    const key = `message-${note.id}`;
    if (!writeBehind.has(key)) writeBehind.write(key, () => storeNow(note));
  }

  return {
    async ask(request) {
      try {
        return await answerPhone({ db, storage, secretKey, takeRecording }, request, new Date());
      } catch (err) {
        log.error({ err, request: request.kind }, 'a mailbox request failed');
        return { kind: 'refused' };
      }
    },
    async note(note) {
      try {
        await recordings.note(note);
        return true;
      } catch (err) {
        log.error({ err, call: note.callId, tenant: note.tenantId }, 'a voicemail message can’t be recorded');
        return false;
      }
    },
    async check(note) {
      try {
        const wav = await recordings.read(note.id);
        return wav !== null && isMessage(wav) ? 'message' : 'nothing';
      } catch (err) {
        log.error({ err, call: note.callId, tenant: note.tenantId }, 'a voicemail message can’t be read yet');
        return 'unknown';
      }
    },
    store,
    async recover(isBeingRecorded) {
      for (const note of await recordings.noted()) if (!isBeingRecorded(note.id)) store(note);
    },
  };
}
