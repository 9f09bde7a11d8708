import { z } from 'zod';
import { CallFacts } from './call-facts.ts';
import { CallPath } from './call-path.ts';
import type { Party } from './legs.ts';

/**
 * What a leg's channel carries, from which a restarted call control knows the call. It may have been written by another release: a
 * later version adds fields with a default, and `caller` and `facts` stand in every version, so that no call is lost to an upgrade or
 * to the way back. Notes from before there were versions have none, and are of version 1.
 */
const LegNote = z.object({
  version: z.number().int().min(1).default(1),
  caller: z.string(),
  facts: CallFacts,
  party: z.object({ extensionId: z.string().nullable(), number: z.string() }).optional(),
  path: CallPath.default([]),
});

/** `caller` is the caller's channel, `party` whom the leg calls, `path` the call's way when the leg was made. */
export type LegNote = Omit<z.output<typeof LegNote>, 'version' | 'party'> & { party: Party };

/** Version 2 has the party and the path. */
const VERSION = 2;

export const writeLegNote = (note: LegNote): string => JSON.stringify({ version: VERSION, ...note });

/** Null for a text that is no note. */
export function readLegNote(text: string): LegNote | null {
  try {
    const { caller, facts, path, party } = LegNote.parse(JSON.parse(text));
    return { caller, facts, path, party: party ?? { extensionId: null, number: facts.to } };
  } catch {
    return null;
  }
}
