import { type Admitted, type Call, carried, type Parked, type Scene } from '../model/call.ts';
import type { Command } from '../model/command.ts';
import type { Event } from '../model/event.ts';
import { returnLines } from '../model/held-lines.ts';
import { noteFor } from '../model/leg-note.ts';
import type { Party } from '../model/legs.ts';
import { MAX_RECALLS, PARKED_MS } from '../model/parking.ts';
import { clearNote } from './clear-note.ts';
import * as joined from './joined.ts';
import * as rerouting from './rerouting.ts';
import { act, after, stay, type Step } from './step.ts';
import { leaveEarlyMedia, stopLegs } from './stop-legs.ts';

/** Parks the caller in a slot with hold music. The call rings back if nobody retrieves it. */
export function enter(call: Call, admitted: Admitted, parked: Parked, at: string): Step {
  const { facts, party, path } = admitted;
  const { caller } = call;
  const steps = [...path, { event: 'parked' as const, at, slot: parked.slot }];
  const going: Admitted = { ...admitted, path: steps, returnTo: null, parked, flow: null };
  const step = act(
    call,
    { kind: 'waiting', ...going, parked, since: at },
    { type: 'startMusic', channel: caller, tenantId: facts.tenantId },
    {
      type: 'setNote',
      channel: caller,
      note: noteFor(caller, going, party, { parked: { ...parked, since: at }, recalled: null }),
    },
    { type: 'savePath', facts, path: steps },
    { type: 'wait', milliseconds: PARKED_MS, next: { type: 'elapsed', timer: at } },
  );
  // a channel plays either tones or music, so the tone has to stop before the music starts
  return after([{ type: 'stopRinging', channel: caller }], step);
}

export function on(call: Call, scene: Scene<'waiting'>, event: Event, at: string): Step {
  if (event.type !== 'elapsed' || event.timer !== scene.since) return stay(call);
  const { parked, since } = scene;
  // after a restart of call control, the rest of the time is left
  const left = Math.min(PARKED_MS, Date.parse(since) + PARKED_MS - Date.parse(at));
  if (left > 0) return act(call, scene, { type: 'wait', milliseconds: left, next: event });
  const again = { ...parked, recalls: parked.recalls + 1 };
  const waits = again.recalls < MAX_RECALLS;
  const nextHop = { to: { kind: 'return', to: parked.by, waits }, forwarded: null } as const;
  const { caller: channel } = call;
  const going = { kind: 'rerouting', ...carried(scene), parked: again, ringbackSent: true } as const;
  return after(
    [{ type: 'stopMusic', channel }],
    rerouting.send(call, going, { nextHop, commands: [{ type: 'ring', channel }], at }),
  );
}

/** Parks a call again that rang back without an answer, up to a limit. Null for other calls. */
export function again(call: Call, scene: Scene<'dialling' | 'rerouting'>, at: string): Step | null {
  const { parked } = scene;
  if (!parked || parked.recalls >= MAX_RECALLS) return null;
  const { facts, path, commands } = stopRecall(scene, 'cancelled', at);
  const leave = scene.kind === 'dialling' ? leaveEarlyMedia(call, scene) : [];
  return after([...commands, ...leave], enter(call, { ...carried(scene), facts, path }, parked, at));
}

/** A call that somebody has taken is no longer parked, so the note on its channel goes. */
export const unpark = (call: Call, { parked }: Pick<Admitted, 'parked'>): Command[] =>
  parked ? [clearNote(call)] : [];

/** Stops the ring-back of a parked call, if there is one, and releases its lines. */
function stopRecall(
  scene: Scene<'dialling' | 'rerouting' | 'waiting'>,
  result: 'cancelled' | 'answered_elsewhere',
  at: string,
): ReturnType<typeof stopLegs> {
  if (scene.kind !== 'dialling') return { facts: scene.facts, path: scene.path, commands: [] };
  const { facts, path, commands } = stopLegs(scene, result, at);
  return { facts, path, commands: [...commands, ...returnLines(scene, null, facts)] };
}

/** A phone retrieves the call from its slot, even while it rings back. Null if the slot is not this call's. */
export function retrieveParked(
  call: Call,
  slot: string,
  { partner, by }: { partner: string; by: Party },
  at: string,
): joined.HandOver | null {
  const { caller, scene } = call;
  if ((scene.kind !== 'waiting' && scene.kind !== 'dialling') || scene.parked?.slot !== slot) return null;
  const { facts, path, commands: stop } = stopRecall(scene, 'answered_elsewhere', at);
  const admitted: Admitted = {
    ...carried(scene),
    facts,
    path: [...path, { event: 'retrieved', at, ...by }],
    returnTo: null,
    parked: null,
    flow: null,
  };
  const quiet: Command =
    scene.kind === 'waiting' ? { type: 'stopMusic', channel: caller } : { type: 'stopRinging', channel: caller };
  const step = joined.enter(call, admitted, {
    partner,
    bridge: facts.id,
    commands: [quiet, ...stop, { type: 'join', bridge: facts.id, channels: [caller] }],
  });
  return { step, event: { type: 'joined', with: facts.id, to: slot, bridge: facts.id } };
}
