import { isRedirect } from '../../trunks/rules.ts';
import { legAnswered, legsEnded, saveLegs } from '../model/billed-legs.ts';
import { type Admitted, type Call, carried, isUp, type Scene } from '../model/call.ts';
import type { Command } from '../model/command.ts';
import type { Attempt, Connect, Exit } from '../model/decision.ts';
import type { Event } from '../model/event.ts';
import { type Leg, type OneTarget, rang, resultOf } from '../model/legs.ts';
import { causeOfPhone, isDecisive, isDecline, SETTLE_MS } from '../model/phone-causes.ts';
import {
  CAUSE,
  causeForCaller,
  combinedCause,
  CONFIRM_MS,
  isRetryable,
  type LegEnd,
  type RefusalReason,
} from '../rules.ts';
import * as admitting from './admitting.ts';
import * as announcing from './announcing.ts';
import * as ended from './ended.ts';
import * as inFlow from './in-flow/in-flow.ts';
import { createLeg, createLegs } from './new-legs.ts';
import * as rerouting from './rerouting.ts';
import { act, after, stay, type Step } from './step.ts';
import { leaveAlone, stopLegs } from './stop-legs.ts';
import * as talking from './talking.ts';
import * as transferring from './transferring.ts';
import * as waiting from './waiting.ts';

export type Dialling = Scene<'dialling'>;

/**
 * Rings the targets that the routing decided. `ringbackSent`: the caller already hears ringback from an earlier
 * attempt.
 */
export function enter(
  call: Call,
  admitted: Admitted,
  decision: Connect,
  { at, ringbackSent = false }: { at: string; ringbackSent?: boolean },
): Step {
  const { attempts, inOrder = false, exits = null } = decision;
  const [first, ...next] = attempts;
  const { legs, create } = createLegs(call, admitted, { exits, attempt: first, at });
  const scene: Dialling = {
    kind: 'dialling',
    ...carried(admitted),
    ...legs,
    next,
    inOrder,
    exits,
    ringbackSent,
    causes: [],
    declined: false,
  };
  return act(call, scene, ...create);
}

/** Whether another attempt follows if this leg fails. */
export const hasAnotherAttempt = ({ scene }: Call, leg: string): boolean =>
  scene.kind === 'dialling' &&
  scene.legs.some(({ channel, retry }) => channel === leg && (retry !== undefined || scene.next.length > 0));

export function on(call: Call, scene: Dialling, event: Event, at: string): Step {
  if (event.type === 'transferRequested')
    return event.by === call.caller ? transferring.putBack(call, scene, event) : stay(call);
  const leg = legOf(scene, event);
  if (!leg) return event.type === 'settled' ? settled(call, scene, event.legsMade, at) : stay(call);
  switch (event.type) {
    case 'ready':
      return dial(call, scene, leg);
    case 'ringing':
      return ringing(call, scene, leg);
    case 'answered':
      return answered(call, scene, leg, { codecs: event.codecs, at });
    case 'inspected':
      return event.fit ? taken(call, scene, leg, { codec: event.codec, at }) : unfit(call, scene, leg, at);
    case 'redirected':
      // A group ignores its members' own forwards, also those that are set on their phones. A carrier's redirect is a
      // failure of its trunk: calls go only where the operator sends them.
      if (scene.inOrder || leg.party.extensionId === null) return stay(call);
      return act(call, withLeg(scene, { ...leg, redirectedTo: event.to }));
    case 'digit':
      return leg.state === 'asked' && event.digit === '1' ? confirmed(call, scene, leg, at) : stay(call);
    case 'unconfirmed':
      return leg.state === 'asked' ? unconfirmed(call, scene, leg, at) : stay(call);
    case 'channelEnded':
      return legEnded(call, scene, leg, { how: { cause: event.cause, status: event.status ?? null }, at });
    default:
      return stay(call);
  }
}

/** The leg that an event is about. */
function legOf({ legs }: Dialling, event: Event): Leg | undefined {
  const channel = 'leg' in event ? event.leg : 'channel' in event ? event.channel : null;
  return legs.find((leg) => leg.channel === channel);
}

const withLeg = (scene: Dialling, changed: Leg): Dialling => ({
  ...scene,
  legs: scene.legs.map((leg) => (leg.channel === changed.channel ? changed : leg)),
});

function dial(call: Call, scene: Dialling, { channel }: Leg): Step {
  const bridge = scene.earlyMediaBridged ? scene.facts.id : null;
  return act(call, scene, { type: 'dial', leg: channel, seconds: scene.ringSeconds, bridge, caller: call.caller });
}

