import { calleeLeft, saveLegs } from '../model/billed-legs.ts';
import { type Admitted, type Call, carried, type Scene } from '../model/call.ts';
import type { Command } from '../model/command.ts';
import type { Event } from '../model/event.ts';
import { pathOut } from '../model/in-flow.ts';
import type { Party } from '../model/legs.ts';
import { CAUSE, isProtected } from '../rules.ts';
import * as joining from './joining.ts';
import * as rerouting from './rerouting.ts';
import { act, type Step } from './step.ts';

type Requested = Extract<Event, { type: 'transferRequested' }>;

/**
 * A party sends the other one on and leaves the call, which goes on with the other one as its caller. Its phone has been told already that this has
 * worked: if it comes to nothing, the call rings at its extension again.
 */
export function enter(call: Call, scene: Scene<'talking'>, { by, to, standIn }: Requested, at: string): Step {
  const { facts, party, callee, leg } = scene;
  const remove: Command = { type: 'hangUp', channel: standIn, cause: CAUSE.normal };
  // the dialplan refuses it; should it have come through, the party is put back
  if (isProtected(facts)) {
    const { call: same, commands } = act(call, scene, { type: 'join', bridge: facts.id, channels: [by] });
    return { call: same, commands: [[remove], ...commands] };
  }
  // Asterisk leaves the BYE to the phone, and sends one after a minute if none has come
  const first: Command[] = [remove, { type: 'hangUp', channel: by, cause: CAUSE.normal }];
  const isByCaller = by === call.caller;
  const stays = isByCaller ? { ...call, caller: leg } : call;
  const left = isByCaller ? facts : calleeLeft(facts, scene, at);
  const going = { ...carried(scene), facts: left };
  const admitted = isByCaller ? { ...going, ...asCaller(callee) } : going;
  first.push(...saveLegs(facts, left));
  return send(stays, admitted, { by: isByCaller ? party : callee, to, bridge: facts.id }, first, at);
}

/** The one that was called takes the caller's place. What it can speak is not known. */
const asCaller = (party: Party) => ({
  party,
  codecs: [],
  encryptedCaller: false,
  origin: { number: party.number, name: '', restricted: false },
});

/** The edge writes so what a phone says of its other call, with a digest of that call's id (edge/kamailio.cfg). */
const OTHER_CALL = /^\*replaces\*([0-9a-f]{32})$/;

/** The party that stays leaves the bridge, so that a mailbox can record it, hears ringing, and goes where it is sent. */
export function send(
  call: Call,
  admitted: Admitted,
  { by, to, bridge }: { by: Party; to: string; bridge: string },
  first: Command[],
  at: string,
): Step {
  const { caller } = call;
  const going = { ...admitted, path: pathOut(admitted, 'answered', at), returnTo: by, flow: null };
  const dialog = OTHER_CALL.exec(to)?.[1];
  const ring: Command = { type: 'ring', channel: caller };
  const way = { to: { kind: 'transfer', number: to, by }, forwarded: null } as const;
  const { call: next, commands } =
    dialog === undefined
      ? rerouting.send(call, { kind: 'rerouting', ...going, ringbackSent: true }, way, [ring], at)
      : joining.enter(call, going, dialog, by);
  return { call: next, commands: [[...first, { type: 'leave', bridge, channels: [caller] }], ...commands] };
}
