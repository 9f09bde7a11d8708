import type { Admitted, Call, Scene } from '../model/call.ts';
import type { Event } from '../model/event.ts';
import { type RefusalReason, REFUSALS } from '../rules.ts';
import * as ended from './ended.ts';
import { act, stay, type Step } from './step.ts';

/**
 * Plays the announcement for a refusal as early media. Some refusals have none, and end the call at once. `admitted`:
 * if the call was live before.
 */
export function enter(call: Call, reason: RefusalReason, at: string, admitted: Admitted | null): Step {
  const { announcement } = REFUSALS[reason];
  const scene: Scene<'announcing'> = { kind: 'announcing', reason, admitted };
  if (announcement === null) return end({ ...call, scene }, scene, at);
  const { caller: channel } = call;
  return act(call, scene, {
    type: 'play',
    channel,
    id: `announcement-${channel}`,
    sounds: [`strowger/${announcement}`],
  });
}

const end = (call: Call, { reason }: Scene<'announcing'>, at: string): Step =>
  ended.enter(call, { cause: REFUSALS[reason].cause, by: 'system' }, at);

export const on = (call: Call, scene: Scene<'announcing'>, event: Event, at: string): Step =>
  event.type === 'played' ? end(call, scene, at) : stay(call);
