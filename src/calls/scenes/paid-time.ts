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
  return act(
    call,
    scene,
    ...parties.map((channel): Command => ({ type: 'play', channel, id: `time-short-${channel}`, sounds: ['beep'] })),
  );
}

/**
 * Ends the outside leg when its paid time is over. A phone that called out hears why. An inbound caller hears nothing,
 * because the tenant would be charged for that time.
 */
function end(call: Call, { leg, reason }: Extract<TimeEvent, { type: 'timeOver' }>, at: string): Step {
  const { scene } = call;
  if (scene.kind === 'talking' && scene.billed === leg && scene.party.extensionId !== null)
    return announce(call, scene, reason, at);
  return ended.enter(call, { cause: CAUSE.rejected, by: 'system', reason }, at);
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
