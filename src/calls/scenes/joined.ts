import { type Admitted, type Call, carried, type Scene } from '../model/call.ts';
import type { Command } from '../model/command.ts';
import type { Event } from '../model/event.ts';
import { noteFor } from '../model/leg-note.ts';
import { CAUSE, isProtected } from '../rules.ts';
import * as ended from './ended.ts';
import { act, stay, type Step } from './step.ts';
import * as transferring from './transferring.ts';

/**
 * Two calls of which each has one party left, who talk to each other: both stay what they are, each with its line, its limits and its record, and end
 * together.
 */
export function enter(call: Call, admitted: Admitted, partner: string, bridge: string, commands: Command[]): Step {
  const going: Admitted = { ...carried(admitted), flow: null };
  const { facts, party, path } = going;
  const { caller } = call;
  const note = noteFor(caller, going, party, { joined: { with: partner, bridge } });
  const { call: next, commands: first } = act(
    call,
    { kind: 'joined', ...going, with: partner, bridge },
    ...commands,
    { type: 'setNote', channel: caller, note },
    { type: 'savePath', facts, path },
  );
  // before the answer, Asterisk does not say whether the caller's sound is encrypted
  const look: Command = { type: 'inspect', leg: caller, codec: null, secure: true };
  return { call: next, commands: admitted.encryptedCaller ? [...first, [look]] : first };
}

export function on(call: Call, scene: Scene<'joined'>, event: Event, at: string): Step {
  const { caller } = call;
  const isOurs = 'channel' in event && event.channel === caller;
  switch (event.type) {
    case 'partnerEnded':
      return ended.enter(call, { cause: CAUSE.normal, by: 'callee' }, at);
    case 'transferRequested':
      return event.by === caller ? giveAway(call, scene, event, at) : stay(call);
    case 'inspected':
      return event.fit ? stay(call) : ended.enter(call, { cause: CAUSE.incompatible, by: 'system' }, at);
    case 'partnerTransfers':
      return transferring.send(call, carried(scene), { ...event, bridge: scene.bridge }, [], at);
    case 'held':
      return isOurs ? act(call, scene, { type: 'mute', channel: caller }) : stay(call);
    case 'resumed':
      return isOurs ? act(call, scene, { type: 'unmute', channel: caller }) : stay(call);
    default:
      return stay(call);
  }
}

/** Our party sends the other one on: this call is over, and the other goes on. */
function giveAway(
  call: Call,
  scene: Scene<'joined'>,
  { to, standIn }: Extract<Event, { type: 'transferRequested' }>,
  at: string,
): Step {
  const remove: Command = { type: 'hangUp', channel: standIn, cause: CAUSE.normal };
  const tell: Command = { type: 'notify', call: scene.with, event: { type: 'partnerTransfers', by: scene.party, to } };
  // not joined any more: the other call does not end with this one
  const alone: Call = { ...call, scene: { kind: 'joining', ...carried(scene), to } };
  const { call: over, commands } = ended.enter(alone, { cause: CAUSE.normal, by: 'caller' }, at);
  return { call: over, commands: [[remove, tell], ...commands] };
}

/** What the other call of an attended transfer hears of this one. */
export type Given = { step: Step; event: Event };

/** A party gives this call to the party of another one, which is `partner` and has that bridge. Null if it is no call that can be given away. */
export function give(
  call: Call,
  giver: string,
  { partner, bridge }: { partner: string; bridge: string },
  at: string,
): Given | null {
  const { caller, scene } = call;
  if (scene.kind === 'dialling' && giver === caller && !isProtected(scene.facts))
    return {
      step: ended.enter(call, { cause: CAUSE.normal, by: 'caller' }, at),
      event: { type: 'ringsYet', to: scene.facts.to },
    };
  if (scene.kind === 'atDesk')
    return {
      step: ended.enter(call, { cause: CAUSE.normal, by: 'caller' }, at),
      event: { type: 'parkThere', slot: scene.slot },
    };
  if (scene.kind !== 'talking' || isProtected(scene.facts)) return null;
  const isByCaller = giver === caller;
  const { callee, party, leg, facts } = scene;
  const [stays, other] = isByCaller ? [leg, callee] : [caller, party];
  const left: Admitted = isByCaller ? { ...carried(scene), party: callee, codecs: [], encryptedCaller: false } : scene;
  const step = enter({ ...call, caller: stays }, left, partner, bridge, [
    { type: 'hangUp', channel: giver, cause: CAUSE.normal },
    { type: 'join', bridge, channels: [stays] },
  ]);
  return { step, event: { type: 'joined', with: facts.id, to: other.number, bridge } };
}
