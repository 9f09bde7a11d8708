import fs from 'node:fs/promises';
import path from 'node:path';
import type { Logger } from 'pino';
import { z } from 'zod';
import { idOfNoted, type NotedCall } from '../../calls/records/noted-calls.ts';
import { CAUSE } from '../../calls/rules.ts';
import { openRepeatedFailures } from '../../platform/process/repeated-failure.ts';
import { systemErrorCode } from '../../platform/process/system-error.ts';
import { oneAtATimeByKey } from '../../platform/process/turns.ts';
import type { Request } from '../ari/ari.ts';
import { endpointOf } from '../ari/dial-string.ts';
import { fieldsOf, readNoteFile } from './note-file.ts';

export type EmergencyNotes = {
  /**
   * Saves the emergency calls that the dialplan placed while call control was away, and deletes the notes of those that
   * have ended. Throws if Asterisk does not list its channels.
   */
  recover(): Promise<void>;
  /** Whether this is such a call in progress. */
  has(callId: string): boolean;
};

export type EmergencyNotesOptions = {
  /** Saves such a call, as far as it has gone. May be repeated. False if its tenant was purged. */
  save: (call: NotedCall) => Promise<boolean>;
  request: Request;
  /** the folder where Asterisk writes its files */
  spool: () => string;
  log: Pick<Logger, 'info' | 'warn' | 'error'>;
};

const seconds = z.coerce.number().int().positive().max(9_999_999_999);

/** A note's line has `name:value` for each of these. The dialplan writes it (asterisk/pbx/extensions.conf). */
const Note = z.object({
  at: seconds,
  number: z.string().regex(/^\d{2,10}$/),
  tenant: z.uuid(),
  channel: z.string().max(200),
  caller: z.string().max(40),
  callback: z.string().max(40),
  trunk: z.string(),
  ended: seconds.optional(),
  /** how long the conversation lasted; empty if nobody answered */
  answered: z.coerce.number().int().nonnegative().optional(),
  cause: z.coerce.number().int().min(0).max(999).optional(),
});
type Note = z.infer<typeof Note>;

/** The values that may be empty. Others that are empty are missing. */
const MAY_BE_EMPTY: ReadonlySet<string> = new Set(['caller', 'callback', 'trunk'] satisfies (keyof Note)[]);

const Channels = z.array(z.object({ id: z.string(), state: z.string() }));

/** The names of a call's two notes. Asterisk names its channels `<node>-<seconds>.<number>`. */
const NOTE_NAME = /^([0-9A-Za-z-]+\.\d+)\.(start|end)$/;
/** No note is nearly as long. */
const MAX_BYTES = 4096;

export function openEmergencyNotes({ save, request, spool, log }: EmergencyNotesOptions): EmergencyNotes {
  /** the calls in progress, by id, with what is saved of them */
  const inProgress = new Map<string, 'nothing' | 'ringing' | 'answered'>();
  const failures = openRepeatedFailures();
  const inTurn = oneAtATimeByKey();
  const folder = (): string => path.join(spool(), 'emergency');
  const fileOf = (channel: string, which: 'start' | 'end'): string => path.join(folder(), `${channel}.${which}`);

  async function noted(): Promise<string[]> {
    const names = await fs.readdir(folder()).catch((err: unknown) => {
      if (systemErrorCode(err) !== 'ENOENT') logOnce('', err, 'the notes of emergency calls can’t be read');
      return [];
    });
    return [...new Set(names.flatMap((name) => NOTE_NAME.exec(name)?.[1] ?? []))];
  }
  function logOnce(about: string, err: unknown, message: string): void {
    if (failures.isNew(err, about)) log.error({ err, channel: about }, message);
  }
  /** The states of the channels, by their ids. */
  async function channelStates(): Promise<ReadonlyMap<string, string>> {
    const { status, body } = await request('GET', 'channels');
    if (status !== 200) throw new Error(`Asterisk does not list its channels: ${status}`);
    return new Map(Channels.parse(body).map(({ id, state }) => [id, state]));
  }
  async function settle(channel: string): Promise<void> {
    for (const which of ['start', 'end'] as const) await fs.rm(fileOf(channel, which), { force: true });
    failures.end(channel);
  }

  /** `state`: of its channel; undefined if Asterisk no longer has it. */
  async function recoverOne(channel: string, state: string | undefined): Promise<void> {
    // the end is written before the channel goes
    const note = (await readNote(fileOf(channel, 'end'))) ?? (await readNote(fileOf(channel, 'start')));
    if (note === null) {
      // it is just being written, or the disk was full
      if (state !== undefined) return;
      log.error({ channel }, 'the note of an emergency call can’t be read');
      return settle(channel);
    }
    const call = callOf(channel, note, state, new Date());
    const id = idOfNoted(call);
    if (!call.end) {
      const saved = inProgress.get(id) ?? 'nothing';
      const progress = call.answeredAt ? 'answered' : 'ringing';
      if (saved === progress) return;
      inProgress.set(id, saved);
      await save(call);
      inProgress.set(id, progress);
      return;
    }
    if (!(await save(call))) log.warn({ tenantId: call.tenantId }, 'the tenant of an emergency call is gone');
    await settle(channel);
    inProgress.delete(id);
    log.info({ call: id }, 'recorded an emergency call that was placed without call control');
  }

  async function recover(): Promise<void> {
    // first the notes, then the channels: a channel that is not listed has ended, and its notes are complete
    const names = await noted();
    if (names.length === 0) return inProgress.clear();
    const states = await channelStates();
    for (const channel of names) {
      try {
        await recoverOne(channel, states.get(channel));
      } catch (err) {
        // one note must not hold up the others
        logOnce(channel, err, 'an emergency call could not be recorded; trying again');
      }
    }
  }

  return { recover: () => inTurn('', recover), has: (callId) => inProgress.has(callId) };
}

/** Null if there is none, or not a whole one. */
async function readNote(file: string): Promise<Note | null> {
  const text = await readNoteFile(file, MAX_BYTES);
  return text === null ? null : parseNote(text);
}

/** Null unless the line is complete. */
export function parseNote(text: string): Note | null {
  if (!text.endsWith('\n')) return null;
  const fields = fieldsOf(text).filter(([name, value]) => value !== '' || MAY_BE_EMPTY.has(name));
  const read = Note.safeParse(Object.fromEntries(fields));
  return read.success ? read.data : null;
}

/** A call without a channel whose end is not noted ended with Asterisk, at the latest now. */
function callOf(channel: string, note: Note, state: string | undefined, now: Date): NotedCall {
  const at = new Date(note.at * 1000);
  const ended = note.ended === undefined ? null : new Date(Math.max(note.ended, note.at) * 1000);
  const end = ended
    ? { at: ended, cause: note.cause || CAUSE.networkFailure }
    : state === undefined
      ? { at: now, cause: CAUSE.networkFailure }
      : null;
  return {
    channel,
    sipUsername: endpointOf(note.channel),
    tenantId: note.tenant,
    number: note.number,
    caller: note.caller,
    callback: note.callback || null,
    hasTrunk: note.trunk !== '',
    at,
    answeredAt: answeredAt(note, { at, ended, state, now }),
    end,
  };
}

function answeredAt(
  { answered }: Note,
  { at, ended, state, now }: { at: Date; ended: Date | null; state: string | undefined; now: Date },
): Date | null {
  if (ended) return answered === undefined ? null : new Date(Math.max(at.getTime(), ended.getTime() - answered * 1000));
  return state === 'Up' ? now : null;
}
