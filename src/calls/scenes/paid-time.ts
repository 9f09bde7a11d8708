import { calleeLeft } from '../model/billed-legs.ts';
import { type Admitted, admittedOf, type Call, carried, legsOf, type Scene } from '../model/call.ts';
import type { Command } from '../model/command.ts';
import type { Event } from '../model/event.ts';
import { pathAfterRing } from '../model/in-flow.ts';
import { CAUSE, isProtected } from '../rules.ts';
import * as announcing from './announcing.ts';
import * as ended from './ended.ts';
import { act, after, stay, type Step } from './step.ts';

type TimeEvent = Extract<Event, { type: 'timeShort' | 'timeOver' }>;

/**
 * Ends a call whose paid time runs out: everybody in it hears a tone, and later the call ends. Protected calls are
 * never ended.
 */
export function on(call: Call, event: TimeEvent, at: string): Step {
  const admitted = admittedOf(call);
  if (!admitted || isProtected(admitted.facts)) return stay(call);
  return event.type === 'timeShort' ? warn(call) : end(call, event, at);
}

function warn(call: Call): Step {
  const { scene, caller } = call;
  if (scene.kind === 'ended') return stay(call);
  const parties = scene.kind === 'talking' ? [caller, ...legsOf(call)] : [caller];
  const tell: Command[] =
    scene.kind === 'joined' ? [{ type: 'notify', call: scene.with, event: { type: 'partnerShort' } }] : [];
  return act(call, scene, ...parties.map(tone), ...tell);
}

/** Everybody in joined calls hears the tone, whichever of them is paid for. */
export const warnPartner = (call: Call, scene: Scene<'joined'>): Step => act(call, scene, tone(call.caller));

const tone = (channel: string): Command => ({ type: 'play', channel, id: `time-short-${channel}`, sounds: ['beep'] });

/**
 * Ends the outside leg when its paid time is over. A phone that called out hears why. An inbound caller hears nothing,
 * because the tenant would be charged for that time.
 */
function end(call: Call, { leg, reason }: Extract<TimeEvent, { type: 'timeOver' }>, at: string): Step {
  const { scene } = call;
  if (scene.kind === 'talking' && scene.billed === leg && scene.party.extensionId !== null)
    return announce(call, scene, reason, at);
  const end = { cause: CAUSE.rejected, by: 'system', reason } as const;
  if (scene.kind !== 'joined') return ended.enter(call, end, at);
  const tell: Command = { type: 'notify', call: scene.with, event: { type: 'partnerOver', reason } };
  return after([tell], ended.enter(call, end, at));
}

/** The time of the call that this one is joined with is over: our phone hears why, an outside party hears nothing. */
export function partnerOver(
  call: Call,
  scene: Scene<'joined'>,
  { reason }: Extract<Event, { type: 'partnerOver' }>,
  at: string,
): Step {
  if (scene.party.extensionId === null) return ended.enter(call, { cause: CAUSE.normal, by: 'callee' }, at);
  const leave: Command = { type: 'leave', bridge: scene.bridge, channels: [call.caller] };
  return after([leave], announcing.enter(call, reason, at, carried(scene)));
}

function announce(
  call: Call,
  scene: Scene<'talking'>,
  reason: Extract<TimeEvent, { type: 'timeOver' }>['reason'],
  at: string,
): Step {
  const { facts, leg } = scene;
  const alone: Admitted = {
    ...carried(scene),
    facts: calleeLeft(facts, scene, at),
    path: pathAfterRing(scene, 'answered', at),
    flow: null,
  };
  const leave: Command[] = [
    { type: 'hangUp', channel: leg, cause: CAUSE.normal },
    { type: 'leave', bridge: facts.id, channels: [call.caller] },
  ];
  return after(leave, announcing.enter(call, reason, at, alone));
}