function ringing(call: Call, scene: Dialling, leg: Leg): Step {
  if (scene.earlyMediaBridged) return stay(call);
  const rings = withLeg(scene, leg.state === 'made' ? { ...leg, state: 'ringing' } : leg);
  return scene.ringbackSent
    ? act(call, rings)
    : act(call, { ...rings, ringbackSent: true }, { type: 'ring', channel: call.caller });
}

function answered(call: Call, scene: Dialling, leg: Leg, { codecs, at }: { codecs: string[]; at: string }): Step {
  const codec = codecs.length === 1 ? (codecs[0] ?? null) : null;
  if (leg.confirm) return ask(call, scene, leg, at);
  const isSure = codec !== null && scene.codecs.length > 1 && !leg.secure;
  if (scene.earlyMediaBridged || scene.facts.emergency || isSure) return taken(call, scene, leg, { codec, at });
  // if a phone answers with a codec that it was not offered, Asterisk leaves the channel's codecs as they were and
  // still calls it answered
  return act(call, scene, { type: 'inspect', leg: leg.channel, codec, secure: leg.secure });
}

/** The leg gets the call. */
const taken = (call: Call, scene: Dialling, leg: Leg, { codec, at }: { codec: string | null; at: string }): Step =>
  talking.enter(call, scene, { leg, codec, at });

/** Asks the person who answers an outside number to press 1, so that no answering machine takes the call. */
function ask(call: Call, scene: Dialling, leg: Leg, at: string): Step {
  if (leg.state === 'asked') return stay(call);
  const { channel } = leg;
  // the carrier charges from now on, whether or not the person presses 1
  const facts = legAnswered(scene.facts, leg, at);
  return act(
    call,
    withLeg({ ...scene, facts }, { ...leg, state: 'asked' }),
    ...saveLegs(scene.facts, facts),
    { type: 'play', channel, id: questionTo(leg), sounds: ['followme/options'] },
    { type: 'wait', milliseconds: CONFIRM_MS, next: { type: 'unconfirmed', leg: channel } },
  );
}

const questionTo = ({ channel }: Leg): string => `question-${channel}`;

function confirmed(call: Call, scene: Dialling, leg: Leg, at: string): Step {
  const stop: Command = { type: 'stopPlaying', id: questionTo(leg) };
  return after([stop], taken(call, scene, leg, { codec: null, at }));
}

const unfit = (call: Call, scene: Dialling, leg: Leg, at: string): Step =>
  giveUp(call, scene, leg, { how: { cause: CAUSE.incompatible, status: 488 }, at });

const unconfirmed = (call: Call, scene: Dialling, leg: Leg, at: string): Step =>
  giveUp(call, scene, leg, { how: { cause: CAUSE.noAnswer, status: null }, at });

/** Hangs up a leg that answered, and continues as if it had not. */
function giveUp(call: Call, scene: Dialling, leg: Leg, { how, at }: { how: LegEnd; at: string }): Step {
  const hangUp: Command = { type: 'hangUp', channel: leg.channel, cause: how.cause };
  return after([hangUp], legEnded(call, scene, leg, { how, at }));
}

function legEnded(call: Call, scene: Dialling, leg: Leg, { how, at }: { how: LegEnd; at: string }): Step {
  const facts = legsEnded(scene.facts, [leg], at);
  return after(saveLegs(scene.facts, facts), without(call, { ...scene, facts }, leg, { how, at }));
}

/** The call continues without a leg, or nobody is left to answer it. */
function without(call: Call, scene: Dialling, leg: Leg, { how, at }: { how: LegEnd; at: string }): Step {
  const { facts, next, inOrder, earlyMediaBridged } = scene;
  const cause = earlyMediaBridged ? causeForCaller(how) : causeOfPhone(how);
  const others = scene.legs.filter((other) => other !== leg);
  if (leg.again && isLost(scene, leg, how)) return retried(call, { ...scene, legs: others }, leg.again, at);
  const left: Dialling = {
    ...scene,
    legs: others,
    causes: [...scene.causes, cause],
    declined: scene.declined || isDecline(how.status),
    path: [...scene.path, rang(leg, resultOf(leg, { cause, status: how.status }), at)],
  };
  if (leg.redirectedTo !== null && !facts.emergency) return redirected(call, left, leg, { to: leg.redirectedTo, at });
  if (leg.retry && isRetryable(how, facts.emergency)) return retried(call, left, leg.retry, at);
  if (left.legs.length > 0) {
    // an emergency dispatcher's callback rings as long as anybody can answer it
    if (facts.emergency) return act(call, left);
    // a person who declines on one phone of an extension declines for all of its phones, but not for other
    // extensions
    if (isDecline(how.status) && left.legs.every((other) => other.party.extensionId === leg.party.extensionId))
      return givenUp(call, left, cause, at);
    return settleSoon(call, left, cause);
  }
  const [attempt, ...further] = next;
  const mayRetry = inOrder || isRetryable(how, facts.emergency);
  if (attempt === undefined && scene.again && mayRetry)
    return admitting.enter({ ...scene.again, legsMade: scene.legsMade });
  if (attempt === undefined || !mayRetry) return notTaken(call, left, combinedCause(left.causes), at);
  return tried(call, { ...left, next: further }, attempt, at);
}

