import type { StoredSound } from '../calls/model/mailbox.ts';
import type { Policy } from './capture.ts';
import type { RecordingAction, RecordingCause, RecordingFailure } from './contract.ts';
import { channelsOf, isOwnPhone, type Talk } from './talk.ts';

/** The recorder of a call. It is not part of the call, so a failed recording never costs a call. */
export type Recorder = {
  /** the current conversation; null while nobody talks */
  talk: Talk | null;
  /** the settings for this conversation; null until they are read, and if nothing may be recorded */
  policy: Policy | null;
  /** `rules`: by the settings. `on_demand`: started by a user. `stopped`: stopped by a user. */
  requested: 'rules' | 'on_demand' | 'stopped';
  /** the last instruction of a flow about recording; null if there was none */
  flowRecording: 'on' | 'off' | null;
  /** channels that have heard the whole announcement */
  informed: string[];
  /** whether it records silence */
  paused: boolean;
  /** whether no conversation of this call has been seen yet */
  isNew: boolean;
  /** parties that have put the call on hold */
  held: string[];
  /** set when a phone has pressed `*`; the next digit decides */
  star: { channel: string; at: number } | null;
  state: State;
};

type State =
  | { kind: 'off' }
  /** `uninformed`: channels that have not heard the whole announcement; `tries`: how often it was played */
  | { kind: 'announcing'; cause: RecordingCause; uninformed: string[]; tries: number }
  | { kind: 'on'; id: string; cause: RecordingCause };

export type RecorderEvent =
  /** other parties talk now; null: nobody does */
  | { type: 'talking'; talk: Talk | null }
  /** the call's flow turns recording on or off; repeated with every step of the call */
  | { type: 'flowRecording'; recording: 'on' | 'off' }
  /** null: nothing may be recorded */
  | { type: 'policyRead'; talk: Talk; policy: Policy | null }
  /** `complete`: the whole announcement was played */
  | { type: 'announced'; channel: string; complete: boolean }
  | { type: 'held' | 'resumed'; channel: string }
  | { type: 'digit'; channel: string; digit: string }
  | { type: 'ordered'; action: RecordingAction }
  /** the recording has ended unexpectedly, or could not start */
  | { type: 'lost'; id: string };

export type RecorderCommand =
  | { type: 'readPolicy'; talk: Talk }
  /** `sound`: the tenant's own; null for the packaged one */
  | { type: 'announce'; channel: string; sound: StoredSound | null }
  | { type: 'stopAnnouncing'; channel: string }
  | { type: 'begin'; id: string; talk: Talk; cause: RecordingCause; paused: boolean }
  | { type: 'noteFailure'; id: string; talk: Talk; cause: RecordingCause; failure: RecordingFailure }
  | { type: 'pause'; id: string; tenantId: string; paused: boolean }
  | { type: 'end'; id: string };

export type RecorderStep = { recorder: Recorder; commands: RecorderCommand[] };
export type Clock = { now: number; newId: () => string };

/** How often to play the announcement. A party that puts the call on hold or changes its codec interrupts it. */
const MAX_TRIES = 3;
/** How long after `*` the next digit still counts. */
const DIGIT_MS = 3000;
const DIGIT = '1';

export const newRecorder = (): Recorder => ({
  talk: null,
  policy: null,
  requested: 'rules',
  flowRecording: null,
  informed: [],
  paused: false,
  isNew: true,
  held: [],
  star: null,
  state: { kind: 'off' },
});

const stay = (recorder: Recorder): RecorderStep => ({ recorder, commands: [] });

