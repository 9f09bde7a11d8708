import path from 'node:path';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { VoiceConnection } from '../../asterisk/connection.ts';
import { type Call, factsOf } from '../../calls/model/call.ts';
import type { Event } from '../../calls/model/event.ts';
import type { Db } from '../../platform/db/db.ts';
import type { Storage } from '../../platform/db/storage.ts';
import { newId } from '../../platform/values/ids.ts';
import {
  beginRecording,
  finishRecording,
  noteFailure,
  readPolicy,
  runningOn,
  type RunningRecording,
  savePause,
  sweepRecorded,
} from '../../recordings/capture.ts';
import type { RecordingAction } from '../../recordings/contract.ts';
import {
  newRecorder,
  record,
  type Recorder,
  type RecorderCommand,
  type RecorderEvent,
} from '../../recordings/recorder.ts';
import { channelsOf, flowRecording, recordedSide, type Talk, talkOf } from '../../recordings/talk.ts';
import type { MediaOf, Request } from '../ari/ari.ts';
import { readSnoopEvent } from './recorder-events.ts';
import { openNotices } from './recording-notices.ts';
import { openSnoops, snoopsOf } from './snoops.ts';

export type RecordersOptions = {
  db: Db;
  storage: Storage;
  request: Request;
  connection: () => VoiceConnection;
  mediaOf: MediaOf;
  log: Logger;
};

/** Records calls without being part of them: a failure here never affects a call. */
export type Recorders = {
  /** Call this after each step of a call. */
  onStep(call: Call): void;
  onEnd(callId: string): void;
  /** Call this with each event of a call and its channel. */
  onEvent(channel: string, event: Event): void;
  /** Handles an ARI event. True if it only concerns a recording. */
  onAriEvent(json: unknown): boolean;
  order(callId: string, action: RecordingAction): void;
  /** Stops all recordings of a tenant that may no longer record. */
  stopTenant(tenantId: string): void;
  /** Completes recordings that were running when Asterisk or call control died. */
  recover(): Promise<void>;
};

type Entry = { recorder: Recorder; tenantId: string; tail: Promise<void> };

const Channels = z.array(z.object({ id: z.string() }));

