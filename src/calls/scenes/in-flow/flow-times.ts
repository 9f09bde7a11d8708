import type { Command } from '../../model/command.ts';
import type { InFlow } from '../../model/in-flow.ts';

/** A phone that has just answered needs this time to start its audio. Anything played earlier is lost. */
export const LEAD_IN_MS = 200;
/** A sound that ends sooner has failed. */
export const MIN_SOUND_MS = 50;
/** A caller who waits longer than this for a server hears something. */
export const SILENCE_MS = 700;
/** The longest that a call stays in its flows without a person. */
export const MAX_UNATTENDED_MS = 30 * 60_000;

export const unattendedTimerName = ({ alone }: InFlow): string => `alone-${alone}`;
export const unattendedTimer = (flow: InFlow): Command => ({
  type: 'wait',
  milliseconds: MAX_UNATTENDED_MS,
  next: { type: 'elapsed', timer: unattendedTimerName(flow) },
});