/** The next state of a call's recording after an event, and the commands. Pure, except that ids are passed in. */
export function record(recorder: Recorder, event: RecorderEvent, clock: Clock): RecorderStep {
  switch (event.type) {
    case 'talking':
      return changeTalk(recorder, event.talk);
    case 'flowRecording':
      return stay(followFlow(recorder, event.recording));
    case 'policyRead':
      return isSameTalk(recorder.talk, event.talk)
        ? policyRead(recorder, event.talk, event.policy, clock)
        : stay(recorder);
    case 'announced':
      return announced(recorder, event, clock);
    case 'held':
      return held(recorder, event.channel);
    case 'resumed':
      return resumed(recorder, event.channel);
    case 'digit':
      return digit(recorder, event, clock);
    case 'ordered':
      return ordered(recorder, event.action, clock);
    case 'lost':
      return recorder.state.kind === 'on' && recorder.state.id === event.id
        ? stay({ ...recorder, state: { kind: 'off' } })
        : stay(recorder);
  }
}

/** Only a new instruction counts, because a user may have started or stopped the recording since the last one. */
const followFlow = (recorder: Recorder, recording: 'on' | 'off'): Recorder =>
  recording === recorder.flowRecording
    ? recorder
    : { ...recorder, flowRecording: recording, requested: recording === 'on' ? 'on_demand' : 'stopped' };

const isSameTalk = (one: Talk | null, other: Talk | null): boolean =>
  (one && channelsOf(one).join()) === (other && channelsOf(other).join());

/** A conversation is one recording. With other parties a new one starts. */
function changeTalk(recorder: Recorder, talk: Talk | null): RecorderStep {
  if (isSameTalk(recorder.talk, talk)) return stay(recorder);
  const { commands } = stop(recorder);
  const changed: Recorder = { ...recorder, talk, policy: null, held: [], star: null, state: { kind: 'off' } };
  return { recorder: changed, commands: talk ? [...commands, { type: 'readPolicy', talk }] : commands };
}

/** Ends the current recording. What users have requested stays. */
function stop(recorder: Recorder): RecorderStep {
  const { state } = recorder;
  const commands: RecorderCommand[] =
    state.kind === 'on'
      ? [{ type: 'end', id: state.id }]
      : state.kind === 'announcing'
        ? state.uninformed.map((channel) => ({ type: 'stopAnnouncing', channel }))
        : [];
  return { recorder: { ...recorder, state: { kind: 'off' } }, commands };
}

function policyRead(recorder: Recorder, talk: Talk, policy: Policy | null, clock: Clock): RecorderStep {
  const { requested, isNew } = recorder;
  const known = { ...recorder, policy, isNew: false };
  if (!policy) return stay(known);
  const { running, recordedBefore, cause } = policy;
  // a previous call control, which was killed, started this recording
  if (running && channelsOf(talk).includes(running.channel))
    return stay({ ...known, paused: running.paused, state: { kind: 'on', id: running.id, cause: running.cause } });
  // as far as this call control can know, a user has stopped it
  if (isNew && recordedBefore) return stay({ ...known, requested: 'stopped' });
  const why = { rules: cause, on_demand: 'on_demand' as const, stopped: null }[requested];
  return why ? start(known, why, clock) : stay(known);
}

/** Plays the announcement to the parties that have not heard it yet, then records. */
function start(recorder: Recorder, cause: RecordingCause, clock: Clock): RecorderStep {
  const { talk, policy, informed } = recorder;
  if (!talk || !policy) return stay(recorder);
  const uninformed = policy.announce ? channelsOf(talk).filter((channel) => !informed.includes(channel)) : [];
  return announce(recorder, cause, uninformed, clock);
}

const announceTo = ({ policy }: Recorder, channel: string): RecorderCommand => ({
  type: 'announce',
  channel,
  sound: policy?.announcement ?? null,
});

function announce(recorder: Recorder, cause: RecordingCause, uninformed: string[], { newId }: Clock): RecorderStep {
  const { talk } = recorder;
  if (!talk) return stay(recorder);
  if (uninformed.length === 0) {
    const id = newId();
    return {
      recorder: { ...recorder, state: { kind: 'on', id, cause } },
      commands: [{ type: 'begin', id, talk, cause, paused: recorder.paused }],
    };
  }
  // a party on hold hears nothing, so the announcement waits until the call resumes
  const commands = recorder.held.length > 0 ? [] : uninformed.map((channel) => announceTo(recorder, channel));
  return { recorder: { ...recorder, state: { kind: 'announcing', cause, uninformed, tries: 1 } }, commands };
}

