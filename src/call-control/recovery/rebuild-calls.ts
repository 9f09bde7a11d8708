import { type Admitted, type Call, factsOf, idOf, legsOf, type Scene } from '../../calls/model/call.ts';
import type { Arrival } from '../../calls/model/decision.ts';
import type { Event } from '../../calls/model/event.ts';
import { type FlowNote, fromFlowNote } from '../../calls/model/in-flow.ts';
import type { LegNote } from '../../calls/model/leg-note.ts';
import type { Leg } from '../../calls/model/legs.ts';
import { CARRIER_RING_SECONDS, CAUSE } from '../../calls/rules.ts';
import * as inFlow from '../../calls/scenes/in-flow/in-flow.ts';
import { type AriChannel, callOfLeg, codecsOf, noteOf } from '../ari/ari-events.ts';
import { isEncryptedPhone } from '../ari/dial-string.ts';
import type { KnownCall } from '../runner/call-runner.ts';
import { arrivalAgain, undecided } from './arrivals-again.ts';
import { highestNumber, legsIn, type Snapshot } from './snapshot.ts';

/** How long to wait for a leg. A phone rings long before this, and a working carrier has sent more than a 100. */
const TIMEOUT_MS = 30_000;
/** For emergency calls, as long as a carrier may ring. */
const EMERGENCY_TIMEOUT_MS = CARRIER_RING_SECONDS * 1000;

const LONG_AGO = new Date(0).toISOString();

export type Found = {
  /** calls that we did not know */
  calls: Call[];
  /** the events that we missed, each with its channel */
  events: { channel: string; event: Event }[];
  /** channels of calls that no longer exist */
  orphans: string[];
};

/**
 * Finds the calls to take over after connecting to Asterisk. After a restart of call control no call is known, so each
 * is rebuilt from its bridge and from the notes on its legs. After a lost connection the missed events are made up for.
 * Channels outside our application are left alone, because the dialplan may be connecting an emergency call.
 */
export function rebuildCalls(snapshot: Snapshot, known: readonly KnownCall[]): Found {
  const knownCallers = new Set(known.map(({ call }) => call.caller));
  const rebuilt = rebuildAll(snapshot, knownCallers);
  const callers = new Set([...knownCallers, ...rebuilt.map(({ call }) => call.caller)]);
  const waiting = snapshot.channels
    .filter(({ id }) => !callers.has(id))
    .flatMap((channel) => waitingCall(channel, snapshot));
  return {
    calls: rebuilt.map(({ call }) => call),
    events: [
      // a busy call is newer than the snapshot
      ...known.flatMap(({ call, busy }) => (busy ? [] : missed(call, snapshot).map((event) => about(call, event)))),
      ...rebuilt.flatMap(({ call, events }) => events.map((event) => about(call, event))),
      ...waiting.flatMap(({ state, arrival }) => (state === 'Up' ? [] : [arrived(arrival)])),
    ],
    orphans: [
      ...orphansOf(snapshot, [...known, ...rebuilt]),
      ...rebuilt.flatMap(({ spare }) => spare),
      ...waiting.flatMap(({ state, arrival }) => (state === 'Up' ? [arrival.channel] : [])),
    ],
  };
}

const about = (call: Call, event: Event) => ({ channel: call.caller, event });
const arrived = (arrival: Arrival) => ({ channel: arrival.channel, event: { type: 'arrived', arrival } as const });

/**
 * A caller that waits in the application without a leg. Either nobody has answered it, and it is handled as a new call,
 * even if the process before had admitted it, or its callee has since hung up.
 */
function waitingCall(channel: AriChannel, snapshot: Snapshot): { state: string; arrival: Arrival }[] {
  const arrival = arrivalAgain(channel, snapshot);
  return arrival ? [{ state: channel.state, arrival }] : [];
}

type Rebuilt = { call: Call; events: Event[]; spare: string[] };

