import type { Command } from '../model/command.ts';
import type { InFlow } from '../model/in-flow.ts';

/** A phone that was just answered opens its audio meanwhile: what is said before is not heard. */
export const LEAD_IN_MS = 200;
/** A sound that ends sooner was none. */
export const SHORTEST_SOUND_MS = 50;
/** Who waits for a server longer hears something meanwhile. */
export const SILENCE_MS = 700;
/** The longest that a call stays in its flows without a person. */
export const ALONE_MS = 30 * 60_000;

export const aloneName = ({ alone }: InFlow): string => `alone-${alone}`;
export const aloneTimer = (flow: InFlow): Command => ({
  type: 'wait',
  milliseconds: ALONE_MS,
  next: { type: 'elapsed', timer: aloneName(flow) },
});
