import { type Admitted, type Call, isUp, type Scene } from '../model/call.ts';
import type { Event } from '../model/event.ts';
import { type Announcement, type RefusalReason, REFUSALS } from '../rules.ts';
import { clearNote } from './clear-note.ts';
import * as ended from './ended.ts';
import { act, after, stay, type Step } from './step.ts';

/**
 * Plays the announcement for a refusal, as early media if the call isn't answered. Some refusals have none, and end the
 * call at once. `admitted`: if the call was live before.
 */
export function enter(call: Call, reason: RefusalReason, at: string, admitted: Admitted | null): Step {
  const announcement = announcementOf(reason, admitted);
  const scene: Scene<'announcing'> = { kind: 'announcing', reason, admitted };
  if (announcement === null) return end({ ...call, scene }, scene, at);
  const play = act(call, scene, {
    type: 'play',
    channel: call.caller,
    id: playbackOf(call),
    sounds: [`strowger/${announcement}`],
  });
  // first, because Asterisk sets no channel variables during a playback
  return admitted ? after([clearNote(call)], play) : play;
}

const playbackOf = ({ caller }: Call): string => `announcement-${caller}`;

/** A phone shows that its call found nobody. A call that a flow or a person has answered before can only say so. */
function announcementOf(reason: RefusalReason, admitted: Admitted | null): Announcement | null {
  const foundNobody = reason === 'busy' || reason === 'unreachable';
  return foundNobody && admitted && isUp(admitted) ? 'nobody-available' : REFUSALS[reason].announcement;
}

const end = (call: Call, { reason }: Scene<'announcing'>, at: string): Step =>
  ended.enter(call, { cause: REFUSALS[reason].cause, by: 'system' }, at);

export const on = (call: Call, scene: Scene<'announcing'>, event: Event, at: string): Step =>
  event.type === 'played' && event.id === playbackOf(call) ? end(call, scene, at) : stay(call);
