import { type AriChannel, argumentsOf, arrivalOf, callOfLeg, factsOf } from './ari-events.ts';
import type { Call, CallFacts, Event } from './call.ts';
import type { KnownCall } from './engine.ts';
import { newCall } from './machine.ts';
import { CAUSE } from './rules.ts';

/** What the engine has: ARI's channels and bridges. */
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
 * What there is to take over after connecting to the engine. After a restart of call control nothing is known, and every
 * call is rebuilt from its channels and its bridge; after a lost connection the events of the gap are made up for.
 * A channel that is in no application of ours is left alone: the dialplan may be taking an emergency call out.
 */
export function adopt(snapshot: Snapshot, known: readonly KnownCall[]): Adoption {
  const callers = new Set(known.map(({ call }) => call.caller));
  const strangers = snapshot.channels.filter(({ id }) => !callers.has(id));
  const rebuilt = strangers.flatMap((channel) => {
    const facts = factsOf(channel);
    return facts ? [rebuild(channel, facts, snapshot)] : [];
  });
  return {
    calls: rebuilt.map(({ call }) => call),
    events: [
      // one that we are busy with is ahead of the snapshot
      ...known.flatMap(({ call, busy }) => (busy ? [] : missed(call, snapshot).map((event) => about(call, event)))),
      ...rebuilt.flatMap(({ call, events }) => events.map((event) => about(call, event))),
      ...strangers.flatMap(newcomer),
    ],
    orphans: [...orphansOf(snapshot, [...known, ...rebuilt]), ...rebuilt.flatMap(({ spare }) => spare)],
  };
}

const about = (call: Call, event: Event) => ({ channel: call.caller, event });

/** A call that came in while nobody listened waits in the application: it is taken as if it came now. */
function newcomer(channel: AriChannel): Adoption['events'] {
  const started = argumentsOf(channel);
  const arrival = started === null || factsOf(channel) ? null : arrivalOf(channel, started);
  return arrival ? [{ channel: channel.id, event: { type: 'arrived', arrival } }] : [];
}

type Rebuilt = { call: Call; events: Event[]; spare: string[] };

function rebuild(caller: AriChannel, facts: CallFacts, { channels, bridges }: Snapshot): Rebuilt {
  const legs = channels.filter(({ id }) => callOfLeg(id) === facts.id);
  const inBridge = bridges.find(({ id }) => id === facts.id)?.channels ?? [];
  const up = legs.find((leg) => leg.state === 'Up');
  const heard = legs.some(({ id }) => inBridge.includes(id)) && inBridge.includes(caller.id);
  const call: Call = {
    ...newCall(caller.id),
    state: 'dialling',
    facts,
    legs: legs.map(({ id }) => id),
    dialled: legs.length,
    heard,
    alerted: true,
  };
  if (up && heard && caller.state === 'Up') {
    const spare = call.legs.filter((leg) => leg !== up.id);
    return { call: { ...call, state: 'talking', legs: [up.id] }, events: [], spare };
  }
  if (up) return { call, events: [{ type: 'answered', leg: up.id }], spare: [] };
  // without a leg: we ended between the admission and the dialling, or the callee hung up meanwhile
  return { call, events: legs.length === 0 ? [{ type: 'failed' }] : [], spare: [] };
}

/** Legs of calls that are not known. */
export function orphansOf({ channels }: Snapshot, known: readonly Pick<KnownCall, 'call'>[]): string[] {
  const ids = new Set(known.map(({ call }) => call.facts?.id));
  return channels.map(({ id }) => id).filter((id) => callOfLeg(id) !== null && !ids.has(callOfLeg(id)!));
}

/** What must have happened to a call that we know, going by what is left of it. */
export function missed(call: Call, { channels }: Snapshot): Event[] {
  const there = new Map(channels.map((channel) => [channel.id, channel]));
  const events = [call.caller, ...call.legs]
    .filter((channel) => !there.has(channel))
    .map((channel): Event => ({ type: 'gone', channel, cause: CAUSE.networkFailure }));
  for (const leg of call.legs) if (there.get(leg)?.state === 'Up') events.push({ type: 'answered', leg });
  return events;
}