function rebuildAll(snapshot: Snapshot, knownCallers: ReadonlySet<string>): Rebuilt[] {
  const channelsWithNotes = snapshot.channels.flatMap((channel) => {
    const note = noteOf(channel);
    // a service call ends with the process that made it
    return note && note.facts.service === undefined ? [{ channel, note }] : [];
  });
  const notes = channelsWithNotes.flatMap(({ channel, note }) =>
    note.joined || note.parked || isOfFlow(channel, note) ? [] : [note],
  );
  // if the call has moved on since the note was written, its legs have newer notes
  const callers = new Set([...knownCallers, ...notes.map(({ caller }) => caller)]);
  const alone = channelsWithNotes.filter(({ channel }) => !callers.has(channel.id));
  const joined = alone.flatMap(({ channel, note }) =>
    note.joined ? [rebuildJoined(channel, note, note.joined, channelsWithNotes)] : [],
  );
  const parked = alone.flatMap(({ channel, note }) => (note.parked ? [rebuildParked(channel, note, note.parked)] : []));
  const inFlows = alone.flatMap(({ channel, note }) =>
    note.flow && isOfFlow(channel, note) ? [rebuildInFlow(channel, note, note.flow)] : [],
  );
  const strangers = new Map(notes.filter((note) => !knownCallers.has(note.caller)).map((note) => [note.caller, note]));
  const others = [...strangers.values()].flatMap((note) => {
    const channel = snapshot.channels.find(({ id }) => id === note.caller);
    if (!channel) return [];
    const again = undecided(channel, note, snapshot);
    const isRinging = legsIn(snapshot, note.facts.id).some(({ state }) => state === 'Ringing');
    return again === null || isRinging ? [rebuild(channel, note, snapshot, again)] : [];
  });
  return [...joined, ...parked, ...inFlows, ...others];
}

/**
 * Rebuilds a parked call from the note on its channel. It rings back at the end of its time, or at once if the release
 * that wrote the note didn't say when that began.
 */
function rebuildParked(channel: AriChannel, note: LegNote, noted: NonNullable<LegNote['parked']>): Rebuilt {
  const answered = { since: { kind: 'inLiveRow' }, by: note.party } as const;
  const { since: notedSince, ...parked } = noted;
  const since = notedSince ?? LONG_AGO;
  const scene: Scene<'waiting'> = {
    kind: 'waiting',
    ...beforeRestart(note, legsBefore(channel)),
    answered,
    parked,
    since,
  };
  return { call: { caller: channel.id, scene }, events: [{ type: 'elapsed', timer: since }], spare: [] };
}

/** Whether this is a caller's channel in a flow. Legs that a flow rings also have a flow in their notes. */
const isOfFlow = ({ id }: AriChannel, { caller, flow }: LegNote): boolean => flow !== null && id === caller;

/** Rebuilds a call in a flow. It starts its node again once its versions have been read. */
function rebuildInFlow(channel: AriChannel, note: LegNote, noted: FlowNote): Rebuilt {
  const flow = fromFlowNote(noted, false);
  const scene: Scene<'inFlow'> = {
    kind: 'inFlow',
    ...beforeRestart(note, legsBefore(channel)),
    flow,
    stage: { at: 'loading', outcome: { kind: 'begin' } },
  };
  return { call: { caller: channel.id, scene }, events: [inFlow.resume(scene)], spare: [] };
}

/** The least number of legs that the call has had: the number in its caller's channel, if that was a leg. */
const legsBefore = ({ id }: AriChannel): number => Number(/\.(\d+)$/.exec(id)?.[1] ?? 0);

/** Rebuilds a joined call from the note on its only channel. */
function rebuildJoined(
  channel: AriChannel,
  note: LegNote,
  { with: partner, bridge }: NonNullable<LegNote['joined']>,
  all: { note: LegNote }[],
): Rebuilt {
  const answered = { since: { kind: 'inLiveRow' }, by: note.party } as const;
  const scene: Scene<'joined'> = {
    kind: 'joined',
    ...beforeRestart(note, legsBefore(channel)),
    answered,
    with: partner,
    bridge,
  };
  const isAlone = !all.some((other) => other.note.joined && other.note.facts.id === partner);
  return { call: { caller: channel.id, scene }, events: isAlone ? [{ type: 'partnerEnded' }] : [], spare: [] };
}

function rebuild({ id: caller, state }: AriChannel, note: LegNote, snapshot: Snapshot, again: Arrival | null): Rebuilt {
  const { facts } = note;
  // after a transfer the caller may be the party that was called
  const legs = legsIn(snapshot, facts.id).filter(({ id }) => id !== caller);
  const inBridge = snapshot.bridges.find(({ id }) => id === facts.id)?.channels ?? [];
  const up = legs.find((leg) => leg.state === 'Up');
  const isBridged = legs.some(({ id }) => inBridge.includes(id)) && inBridge.includes(caller);
  if (up && isBridged && state === 'Up') {
    const spare = legs.filter((leg) => leg !== up).map(({ id }) => id);
    return { call: { caller, scene: talkingScene(note, legs, up) }, events: [], spare };
  }
  const dialling = diallingScene(note, legs, isBridged, state === 'Up');
  const call = { caller, scene: again ? { ...dialling, again } : dialling };
  return { call, events: up ? [{ type: 'answered', leg: up.id, codecs: codecsOf(up) }] : [], spare: [] };
}