export function openRecorders({ db, storage, request, connection, mediaOf, log }: RecordersOptions): Recorders {
  const byCall = new Map<string, Entry>();
  const byChannel = new Map<string, string>();
  /** by recording id: recordings that this process has started and not finished */
  const open = new Map<string, RunningRecording>();
  const finishing = new Map<string, Promise<void>>();
  /** joined calls, by id */
  const joined = new Map<string, Call>();
  const beginning = new Set<string>();
  const notices = openNotices({
    request,
    connection,
    mediaOf,
    onPlayed: (callId, channel, complete) => dispatch(callId, { type: 'announced', channel, complete }),
  });
  const snoops = openSnoops(request);
  const folder = (): string => path.join(connection().spool, 'recording');

  function dispatch(callId: string, event: RecorderEvent): void {
    const one = byCall.get(callId);
    if (!one) return;
    const before = one.recorder.talk;
    const { recorder, commands } = record(one.recorder, event, { now: Date.now(), newId });
    one.recorder = recorder;
    if (recorder.talk !== before) {
      for (const channel of before ? channelsOf(before) : []) byChannel.delete(channel);
      for (const channel of recorder.talk ? channelsOf(recorder.talk) : []) byChannel.set(channel, callId);
    }
    for (const command of commands) {
      one.tail = one.tail
        .then(() => perform(callId, command))
        .catch((err: unknown) => log.error({ err, call: callId, command: command.type }, 'a recording went wrong'));
    }
  }

  async function perform(callId: string, command: RecorderCommand): Promise<void> {
    switch (command.type) {
      case 'readPolicy': {
        const { talk } = command;
        dispatch(callId, { type: 'policyRead', talk, policy: await readPolicy(db, talk) });
        return;
      }
      case 'announce':
        return notices.play(callId, command.channel, command.sound);
      case 'stopAnnouncing':
        return notices.stop(command.channel);
      case 'begin':
        return begin(callId, command);
      case 'noteFailure': {
        const { id, talk, cause, failure } = command;
        log.warn({ call: callId, failure }, 'a call is not recorded');
        return noteFailure(db, { id, talk, cause, node: connection().node, at: new Date().toISOString() }, failure);
      }
      case 'pause':
        await snoops.mute(command.id, command.paused);
        return savePause(db, command.tenantId, command.id, command.paused);
      case 'end':
        return finish(command.id);
    }
  }

  async function begin(callId: string, { id, talk, cause, paused }: Extract<RecorderCommand, { type: 'begin' }>) {
    const { node } = connection();
    const side = recordedSide(talk);
    const { tenantId } = talk;
    beginning.add(id);
    try {
      const permitted = await beginRecording(db, { id, talk, cause, node, at: new Date().toISOString(), paused });
      if (!permitted) return dispatch(callId, { type: 'lost', id });
      open.set(id, { id, tenantId, callId, channel: side.channel, paused, ofCaller: side === talk.caller });
      if (await snoops.start(id, side.channel)) return paused ? await snoops.mute(id, true) : undefined;
      dispatch(callId, { type: 'lost', id });
      return await finish(id);
    } finally {
      beginning.delete(id);
    }
  }

  function finish(id: string): Promise<void> {
    const going = finishing.get(id) ?? finishNow(id).finally(() => finishing.delete(id));
    finishing.set(id, going);
    return going;
  }
  async function finishNow(id: string): Promise<void> {
    const running = open.get(id);
    if (!running) return;
    await snoops.stop(id);
    await finishRecording(db, storage, folder(), running);
    open.delete(id);
    log.info({ recording: id, call: running.callId, tenant: running.tenantId }, 'a call was recorded');
  }

  function ensureRecorder(id: string, tenantId: string): void {
    if (!byCall.has(id)) byCall.set(id, { recorder: newRecorder(), tenantId, tail: Promise.resolve() });
  }
  function onStep(call: Call): void {
    const facts = factsOf(call);
    if (!facts) return;
    const { id, tenantId } = facts;
    const { scene } = call;
    const recording = flowRecording(call);
    if (recording && tenantId !== null) {
      ensureRecorder(id, tenantId);
      dispatch(id, { type: 'flowRecording', recording });
    }
    const partner = scene.kind === 'joined' ? joined.get(scene.with) : undefined;
    if (scene.kind === 'joined') joined.set(id, call);
    else joined.delete(id);
    talking(id, talkOf(call, partner));
    // Its recorder may have been waiting for this call.
    if (partner && scene.kind === 'joined') talking(scene.with, talkOf(partner, call));
  }
  function talking(id: string, talk: Talk | null): void {
    if (talk) ensureRecorder(id, talk.tenantId);
    dispatch(id, { type: 'talking', talk });
  }

  /** Whether this process is still recording it, or is about to find out. */
  function isGoingOn({ id, callId }: RunningRecording, channels: ReadonlySet<string>): boolean {
    if (finishing.has(id) || beginning.has(id)) return true;
    const recorder = byCall.get(callId)?.recorder;
    if (!recorder || !snoopsOf(id).every((snoop) => channels.has(snoop))) return false;
    return recorder.isNew || (recorder.state.kind === 'on' && recorder.state.id === id);
  }

  async function recover(): Promise<void> {
    const rows = await runningOn(db, connection().node);
    const { body } = await request('GET', 'channels');
    const channels = new Set(Channels.parse(body).map(({ id }) => id));
    for (const row of rows) {
      if (!open.has(row.id)) open.set(row.id, row);
      if (isGoingOn(row, channels)) continue;
      dispatch(row.callId, { type: 'lost', id: row.id });
      await finish(row.id);
    }
    await sweepRecorded(folder(), new Set(rows.map(({ id }) => id)), Date.now());
  }

  return {
    onStep,
    onEnd(callId) {
      dispatch(callId, { type: 'talking', talk: null });
      byCall.delete(callId);
      joined.delete(callId);
    },
    onEvent(channel, event) {
      const callId = byChannel.get(channel);
      if (callId === undefined) return;
      if (event.type === 'held' || event.type === 'resumed') dispatch(callId, { type: event.type, channel });
      if (event.type === 'digit') dispatch(callId, { type: 'digit', channel, digit: event.digit });
    },
    onAriEvent(json) {
      const event = readSnoopEvent(json);
      switch (event?.type) {
        case 'ready':
          snoops.onReady(event.snoop);
          return true;
        case 'played':
          notices.ended(event.playback, event.done);
          return true;
        case 'recorded': {
          const running = [...open.values()].find(({ id }) => snoopsOf(id).includes(event.snoop));
          if (!running) return true;
          dispatch(running.callId, { type: 'lost', id: running.id });
          void finish(running.id).catch((err: unknown) => log.error({ err }, 'a recording is completed later'));
          return true;
        }
        case undefined:
          return false;
      }
    },
    order: (callId, action) => dispatch(callId, { type: 'ordered', action }),
    stopTenant(tenantId) {
      for (const [callId, one] of byCall)
        if (one.tenantId === tenantId) dispatch(callId, { type: 'ordered', action: 'stop' });
    },
    recover,
  };
}