/** The next attempt begins. */
function tried(call: Call, scene: Dialling, attempt: Attempt, at: string): Step {
  const { legs, create } = createLegs(call, scene, { exits: scene.exits, attempt, at });
  return act(call, { ...scene, ...legs }, ...create);
}

/** Nobody will answer the legs that are left. They stop, and the next member of a group rings. */
function givenUp(call: Call, scene: Dialling, cause: number, at: string): Step {
  const [attempt, ...further] = scene.next;
  if (attempt === undefined || !scene.inOrder) return notTaken(call, scene, cause, at);
  const { facts, path, commands } = stopLegs(scene, 'cancelled', at);
  return after(commands, tried(call, { ...scene, facts, path, next: further }, attempt, at));
}

/**
 * Calls one number or phone once more, while other phones keep ringing: a number through its next trunk; a phone whose
 * redirect was lost, which doesn't ring and sends the same redirect again, for the last time.
 */
function retried(call: Call, scene: Dialling, attempt: OneTarget, at: string): Step {
  const { leg, create } = createLeg(call, scene, { exits: scene.exits, attempt, before: scene.legsMade, at });
  const { again: _, ...last } = leg;
  return act(call, { ...scene, legs: [...scene.legs, last], legsMade: scene.legsMade + 1 }, create);
}

/**
 * A phone has redirected the call, and we would follow that, but Asterisk has not said where to: it doesn't if the phone responds before Asterisk has
 * finished dialling it.
 */
const isLost = ({ inOrder, facts }: Dialling, { redirectedTo }: Leg, { status }: LegEnd): boolean =>
  status !== null && isRedirect(status) && redirectedTo === null && !inOrder && !facts.emergency;

/** A phone has redirected the call. This counts as a forward by its extension. */
const redirected = (call: Call, scene: Dialling, { party }: Leg, { to, at }: { to: string; at: string }): Step =>
  rerouting.enter(call, scene, { to: { kind: 'dialled', number: to }, forwarded: { by: party, because: 'phone' } }, at);

/** Nobody has answered: the call takes an exit, returns to where it came from, or ends. */
function notTaken(call: Call, scene: Dialling, cause: number, at: string): Step {
  const nextHop = rerouting.exitOf(scene.exits, cause);
  if (nextHop) return rerouting.enter(call, scene, nextHop, at);
  const { flow } = scene;
  if (flow) return inFlow.notTaken(call, { ...scene, flow }, rerouting.exitBy(cause), at);
  const back = rerouting.backToTransferor(scene);
  const waitsAgain = back ? null : waiting.again(call, scene, at);
  if (waitsAgain) return waitsAgain;
  if (back) return rerouting.enter(call, back.scene, back.nextHop, at);
  return isUp(scene)
    ? tell(call, scene, cause, at)
    : ended.enter({ ...call, scene }, { cause, by: endedBy(cause) }, at);
}

/** Tells a caller whose call was answered before that nobody is there: its phone shows no cause any more. */
function tell(call: Call, scene: Dialling, cause: number, at: string): Step {
  const { alone, commands } = leaveAlone(call, scene, at);
  return after(commands, announcing.enter(call, NOBODY[rerouting.exitBy(cause)], at, alone));
}

const NOBODY = { busy: 'busy', noAnswer: 'nobody_available', unreachable: 'unreachable' } as const satisfies Record<
  Exit,
  RefusalReason
>;

/** Whether a person declined, or the call just failed. */
const endedBy = (cause: number) => (isDecisive(cause) ? 'callee' : 'system');

/** While another phone rings, somebody may still answer it. Phones that don't ring yet get a moment. */
function settleSoon(call: Call, scene: Dialling, cause: number): Step {
  if (!isDecisive(cause) || isAnyRinging(scene)) return act(call, scene);
  const next: Event = { type: 'settled', legsMade: scene.legsMade };
  return act(call, scene, { type: 'wait', milliseconds: SETTLE_MS, next });
}

const isAnyRinging = ({ legs }: Dialling): boolean => legs.some(({ state }) => state !== 'made');

function settled(call: Call, scene: Dialling, of: number, at: string): Step {
  const isOpen = scene.legsMade !== of || isAnyRinging(scene);
  return isOpen ? stay(call) : givenUp(call, scene, combinedCause(scene.causes), at);
}