/** The caller's offered codecs are lost, so a conversation stays in its current codecs. */
const admittedBefore = (note: LegNote, legs: AriChannel[]): Admitted => beforeRestart(note, highestNumber(legs));

const beforeRestart = (
  { facts, path, callerParty, flow, flowAnswered, returnTo, recalled }: LegNote,
  legsMade: number,
): Admitted => ({
  facts,
  party: callerParty,
  origin: { number: facts.from, name: '', restricted: facts.from === 'anonymous' },
  codecs: [],
  encryptedCaller: false,
  path,
  legsMade,
  answered: null,
  returnTo,
  parked: recalled,
  flow: flow && fromFlowNote(flow, true),
  flowAnswer: flowAnswered ? { kind: 'inLiveRow' } : null,
});

const talkingScene = (note: LegNote, legs: AriChannel[], up: AriChannel): Scene<'talking'> => ({
  kind: 'talking',
  ...admittedBefore(note, legs),
  returnTo: null,
  parked: null,
  leg: up.id,
  callee: (noteOf(up) ?? note).party,
  ...billedBy(noteOf(up) ?? note),
  answered: { since: { kind: 'inLiveRow' }, by: (noteOf(up) ?? note).party },
});

const diallingScene = (
  note: LegNote,
  legs: AriChannel[],
  earlyMediaBridged: boolean,
  isAnswered: boolean,
): Scene<'dialling'> => ({
  kind: 'dialling',
  ...admittedBefore(note, legs),
  // if a flow answered it, we assume that nobody else has
  answered:
    isAnswered && !note.flowAnswered
      ? { since: { kind: 'inLiveRow' }, by: { extensionId: null, number: note.facts.to } }
      : null,
  legs: legs.map((leg) => foundLeg(leg, noteOf(leg) ?? note)),
  // the ring time and the next attempts are lost, too
  ringSeconds: CARRIER_RING_SECONDS,
  next: [],
  inOrder: false,
  exits: note.exits,
  earlyMediaBridged,
  ringbackSent: true,
  causes: [],
  declined: false,
});

const billedBy = ({ billed }: LegNote) => (billed === undefined ? {} : { billed });

const foundLeg = ({ id: channel, name, state }: AriChannel, note: LegNote): Leg => ({
  channel,
  party: note.party,
  ...billedBy(note),
  state: state === 'Ringing' ? 'ringing' : 'made',
  since: note.facts.admittedAt,
  confirm: note.confirm,
  secure: isEncryptedPhone(name),
  redirectedTo: null,
});

/**
 * Legs that neither ring nor are answered, with how long to wait for them after a take-over. In Asterisk a leg that was
 * created but not dialled looks like one whose INVITE has no response. Asterisk or the edge ends a dialled leg, but
 * nobody ends the other.
 */
export function downLegs(calls: readonly Call[], { channels }: Snapshot): { leg: string; timeoutMs: number }[] {
  const down = new Set(channels.filter(({ state }) => state === 'Down').map(({ id }) => id));
  return calls.flatMap((call) =>
    legsOf(call)
      .filter((leg) => down.has(leg))
      .map((leg) => ({ leg, timeoutMs: factsOf(call)?.emergency ? EMERGENCY_TIMEOUT_MS : TIMEOUT_MS })),
  );
}

/** Legs whose calls are not known. */
export function orphansOf({ channels }: Snapshot, known: readonly Pick<KnownCall, 'call'>[]): string[] {
  const ids = new Set(known.map(({ call }) => idOf(call)));
  return channels.flatMap(({ id }) => {
    const call = callOfLeg(id);
    return call === null || ids.has(call) ? [] : [id];
  });
}

/** The events that a known call must have missed, judging by its remaining channels. */
export function missed(call: Call, { channels }: Snapshot): Event[] {
  const there = new Map(channels.map((channel) => [channel.id, channel]));
  const events = [call.caller, ...legsOf(call)]
    .filter((channel) => !there.has(channel))
    .map((channel): Event => ({ type: 'channelEnded', channel, cause: CAUSE.networkFailure }));
  for (const leg of legsOf(call)) {
    const channel = there.get(leg);
    if (channel?.state === 'Up') events.push({ type: 'answered', leg, codecs: codecsOf(channel) });
  }
  return events;
}
