import { constants } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { MessageNote, type StoredSound } from '../../calls/model/mailbox.ts';
import { repairPhoneWav } from '../../platform/audio/wav.ts';
import type { FileKind, Storage } from '../../platform/db/storage.ts';
import { absentIsNull } from '../../platform/process/system-error.ts';
import { writeWhole } from '../../platform/process/whole-file.ts';
import { DAY_MS, HOUR_MS } from '../../platform/time/durations.ts';
import type { MediaOf, Request } from '../ari/ari.ts';

/** The files that Asterisk records and plays on this machine. */
export type Recordings = {
  mediaOf: MediaOf;
  /** Writes a note before a recording starts, so that the recording is found after any crash. */
  note(note: MessageNote): Promise<void>;
  /** The notes of recordings that are not settled yet. */
  noted(): Promise<MessageNote[]>;
  /** Reads a recording once its recorder has ended. Null if nothing was recorded. Throws if it is still recorded. */
  read(id: string): Promise<Buffer | null>;
  /** Deletes a recording's file and note. */
  settle(id: string): Promise<void>;
  /** Deletes copies of sounds, and recorded greetings that their callers did not save. */
  sweep(): Promise<void>;
};

/** What a caller hears if a file is gone: the standard greeting, or that the message was deleted meanwhile. */
const INSTEAD = { greetings: 'strowger/voicemail/greeting', voicemails: 'strowger/voicemail/deleted' };

export type RecordingsOptions = { dataDir: string; storage: Storage; request: Request; spool: () => string };

/** The longest time that a recorder needs to close its file after its channel has ended. */
const CLOSED_MS = 10_000;
const LOOK_AGAIN_MS = 50;
/** How long a copy for Asterisk is kept. No message lasts this long. */
const COPY_LIFETIME_MS = HOUR_MS;

export function openRecordings({ dataDir, storage, request, spool }: RecordingsOptions): Recordings {
  const notes = path.join(dataDir, 'run', 'messages');
  const noteOf = (id: string): string => path.join(notes, `${plain(id)}.json`);
  const recordingOf = (id: string): string => path.join(spool(), 'recording', `${plain(id)}.wav`);

  async function recorderEnds(id: string): Promise<void> {
    const until = Date.now() + CLOSED_MS;
    while (Date.now() < until) {
      const { status } = await request('GET', `recordings/live/${encodeURIComponent(id)}`);
      if (status === 404) return;
      await delay(LOOK_AGAIN_MS);
    }
    // otherwise an incomplete file would be stored, and then deleted under its recorder
    throw new Error(`Asterisk still records ${id}.`);
  }
  /** Copies a sound to Asterisk's folder, because Asterisk's account may have no access to ours. */
  async function copyForAsterisk({ tenantId, kind, name }: StoredSound): Promise<string | null> {
    const folder = path.join(spool(), 'lent');
    await removeOld(folder, COPY_LIFETIME_MS);
    // if a sound exists at two rates, Asterisk plays the one that fits the call
    const [narrow, ...wide] = kind === 'media' ? [name, `${name}16`] : [name];
    const copied = await copyFile(folder, tenantId, kind, narrow);
    for (const more of wide) await copyFile(folder, tenantId, kind, more);
    return copied && copied.replace(/\.wav$/, '');
  }
  async function copyFile(folder: string, tenantId: string, kind: FileKind, name: string): Promise<string | null> {
    const target = copyPath(folder, { tenantId, kind, name });
    const file = await storage.open(tenantId, kind, name);
    if (!file) return null;
    const { uid, gid } = await fs.stat(folder);
    const copy = `${target}.new`;
    await fs.rm(copy, { force: true });
    // never follow a symbolic link: the folder belongs to Asterisk's account
    await fs.writeFile(copy, await buffer(file.read()), { flag: 'wx', mode: 0o600 });
    if (process.getuid?.() === 0) await fs.lchown(copy, uid, gid);
    await fs.rename(copy, target);
    return target;
  }

  /** Media library files are named by their content, so an existing copy is right. */
  async function copyMedia(sound: StoredSound): Promise<string | null> {
    const copied = copyPath(path.join(spool(), 'lent'), sound);
    const there = await absentIsNull(fs.stat(copied));
    const isFresh = there && Date.now() - there.mtimeMs < COPY_LIFETIME_MS / 2;
    return isFresh ? copied.replace(/\.wav$/, '') : copyForAsterisk(sound);
  }

  return {
    async mediaOf(sound) {
      if (typeof sound === 'string') return `sound:${sound}`;
      if ('read' in sound) return `${sound.read}:${sound.value}`;
      if (sound.kind === 'media') return mediaSound(await copyMedia(sound));
      return `sound:${(await copyForAsterisk(sound)) ?? INSTEAD[sound.kind]}`;
    },
    note: (note) => writeWhole(noteOf(note.id), JSON.stringify(note), 0o600),
    async noted() {
      const names = (await absentIsNull(fs.readdir(notes))) ?? [];
      const texts = await Promise.all(
        names.filter((name) => name.endsWith('.json')).map((name) => fs.readFile(path.join(notes, name), 'utf8')),
      );
      return texts.flatMap((text) => readNote(text) ?? []);
    },
    async read(id) {
      await recorderEnds(id);
      const handle = await absentIsNull(fs.open(recordingOf(id), constants.O_RDONLY | constants.O_NOFOLLOW));
      if (!handle) return null;
      try {
        return repairPhoneWav(await handle.readFile());
      } finally {
        await handle.close();
      }
    },
    async settle(id) {
      await fs.rm(recordingOf(id), { force: true });
      await fs.rm(noteOf(id), { force: true });
    },
    async sweep() {
      await removeOld(path.join(spool(), 'lent'), COPY_LIFETIME_MS);
      await removeOld(path.join(spool(), 'recording'), DAY_MS, GREETING);
    },
  };
}

/** Null if it is not a note. A machine that lost power may leave an empty one, which must not hold up the others. */
function readNote(text: string): MessageNote | null {
  try {
    return MessageNote.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

const copyPath = (
  folder: string,
  { tenantId, kind, name }: { tenantId: string; kind: FileKind; name: string },
): string => path.join(folder, `${kind}-${tenantId}-${name}`);

const mediaSound = (name: string | null): string | null => name && `sound:${name}`;

/** Checks that an id is safe as a file name. */
function plain(id: string): string {
  if (!/^[\w-]+$/.test(id)) throw new Error('No id of a recording.');
  return id;
}

/** A greeting that is being recorded (`calls/scenes/listening/`). Its caller may hang up before it is saved. */
const GREETING = /^greeting-/;

async function removeOld(folder: string, lifetimeMs: number, named = /./): Promise<void> {
  for (const name of await fs.readdir(folder)) {
    if (!named.test(name)) continue;
    const stat = await absentIsNull(fs.lstat(path.join(folder, name)));
    if (stat && Date.now() - stat.mtimeMs > lifetimeMs) await fs.rm(path.join(folder, name), { force: true });
  }
}