function announced(
  recorder: Recorder,
  { channel, complete }: { channel: string; complete: boolean },
  clock: Clock,
): RecorderStep {
  const { state } = recorder;
  if (state.kind !== 'announcing' || !state.uninformed.includes(channel) || recorder.held.length > 0)
    return stay(recorder);
  if (!complete) return again(recorder, state, channel, clock);
  const uninformed = state.uninformed.filter((other) => other !== channel);
  const heard = { ...recorder, informed: [...recorder.informed, channel] };
  return uninformed.length > 0
    ? stay({ ...heard, state: { ...state, uninformed } })
    : announce(heard, state.cause, uninformed, clock);
}

/** The announcement was cut short or could not be played. */
function again(
  recorder: Recorder,
  { cause, uninformed, tries }: Extract<State, { kind: 'announcing' }>,
  channel: string,
  { newId }: Clock,
): RecorderStep {
  const { talk } = recorder;
  if (!talk) return stay(recorder);
  if (tries < MAX_TRIES)
    return {
      recorder: { ...recorder, state: { kind: 'announcing', cause, uninformed, tries: tries + 1 } },
      commands: [announceTo(recorder, channel)],
    };
  const { recorder: off, commands } = stop(recorder);
  return {
    recorder: off,
    commands: [...commands, { type: 'noteFailure', id: newId(), talk, cause, failure: 'announcement' }],
  };
}

function held(recorder: Recorder, channel: string): RecorderStep {
  const { state } = recorder;
  const changed = { ...recorder, held: [...new Set([...recorder.held, channel])] };
  // the part that was heard so far does not count
  const commands: RecorderCommand[] =
    state.kind === 'announcing'
      ? state.uninformed.map((uninformed) => ({ type: 'stopAnnouncing', channel: uninformed }))
      : [];
  return { recorder: changed, commands };
}

function resumed(recorder: Recorder, channel: string): RecorderStep {
  if (!recorder.held.includes(channel)) return stay(recorder);
  const { state } = recorder;
  const changed = { ...recorder, held: recorder.held.filter((other) => other !== channel) };
  const commands: RecorderCommand[] =
    state.kind === 'announcing' && changed.held.length === 0
      ? state.uninformed.map((uninformed) => announceTo(recorder, uninformed))
      : [];
  return { recorder: changed, commands };
}

/** `*1` on a phone of the tenant starts and stops the recording. Digits from the other side are ignored. */
function digit(recorder: Recorder, event: { channel: string; digit: string }, clock: Clock): RecorderStep {
  const { talk, star, policy } = recorder;
  if (!talk || !isOwnPhone(talk, event.channel) || !policy?.onDemand) return stay(recorder);
  if (event.digit === '*') return stay({ ...recorder, star: { channel: event.channel, at: clock.now } });
  const isCode = star?.channel === event.channel && clock.now - star.at <= DIGIT_MS && event.digit === DIGIT;
  const pressed = { ...recorder, star: null };
  return isCode ? ordered(pressed, recorder.state.kind === 'off' ? 'start' : 'stop', clock) : stay(pressed);
}

function ordered(recorder: Recorder, action: RecordingAction, clock: Clock): RecorderStep {
  const { state } = recorder;
  switch (action) {
    case 'start':
      return state.kind === 'off'
        ? start({ ...recorder, requested: 'on_demand', paused: false }, 'on_demand', clock)
        : stay(recorder);
    case 'stop':
      return stop({ ...recorder, requested: 'stopped' });
    case 'pause':
    case 'resume': {
      const paused = action === 'pause';
      if (state.kind !== 'on' || recorder.paused === paused || !recorder.talk) return stay(recorder);
      const { tenantId } = recorder.talk;
      return {
        recorder: { ...recorder, paused },
        commands: [{ type: 'pause', id: state.id, tenantId, paused }],
      };
    }
  }
}
