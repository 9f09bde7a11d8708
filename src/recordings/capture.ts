import { rm, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import type { StoredSound } from '../calls/model/mailbox.ts';
import { soundOfHash } from '../media/rules.ts';
import { asTenant, type Db, type Tx } from '../platform/db/db.ts';
import type { Storage } from '../platform/db/storage.ts';
import { lockAgainstPurge } from '../platform/db/tenant-lock.ts';
import { DAY_MS } from '../platform/time/durations.ts';
import { tenantMay } from '../status/rules.ts';
import { requestTranscript } from '../transcripts/transcripts.ts';
import * as capture from './capture-sql.ts';
import type { RunningRecording } from './capture-sql.ts';
import type { RecordingCause, RecordingFailure } from './contract.ts';
import * as sql from './recordings-sql.ts';
import { recordingFile } from './recordings.ts';
import { automaticCause } from './rules.ts';
import { openStereo, type StereoSound } from './stereo.ts';
import { extensionsOf, recordedSide, type Talk } from './talk.ts';

export type { RunningRecording };

export type Policy = Pick<capture.PolicyFacts, 'announce' | 'onDemand' | 'running' | 'recordedBefore'> & {
  /** null: the packaged one */
  announcement: StoredSound | null;
  /** why the conversation is recorded automatically; null if it is not */
  cause: Exclude<RecordingCause, 'on_demand'> | null;
};

/** Null if nothing may be recorded. */
export async function readPolicy(db: Db, talk: Talk): Promise<Policy | null> {
  const { tenantId, callId, facts } = talk;
  const found = await capture.policyFacts(db, { tenantId, callId, extensionIds: extensionsOf(talk) });
  if (!found || !tenantMay(found.status, 'record')) return null;
  const { announce, announcement, onDemand, running, recordedBefore, extensions, recordedDidIds } = found;
  const { direction, didId } = facts;
  return {
    announce,
    announcement: announcement === null ? null : soundOfHash(tenantId, announcement),
    onDemand,
    running,
    recordedBefore,
    cause: automaticCause({ direction, didId, extensions, recordedDidIds }),
  };
}

/** A recording that is about to start. `paused`: with silence, because the call's last recording was paused. */
export type RecordingStart = {
  id: string;
  talk: Talk;
  cause: RecordingCause;
  node: string;
  at: string;
  paused?: boolean;
};

/** Writes the row before the recording starts. False if the tenant's status does not permit recording. */
export function beginRecording(db: Db, start: RecordingStart): Promise<boolean> {
  const { tenantId } = start.talk;
  return asTenant(db, tenantId, async (tx) => {
    const tenant = await lockAgainstPurge(tx, tenantId);
    if (!tenant || !tenantMay(tenant.status, 'record')) return false;
    return sql.insertRecording(tx, rowOf(start));
  });
}

/** Stores that a conversation should have been recorded but could not be. */
export function noteFailure(db: Db, start: RecordingStart, failure: RecordingFailure): Promise<void> {
  const { tenantId } = start.talk;
  return asTenant(db, tenantId, async (tx) => {
    if (!(await lockAgainstPurge(tx, tenantId))) return;
    await sql.insertRecording(tx, { ...rowOf(start), state: 'failed', failure });
  });
}

function rowOf({ id, talk, cause, node, at, paused = false }: RecordingStart) {
  const side = recordedSide(talk);
  return {
    id,
    tenant_id: talk.tenantId,
    call_id: talk.callId,
    direction: talk.facts.direction,
    from_number: talk.facts.from,
    to_number: talk.facts.to,
    extension_ids: extensionsOf(talk),
    cause,
    started_at: new Date(at),
    node,
    channel_id: side.channel,
    of_caller: side === talk.caller,
    paused,
  };
}

export const savePause = (db: Db, tenantId: string, id: string, paused: boolean): Promise<void> =>
  asTenant(db, tenantId, (tx) => sql.updateRecording(tx, id, { paused }));

export const runningOn = (db: Db, node: string): Promise<RunningRecording[]> => capture.runningOn(db, node);

/** The two directions: what the recorded party says, and what it hears. */
export const TRACKS = ['in', 'out'] as const;
export type TrackName = (typeof TRACKS)[number];

/** The name of a snoop channel and of its file. */
export const snoopName = (id: string, track: TrackName): string => `recording-${id}-${track}`;
const SNOOP_FILE = /^recording-([0-9a-f-]{36})-(?:in|out)\.wav$/;

const trackFile = (folder: string, id: string, track: TrackName): string =>
  path.join(folder, `${snoopName(id, track)}.wav`);

/**
 * Moves a recording from Asterisk's folder into the tenant's as one file, and completes the row. May be repeated after
 * a crash.
 */
export async function finishRecording(
  db: Db,
  storage: Storage,
  folder: string,
  { id, tenantId, ofCaller }: Pick<RunningRecording, 'id' | 'tenantId' | 'ofCaller'>,
): Promise<void> {
  const [caller, callee] = ofCaller ? TRACKS : TRACKS.toReversed();
  const sound = await openStereo(trackFile(folder, id, caller), trackFile(folder, id, callee));
  try {
    await (sound ? keep(db, storage, { tenantId, id, sound }) : fail(db, tenantId, id));
  } finally {
    await sound?.close();
  }
  for (const track of TRACKS) await rm(trackFile(folder, id, track), { force: true });
}

/** Adds an existing recording, such as the demo's. */
export async function addRecording(
  tx: Tx,
  storage: Storage,
  start: RecordingStart,
  { content, milliseconds, peaks }: StereoSound,
): Promise<void> {
  const { id, talk } = start;
  await storage.put(talk.tenantId, 'recordings', recordingFile(id), Readable.from(content()));
  const [file] = (await storage.list(talk.tenantId, 'recordings')).filter(({ name }) => name === recordingFile(id));
  const bytes = String(file?.bytes ?? 0);
  await sql.insertRecording(tx, { ...rowOf(start), state: 'ready', milliseconds, bytes, peaks });
  await requestTranscript(tx, talk.tenantId, { kind: 'recording', id });
}

const fail = (db: Db, tenantId: string, id: string): Promise<void> =>
  asTenant(db, tenantId, async (tx) => {
    if (await sql.lockRunning(tx, id)) await sql.updateRecording(tx, id, { state: 'failed', failure: 'no_sound' });
  });

async function keep(
  db: Db,
  storage: Storage,
  { tenantId, id, sound }: { tenantId: string; id: string; sound: StereoSound },
): Promise<void> {
  const name = recordingFile(id);
  const file = await asTenant(db, tenantId, async (tx) =>
    (await lockAgainstPurge(tx, tenantId)) ? storage.create(tenantId, 'recordings', name) : null,
  );
  if (!file) return;
  try {
    const bytes = await file.fill(Readable.from(sound.content()));
    await asTenant(db, tenantId, async (tx) => {
      if (!(await lockAgainstPurge(tx, tenantId)) || !(await sql.lockRunning(tx, id))) return;
      await file.keep();
      const { milliseconds, peaks } = sound;
      await sql.updateRecording(tx, id, { state: 'ready', milliseconds, bytes: String(bytes), peaks, paused: false });
      await requestTranscript(tx, tenantId, { kind: 'recording', id });
    });
  } finally {
    await file.drop();
  }
}

/** Removes files that a crash left in Asterisk's folder without a row. Younger files may be about to be moved. */
export async function sweepRecorded(folder: string, running: ReadonlySet<string>, now: number): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const id = SNOOP_FILE.exec(name)?.[1];
    if (id === undefined || running.has(id)) continue;
    const file = path.join(folder, name);
    const { mtimeMs } = await stat(file);
    if (now - mtimeMs > DAY_MS) await rm(file, { force: true });
  }
}
