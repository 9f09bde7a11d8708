import type { Call, Scene } from '../call.ts';
import type { Event } from '../event.ts';
import { type RefusalReason, REFUSALS } from '../rules.ts';
import * as ended from './ended.ts';
import { act, stay, type Step } from './step.ts';

/** The caller hears why, unanswered; some reasons have no announcement but the cause itself. */
export function enter(call: Call, reason: RefusalReason, at: string): Step {
  const { announcement, cause } = REFUSALS[reason];
  if (announcement === null) return ended.enter(call, cause, at);
  return act(call, { kind: 'announcing', cause }, { type: 'announce', channel: call.caller, announcement });
}

export const on = (call: Call, { cause }: Scene<'announcing'>, event: Event, at: string): Step =>
  event.type === 'announced' ? ended.enter(call, cause, at) : stay(call);
