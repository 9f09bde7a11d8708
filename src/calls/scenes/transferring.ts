import { calleeLeft, saveLegs } from '../model/billed-legs.ts';
import { type Admitted, type Call, carried, type Scene } from '../model/call.ts';
import type { Command } from '../model/command.ts';
import type { EmergencyRow } from '../model/decision.ts';
import type { Event } from '../model/event.ts';
import { pathAfterRing } from '../model/in-flow.ts';
import type { Party } from '../model/legs.ts';
import { CAUSE, isProtected } from '../rules.ts';
import * as joining from './joining.ts';
import * as rerouting from './rerouting.ts';
import { act, after, type Step } from './step.ts';

type Requested = Extract<Event, { type: 'transferRequested' }>;

/**
 * A party transfers the other one and leaves the call. The other party becomes the caller. The transferor's phone has
 * already been told that the transfer succeeded, so if it fails, the call rings back at its extension.
 */
export function enter(call: Call, scene: Scene<'talking'>, event: Requested, at: string): Step {
  const { by, to, standIn, emergency } = event;
  const { facts, party, callee, leg } = scene;
  if (isProtected(facts)) return putBack(call, scene, event);
  const remove: Command = { type: 'hangUp', channel: standIn, cause: CAUSE.normal };
  // Asterisk waits a minute for the phone's BYE before it sends its own
  const first: Command[] = [remove, { type: 'hangUp', channel: by, cause: CAUSE.normal }];
  const isByCaller = by === call.caller;
  const stays = isByCaller ? { ...call, caller: leg } : call;
  const left = isByCaller ? facts : calleeLeft(facts, scene, at);
  const going = { ...carried(scene), facts: left };
  const admitted = isByCaller ? { ...going, ...asCaller(callee) } : going;
  first.push(...saveLegs(facts, left));
  return send(stays, admitted, { by: isByCaller ? party : callee, to, emergency, bridge: facts.id, first, at });
}

/** The dialplan refuses this transfer. If it gets here anyway, the party is put back. */
export function putBack(call: Call, scene: Scene<'talking' | 'dialling'>, { by, standIn }: Requested): Step {
  const back = act(call, scene, { type: 'join', bridge: scene.facts.id, channels: [by] });
  return after([{ type: 'hangUp', channel: standIn, cause: CAUSE.normal }], back);
}

/** The called party takes the caller's place. Its codecs are not known. */
const asCaller = (party: Party) => ({
  party,
  codecs: [],
  encryptedCaller: false,
  origin: { number: party.number, name: '', restricted: false },
});

/**
 * The edge rewrites a Refer-To with Replaces to this form, with a digest of the other call's dialog id
 * (edge/kamailio.cfg).
 */
const OTHER_CALL = /^\*replaces\*([0-9a-f]{32})$/;

/**
 * Takes the remaining party out of the bridge, so that a mailbox can record it, plays ringback, and sends the call to
 * the target.
 */
export function send(
  call: Call,
  admitted: Admitted,
  {
    by,
    to,
    emergency,
    bridge,
    first,
    at,
  }: { by: Party; to: string; emergency: EmergencyRow; bridge: string; first: Command[]; at: string },
): Step {
  const { caller } = call;
  const going = { ...admitted, path: pathAfterRing(admitted, 'answered', at), returnTo: by, flow: null };
  const dialog = OTHER_CALL.exec(to)?.[1];
  const ring: Command = { type: 'ring', channel: caller };
  const nextHop = { to: { kind: 'transfer', number: to, by, emergency }, forwarded: null } as const;
  const step =
    dialog === undefined
      ? rerouting.send(call, { kind: 'rerouting', ...going, ringbackSent: true }, { nextHop, commands: [ring], at })
      : joining.enter(call, going, dialog, by);
  return after([...first, { type: 'leave', bridge, channels: [caller] }], step);
}
