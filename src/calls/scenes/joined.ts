import { type Admitted, type Call, carried, factsOf, type Scene } from '../model/call.ts';
import type { Command } from '../model/command.ts';
import type { Event } from '../model/event.ts';
import { noteFor } from '../model/leg-note.ts';
import { CAUSE, isProtected } from '../rules.ts';
import * as ended from './ended.ts';
import * as paidTime from './paid-time.ts';
import { act, after, stay, type Step } from './step.ts';
import * as transferring from './transferring.ts';

/**
 * Two calls with one party each, which talk to each other. Both remain calls with their own line, limits and record,
 * and they end together.
 */
export function enter(
  call: Call,
  admitted: Admitted,
  { partner, bridge, commands }: { partner: string; bridge: string; commands: Command[] },
): Step {
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
  // Asterisk only says after the answer whether the caller's media is encrypted
  const look: Command = { type: 'inspect', leg: caller, codec: null, secure: true };
  return { call: next, commands: admitted.encryptedCaller ? [...first, [look]] : first };
}

export function on(call: Call, scene: Scene<'joined'>, event: Event, at: string): Step {
  const { caller } = call;
  switch (event.type) {
    case 'partnerEnded':
      return ended.enter(call, { cause: CAUSE.normal, by: 'callee' }, at);
    case 'partnerShort':
      return paidTime.warnPartner(call, scene);
    case 'partnerOver':
      return paidTime.partnerOver(call, scene, event, at);
    case 'transferRequested':
      return event.by === caller ? transferPartner(call, scene, event, at) : stay(call);
    case 'inspected':
      return event.fit ? stay(call) : ended.enter(call, { cause: CAUSE.incompatible, by: 'system' }, at);
    case 'handedOver':
      return enter(call, carried(scene), {
        partner: event.with,
        bridge: event.bridge,
        commands: [
          { type: 'leave', bridge: scene.bridge, channels: [caller] },
          { type: 'join', bridge: event.bridge, channels: [caller] },
        ],
      });
    case 'partnerTransfers':
      return transferring.send(call, carried(scene), {
        by: event.by,
        to: event.to,
        emergency: event.emergency,
        bridge: scene.bridge,
        first: [],
        at,
      });
    default:
      return stay(call);
  }
}

/** Our party transfers the other one: this call ends, and the other one continues. */
function transferPartner(
  call: Call,
  scene: Scene<'joined'>,
  { to, standIn, emergency }: Extract<Event, { type: 'transferRequested' }>,
  at: string,
): Step {
  const remove: Command = { type: 'hangUp', channel: standIn, cause: CAUSE.normal };
  const told = { type: 'partnerTransfers', by: scene.party, to, emergency } as const;
  return after([remove, { type: 'notify', call: scene.with, event: told }], endAlone(call, scene, at));
}

/** Ends this call, but not the one that it is joined with. */
const endAlone = (call: Call, scene: Scene<'joined'>, at: string): Step =>
  ended.enter({ ...call, scene: { kind: 'joining', ...carried(scene) } }, { cause: CAUSE.normal, by: 'caller' }, at);

/** A call that was handed over: its next step, and the event for the other call. */
export type HandOver = { step: Step; event: Event };

/**
 * Hands this call's remaining party over to the call `partner`, whose bridge is given. Null if the call can't be handed
 * over.
 */
export function handOver(
  call: Call,
  transferor: string,
  { partner, bridge }: { partner: string; bridge: string },
  at: string,
): HandOver | null {
  const { caller, scene } = call;
  const facts = factsOf(call);
  if (facts === null || isProtected(facts) || facts.service !== undefined) return null;
  if (scene.kind === 'dialling' || scene.kind === 'inFlow' || scene.kind === 'takingMessage') {
    if (transferor !== caller) return null;
    const mailbox = scene.kind === 'takingMessage' ? scene.mailbox : null;
    return {
      step: ended.enter(call, { cause: CAUSE.normal, by: 'caller' }, at),
      event: { type: 'nobodyThere', to: mailbox?.number ?? facts.to, mailbox: mailbox?.id ?? null, of: facts.id },
    };
  }
  if (scene.kind === 'announcingSlot')
    return {
      step: ended.enter(call, { cause: CAUSE.normal, by: 'caller' }, at),
      event: { type: 'parkThere', slot: scene.slot },
    };
  if (scene.kind === 'joined') {
    const tell: Command = {
      type: 'notify',
      call: scene.with,
      event: { type: 'handedOver', with: partner, bridge },
    };
    return {
      step: after([tell], endAlone(call, scene, at)),
      event: { type: 'joined', with: scene.with, to: scene.answered?.by.number ?? facts.to, bridge },
    };
  }
  if (scene.kind !== 'talking') return null;
  const isByCaller = transferor === caller;
  const { callee, party, leg } = scene;
  const [stays, other] = isByCaller ? [leg, callee] : [caller, party];
  const left: Admitted = isByCaller ? { ...carried(scene), party: callee, codecs: [], encryptedCaller: false } : scene;
  const step = enter({ ...call, caller: stays }, left, {
    partner,
    bridge,
    commands: [
      { type: 'hangUp', channel: transferor, cause: CAUSE.normal },
      { type: 'join', bridge, channels: [stays] },
    ],
  });
  return { step, event: { type: 'joined', with: facts.id, to: other.number, bridge } };
}
