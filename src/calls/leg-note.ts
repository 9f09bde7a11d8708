import { z } from 'zod';
import { CallFacts } from './call-facts.ts';

/**
 * What a leg's channel carries, from which a restarted call control knows the call. It may have been written by another release: a
 * later version adds fields with a default, and `caller` and `facts` stand in every version, so that no call is lost to an upgrade or
 * to the way back. Notes from before there were versions have none, and are of version 1.
 */
const LegNote = z.object({ version: z.number().int().min(1).default(1), caller: z.string(), facts: CallFacts });

/** `caller` is the caller's channel. */
export type LegNote = Omit<z.infer<typeof LegNote>, 'version'>;

const VERSION = 1;

export const writeLegNote = ({ caller, facts }: LegNote): string => JSON.stringify({ version: VERSION, caller, facts });

/** Null for a text that is no note. */
export function readLegNote(text: string): LegNote | null {
  try {
    const { caller, facts } = LegNote.parse(JSON.parse(text));
    return { caller, facts };
  } catch {
    return null;
  }
}
