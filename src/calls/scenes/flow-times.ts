import type { Command } from '../model/command.ts';
import type { InFlow } from '../model/in-flow.ts';

/** A phone that has just answered needs this time to start its audio. Anything played earlier is lost. */
export const LEAD_IN_MS = 200;
/** A sound that ends sooner has failed. */
export const SHORTEST_SOUND_MS = 50;
/** A caller who waits longer than this for a server hears something. */
export const SILENCE_MS = 700;
/** The longest that a call stays in its flows without a person. */
export const ALONE_MS = 30 * 60_000;

export const aloneName = ({ alone }: InFlow): string => `alone-${alone}`;
export const aloneTimer = (flow: InFlow): Command => ({
  type: 'wait',
  milliseconds: ALONE_MS,
  next: { type: 'elapsed', timer: aloneName(flow) },
});
