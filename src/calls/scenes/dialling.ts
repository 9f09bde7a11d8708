import type { Call, Scene } from '../call.ts';
import type { CallFacts } from '../call-facts.ts';
import type { Command } from '../command.ts';
import type { Attempt, Connect } from '../decision.ts';
import type { Event } from '../event.ts';
import { causeOfPhone, isDecisive, isDecline, SETTLE_MS } from '../phone-causes.ts';
import { CAUSE, causeForCaller, causeOfAll, isRetryable, type LegEnd } from '../rules.ts';
import * as ended from './ended.ts';
import { act, stay, type Step } from './step.ts';
import * as talking from './talking.ts';

type Dialling = Scene<'dialling'>;

export function enter(
  call: Call,
  codecs: string[],
  { facts, attempts: [first, ...next], encryptedCaller = false }: Connect,
): Step {
  const { legs, create } = createLegs(call, facts, first, 0);
  const scene: Dialling = {
    kind: 'dialling',
    facts,
    codecs,
    encryptedCaller,
    ...legs,
    next,
    ringbackSent: false,
    causes: [],
    declined: false,
  };
  // a phone's channel has its tenant's account from its row
  const account: Command[] =
    facts.direction === 'inbound' ? [{ type: 'setAccountCode', channel: call.caller, tenantId: facts.tenantId }] : [];
  return act(call, scene, { type: 'openBridge', bridge: facts.id }, ...create, ...account);
}

/** Makes the legs of an attempt; each is dialled once it is ready. */
function createLegs({ caller }: Call, facts: CallFacts, { targets, callerId, ringSeconds }: Attempt, dialled: number) {
  const create = targets.map((target, index) => ({
    type: 'createLeg' as const,
    // named after its call, so that after a restart it is known whose it is
    leg: `${facts.id}.${dialled + index + 1}`,
    target,
    callerId,
    note: { caller, facts },
  }));
  const legs = {
    legs: create.map(({ leg }) => leg),
    ringing: [],
    dialled: dialled + create.length,
    ringSeconds,
    secure: targets.some((target) => target.kind === 'contact' && target.encrypted),
    earlyMediaBridged: targets.some((target) => target.kind === 'trunk' && target.earlyMedia),
  };
  return { legs, create };
}

/** Whether another attempt follows when this leg, the last of the present one, fails. */
export const hasAnotherAttempt = ({ scene }: Call, leg: string): boolean =>
  scene.kind === 'dialling' && scene.legs.includes(leg) && scene.next.length > 0;

export function on(call: Call, scene: Dialling, event: Event, at: string): Step {
  switch (event.type) {
    case 'ready':
      return scene.legs.includes(event.leg) ? dial(call, scene, event.leg) : stay(call);
    case 'ringing':
      return scene.legs.includes(event.leg) ? ringing(call, scene, event.leg) : stay(call);
    case 'answered':
      return scene.legs.includes(event.leg) ? answered(call, scene, event, at) : stay(call);
    case 'inspected':
      return scene.legs.includes(event.leg) ? inspected(call, scene, event, at) : stay(call);
    case 'channelEnded': {
      const { channel, cause, status = null } = event;
      return scene.legs.includes(channel) ? legEnded(call, scene, channel, { cause, status }, at) : stay(call);
    }
    case 'settled':
      return settled(call, scene, event.dialled, at);
    default:
      return stay(call);
  }
}

function dial(call: Call, scene: Dialling, leg: string): Step {
  const bridge = scene.earlyMediaBridged ? scene.facts.id : null;
  return act(call, scene, { type: 'dial', leg, seconds: scene.ringSeconds, bridge, caller: call.caller });
}

function ringing(call: Call, scene: Dialling, leg: string): Step {
  if (scene.earlyMediaBridged) return stay(call);
  const rings: Dialling = { ...scene, ringing: [...new Set([...scene.ringing, leg])] };
  return scene.ringbackSent
    ? act(call, rings)
    : act(call, { ...rings, ringbackSent: true }, { type: 'ring', channel: call.caller });
}

function answered(call: Call, scene: Dialling, event: Extract<Event, { type: 'answered' }>, at: string): Step {
  const { leg, codecs } = event;
  const codec = codecs.length === 1 ? (codecs[0] ?? null) : null;
  const isSure = codec !== null && scene.codecs.length > 1 && !scene.secure;
  if (scene.earlyMediaBridged || scene.facts.emergency || isSure) return talking.enter(call, scene, leg, codec, at);
  // A phone that answers without a codec that it was offered leaves its channel as it was, and Asterisk calls it answered.
  return act(call, scene, { type: 'inspect', leg, codec, secure: scene.secure });
}

function inspected(call: Call, scene: Dialling, event: Extract<Event, { type: 'inspected' }>, at: string): Step {
  const { leg, codec, fit } = event;
  if (fit) return talking.enter(call, scene, leg, codec, at);
  const hangUp: Command = { type: 'hangUp', channel: leg, cause: CAUSE.incompatible };
  const { call: left, commands } = legEnded(call, scene, leg, { cause: CAUSE.incompatible, status: 488 }, at);
  return { call: left, commands: [[hangUp], ...commands] };
}

function legEnded(call: Call, scene: Dialling, leg: string, how: LegEnd, at: string): Step {
  const { facts, next, dialled, earlyMediaBridged } = scene;
  const cause = earlyMediaBridged ? causeForCaller(how) : causeOfPhone(how);
  const left: Dialling = {
    ...scene,
    legs: scene.legs.filter((other) => other !== leg),
    ringing: scene.ringing.filter((other) => other !== leg),
    causes: [...scene.causes, cause],
    declined: scene.declined || isDecline(how.status),
  };
  const end = (by: number) => ended.enter({ ...call, scene: left }, by, at);
  if (left.legs.length > 0) {
    // the call of an emergency dispatcher waits for anybody who can take it
    if (facts.emergency) return act(call, left);
    return isDecline(how.status) ? end(cause) : settleSoon(call, left, cause);
  }
  const [attempt, ...further] = next;
  if (attempt === undefined || !isRetryable(how, facts.emergency)) return end(causeOfAll(left.causes));
  const { legs, create } = createLegs(call, facts, attempt, dialled);
  return act(call, { ...left, ...legs, next: further }, ...create);
}

/** While another phone rings, somebody may still take the call there; phones that don't even ring are given a moment. */
function settleSoon(call: Call, scene: Dialling, cause: number): Step {
  if (!isDecisive(cause) || scene.ringing.length > 0) return act(call, scene);
  const next: Event = { type: 'settled', dialled: scene.dialled };
  return act(call, scene, { type: 'wait', milliseconds: SETTLE_MS, next });
}

function settled(call: Call, { dialled, ringing: rings, causes }: Dialling, of: number, at: string): Step {
  const isOpen = dialled !== of || rings.length > 0;
  return isOpen ? stay(call) : ended.enter(call, causeOfAll(causes), at);
}
