import { type AriChannel, argumentsOf, arrivalOf, callOfLeg, codecsOf, noteOf } from './ari/ari-events.ts';
import { type Admitted, type Call, factsOf, legsOf, type Scene } from '../calls/model/call.ts';
import type { Arrival } from '../calls/model/decision.ts';
import type { Event } from '../calls/model/event.ts';
import type { LegNote } from '../calls/model/leg-note.ts';
import { type FlowNote, fromFlowNote } from '../calls/model/in-flow.ts';
import type { Leg } from '../calls/model/legs.ts';
import * as inFlow from '../calls/scenes/in-flow.ts';
import type { KnownCall } from './call-runner.ts';
import { isEncryptedPhone } from './ari/dial-string.ts';
import { CARRIER_RING_SECONDS, CAUSE } from '../calls/rules.ts';

/** A phone rings, and a carrier that works says more than 100, long before this. */
const PATIENCE_MS = 30_000;
/** Longer than any carrier is waited for. */
const EMERGENCY_PATIENCE_MS = CARRIER_RING_SECONDS * 1000;

/** The channels and bridges of Asterisk. */
export type Snapshot = { channels: AriChannel[]; bridges: { id: string; channels: string[] }[] };

export type Adoption = {
  /** calls that we did not know */
  calls: Call[];
  /** what we missed, each with the channel that it is about */
  events: { channel: string; event: Event }[];
  /** channels of calls that are no more */
  orphans: string[];
};

/**
 * The calls to take over after connecting to Asterisk. After a restart of call control nothing is known, and every call is rebuilt
 * from its bridge and from its legs, which carry its facts; after a lost connection the events of the gap are made up for. A channel
 * that is not in our application is left alone: the dialplan may be taking an emergency call out.
 */
