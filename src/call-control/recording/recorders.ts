import { type Call, factsOf } from '../../calls/model/call.ts';
import type { Event } from '../../calls/model/event.ts';
import { newId } from '../../platform/values/ids.ts';
import { noteFailure, readPolicy } from '../../recordings/capture.ts';
import type { RecordingAction } from '../../recordings/contract.ts';
import {
  newRecorder,
  record,
  type Recorder,
  type RecorderCommand,
  type RecorderEvent,
} from '../../recordings/recorder.ts';
import { channelsOf, flowRecording, type Talk, talkOf } from '../../recordings/talk.ts';
import type { MediaOf } from '../ari/ari.ts';
import { readSnoopEvent } from './recorder-events.ts';
import { openNotices } from './recording-notices.ts';
import { RunningRecordings, type RunningOptions } from './running-recordings.ts';

export type RecordersOptions = Omit<RunningOptions, 'onLost'> & { mediaOf: MediaOf };

type Entry = { recorder: Recorder; tenantId: string; tail: Promise<void> };

/** Records calls without being part of them: a failure here never affects a call. */
export class Recorders {
  readonly #options: RecordersOptions;
  readonly #byCall = new Map<string, Entry>();
  readonly #byChannel = new Map<string, string>();
  /** joined calls, by id */
  readonly #joined = new Map<string, Call>();
  readonly #notices: ReturnType<typeof openNotices>;
  readonly #running: RunningRecordings;

  constructor({ mediaOf, ...options }: RecordersOptions) {
    this.#options = { mediaOf, ...options };
    this.#running = new RunningRecordings({
      ...options,
      onLost: (callId, id) => this.#dispatch(callId, { type: 'lost', id }),
    });
    this.#notices = openNotices({
      request: options.request,
      connection: options.connection,
      mediaOf,
      onPlayed: (callId, channel, complete) => this.#dispatch(callId, { type: 'announced', channel, complete }),
    });
  }

  /** Call this after each step of a call. */
  onStep(call: Call): void {
    const facts = factsOf(call);
    if (!facts) return;
    const { id, tenantId } = facts;
    const { scene } = call;
    const recording = flowRecording(call);
    if (recording && tenantId !== null) {
      this.#ensure(id, tenantId);
      this.#dispatch(id, { type: 'flowRecording', recording });
    }
    const partner = scene.kind === 'joined' ? this.#joined.get(scene.with) : undefined;
    if (scene.kind === 'joined') this.#joined.set(id, call);
    else this.#joined.delete(id);
    this.#talking(id, talkOf(call, partner));
    // its recorder may have been waiting for this call
    if (partner && scene.kind === 'joined') this.#talking(scene.with, talkOf(partner, call));
  }

  onEnd(callId: string): void {
    this.#dispatch(callId, { type: 'talking', talk: null });
    this.#byCall.delete(callId);
    this.#joined.delete(callId);
  }

  /** Call this with each event of a call and its channel. */
  onEvent(channel: string, event: Event): void {
    const callId = this.#byChannel.get(channel);
    if (callId === undefined) return;
    if (event.type === 'held' || event.type === 'resumed') this.#dispatch(callId, { type: event.type, channel });
    if (event.type === 'digit') this.#dispatch(callId, { type: 'digit', channel, digit: event.digit });
  }

  /** Handles an ARI event. True if it only concerns a recording. */
  onAriEvent(json: unknown): boolean {
    const event = readSnoopEvent(json);
    switch (event?.type) {
      case 'ready':
        this.#running.onReady(event.snoop);
        return true;
      case 'played':
        this.#notices.ended(event.playback, event.done);
        return true;
      case 'recorded':
        this.#running.onEnded(event.snoop);
        return true;
      case undefined:
        return false;
    }
  }

  order(callId: string, action: RecordingAction): void {
    this.#dispatch(callId, { type: 'ordered', action });
  }

  /** Stops all recordings of a tenant that may no longer record. */
  stopTenant(tenantId: string): void {
    for (const [callId, one] of this.#byCall)
      if (one.tenantId === tenantId) this.#dispatch(callId, { type: 'ordered', action: 'stop' });
  }

  /** Completes recordings that were running when Asterisk or call control died. */
  recover(): Promise<void> {
    return this.#running.recover(({ id, callId }) => {
      const recorder = this.#byCall.get(callId)?.recorder;
      return recorder !== undefined && (recorder.isNew || (recorder.state.kind === 'on' && recorder.state.id === id));
    });
  }

  #ensure(callId: string, tenantId: string): void {
    if (!this.#byCall.has(callId))
      this.#byCall.set(callId, { recorder: newRecorder(), tenantId, tail: Promise.resolve() });
  }

  #talking(callId: string, talk: Talk | null): void {
    if (talk) this.#ensure(callId, talk.tenantId);
    this.#dispatch(callId, { type: 'talking', talk });
  }

  #dispatch(callId: string, event: RecorderEvent): void {
    const one = this.#byCall.get(callId);
    if (!one) return;
    const before = one.recorder.talk;
    const { recorder, commands } = record(one.recorder, event, { now: Date.now(), newId });
    one.recorder = recorder;
    if (recorder.talk !== before) {
      for (const channel of before ? channelsOf(before) : []) this.#byChannel.delete(channel);
      for (const channel of recorder.talk ? channelsOf(recorder.talk) : []) this.#byChannel.set(channel, callId);
    }
    for (const command of commands) {
      const failed = (err: unknown) =>
        this.#options.log.error({ err, call: callId, command: command.type }, 'a recording went wrong');
      one.tail = one.tail.then(() => this.#perform(callId, command)).catch(failed);
    }
  }

  async #perform(callId: string, command: RecorderCommand): Promise<void> {
    const { db, connection, log } = this.#options;
    switch (command.type) {
      case 'readPolicy': {
        const { talk } = command;
        this.#dispatch(callId, { type: 'policyRead', talk, policy: await readPolicy(db, talk) });
        return;
      }
      case 'announce':
        return this.#notices.play(callId, command.channel, command.sound);
      case 'stopAnnouncing':
        return this.#notices.stop(command.channel);
      case 'begin':
        return this.#running.begin(callId, command);
      case 'noteFailure': {
        const { id, talk, cause, failure } = command;
        log.warn({ call: callId, failure }, 'a call is not recorded');
        return noteFailure(db, { id, talk, cause, node: connection().node, at: new Date().toISOString() }, failure);
      }
      case 'pause':
        return this.#running.pause(command);
      case 'end':
        return this.#running.finish(command.id);
    }
  }
}