export function adopt(snapshot: Snapshot, known: readonly KnownCall[]): Adoption {
  const knownCallers = new Set(known.map(({ call }) => call.caller));
  const rebuilt = rebuildAll(snapshot, knownCallers);
  const callers = new Set([...knownCallers, ...rebuilt.map(({ call }) => call.caller)]);
  const waiting = snapshot.channels.filter(({ id }) => !callers.has(id)).flatMap(waitingCall);
  return {
    calls: rebuilt.map(({ call }) => call),
    events: [
      // one that we are busy with is ahead of the snapshot
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
 * A caller that waits in the application without a leg: it came in while nobody listened, and is taken as if it came now; or it was
 * answered, and its callee hung up meanwhile.
 */
function waitingCall(channel: AriChannel): { state: string; arrival: Arrival }[] {
  const started = argumentsOf(channel);
  const arrival = started === null ? null : arrivalOf(channel, started);
  return arrival ? [{ state: channel.state, arrival }] : [];
}

type Rebuilt = { call: Call; events: Event[]; spare: string[] };

function rebuildAll(snapshot: Snapshot, knownCallers: ReadonlySet<string>): Rebuilt[] {
  const channelsWithNotes = snapshot.channels.flatMap((channel) => {
    const note = noteOf(channel);
    // a call that the service made ends with the process that made it
    return note && note.facts.service === undefined ? [{ channel, note }] : [];
  });
  const notes = channelsWithNotes.flatMap(({ channel, note }) =>
    note.joined || note.parked || isOfFlow(channel, note) ? [] : [note],
  );
  // a call that has gone on since then has legs, and these say more
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
    return channel ? [rebuild(channel, note, snapshot)] : [];
  });
  return [...joined, ...parked, ...inFlows, ...others];
}

/** A parked call, whose channel carries the note; it rings back, since how long it has waited went with the process before. */
function rebuildParked(channel: AriChannel, note: LegNote, parked: NonNullable<LegNote['parked']>): Rebuilt {
  const answered = { since: { kind: 'inLiveRow' }, by: note.party } as const;
  const { admittedAt: since } = note.facts;
  const scene: Scene<'waiting'> = {
    kind: 'waiting',
    ...beforeRestart(note, legsBefore(channel)),
    answered,
    parked,
    since,
  };
  return { call: { caller: channel.id, scene }, events: [{ type: 'elapsed', timer: since }], spare: [] };
}

/** A caller's channel has the note of its flow; a leg that a flow rings has one too. */
const isOfFlow = ({ id }: AriChannel, { caller, flow }: LegNote): boolean => flow !== null && id === caller;

/** A call in a flow begins its node anew, once the versions that it goes through have been read again. */
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

/** The number of legs that a call has had at least, by its caller's channel if that was one. */
const legsBefore = ({ id }: AriChannel): number => Number(/\.(\d+)$/.exec(id)?.[1] ?? 0);

/** A call that is joined with another one: its only channel carries the note. */
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

function rebuild({ id: caller, state }: AriChannel, note: LegNote, { channels, bridges }: Snapshot): Rebuilt {
  const { facts } = note;
  // after a transfer the caller may be the one that was called
  const legs = channels.filter(({ id }) => callOfLeg(id) === facts.id && id !== caller);
  const inBridge = bridges.find(({ id }) => id === facts.id)?.channels ?? [];
  const up = legs.find((leg) => leg.state === 'Up');
  const isBridged = legs.some(({ id }) => inBridge.includes(id)) && inBridge.includes(caller);
  if (up && isBridged && state === 'Up') {
    const spare = legs.filter((leg) => leg !== up).map(({ id }) => id);
    return { call: { caller, scene: talkingScene(note, legs, up) }, events: [], spare };
  }
  const call = { caller, scene: diallingScene(note, legs, isBridged, state === 'Up') };
  return { call, events: up ? [{ type: 'answered', leg: up.id, codecs: codecsOf(up) }] : [], spare: [] };
}

/** What the caller offered went with the process before, so a talk stays in the codecs that it is in. */
const admittedBefore = (note: LegNote, legs: AriChannel[]): Admitted =>
  beforeRestart(note, Math.max(...legs.map(({ id }) => Number(id.slice(id.lastIndexOf('.') + 1)))));

const beforeRestart = ({ facts, path, callerParty, flow, flowAnswered }: LegNote, legsMade: number): Admitted => ({
  facts,
  party: callerParty,
  origin: { number: facts.from, name: '', restricted: facts.from === 'anonymous' },
  codecs: [],
  encryptedCaller: false,
  path,
  legsMade,
  answered: null,
  returnTo: null,
  parked: null,
  flow: flow && fromFlowNote(flow, true),
  flowAnswer: flowAnswered ? { kind: 'inLiveRow' } : null,
});

const talkingScene = (note: LegNote, legs: AriChannel[], up: AriChannel): Scene<'talking'> => ({
  kind: 'talking',
  ...admittedBefore(note, legs),
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
  // a flow has answered it, and nobody else as far as is known
  answered:
    isAnswered && !note.flowAnswered
      ? { since: { kind: 'inLiveRow' }, by: { extensionId: null, number: note.facts.to } }
      : null,
  legs: legs.map((leg) => foundLeg(leg, noteOf(leg) ?? note)),
  // how long it was to ring, and what was to be tried next, went too
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
  confirm: false,
  secure: isEncryptedPhone(name),
  redirectedTo: null,
});

/**
 * Legs that neither ring nor have answered, with how long to wait for them after a take-over. Asterisk shows a leg that was made and not dialled
 * yet exactly like one whose INVITE has no answer: a dialled one is ended by Asterisk or the edge, the other by nobody.
 */
export function downLegs(calls: readonly Call[], { channels }: Snapshot): { leg: string; patienceMs: number }[] {
  const down = new Set(channels.filter(({ state }) => state === 'Down').map(({ id }) => id));
  return calls.flatMap((call) =>
    legsOf(call)
      .filter((leg) => down.has(leg))
      .map((leg) => ({ leg, patienceMs: factsOf(call)?.emergency ? EMERGENCY_PATIENCE_MS : PATIENCE_MS })),
  );
}

/** Legs of calls that are not known. */
export function orphansOf({ channels }: Snapshot, known: readonly Pick<KnownCall, 'call'>[]): string[] {
  const ids = new Set(known.map(({ call }) => factsOf(call)?.id));
  return channels.flatMap(({ id }) => {
    const call = callOfLeg(id);
    return call === null || ids.has(call) ? [] : [id];
  });
}

/** What must have happened to a call that we know, going by what is left of it. */
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
