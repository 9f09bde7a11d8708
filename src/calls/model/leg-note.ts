import { z } from 'zod';
import { Destination } from '../../destinations/contract.ts';
import { CallFacts } from './call-facts.ts';
import { CallPath } from './call-path.ts';
import { EXITS } from './decision.ts';
import { FlowNote, flowNote, notedPath } from './in-flow.ts';
import type { Admitted } from './call.ts';
import type { Party as PartyOfCall } from './legs.ts';

const Party = z.object({ extensionId: z.string().nullable(), number: z.string() });
const Exits = z.object({ by: Party, to: z.partialRecord(z.enum(EXITS), Destination), confirm: z.boolean() });

const Parked = z.object({ slot: z.string(), by: Party, recalls: z.number() });
const Joined = z.object({ with: z.string(), bridge: z.string() });

/**
 * What a leg's channel carries, from which a restarted call control knows the call. It may have been written by another release: a
 * later version adds fields with a default, and `caller` and `facts` stand in every version, so that no call is lost to an upgrade or
 * to the way back. Notes from before there were versions have none, and are of version 1.
 */
const LegNote = z
  .object({
    version: z.number().int().min(1).default(1),
    caller: z.string(),
    facts: CallFacts,
    party: Party.optional(),
    callerParty: Party.optional(),
    path: CallPath.default([]),
    exits: Exits.nullable().catch(null),
    joined: Joined.nullable().catch(null),
    parked: Parked.nullable().catch(null),
    flow: FlowNote.nullable().catch(null),
    flowAnswered: z.boolean().default(false),
    billed: z.number().optional().catch(undefined),
  })
  .transform(({ caller, facts, party, callerParty, path, exits, joined, parked, flow, flowAnswered, billed }) => ({
    caller,
    facts,
    party: party ?? { extensionId: null, number: facts.to },
    callerParty: callerParty ?? {
      extensionId: facts.direction === 'inbound' ? null : facts.extensionId,
      number: facts.from,
    },
    path,
    exits,
    joined,
    parked,
    flow,
    flowAnswered,
    ...(billed !== undefined && { billed }),
  }));

/**
 * `caller` is the caller's channel, `callerParty` whose it is, `party` whom the leg calls, `path` the way of the call when the leg was made, `exits`
 * where it goes when nobody takes it, `joined` the call that it is joined with, `parked` where it waits, `flow` where it is in a flow,
 * `billed` the leg of the facts that it is charged as.
 */
export type LegNote = z.output<typeof LegNote>;

/** Version 2 has the party, the path and the exits, version 3 the caller's party and the call that it is joined with, version 4 the flow. */
const VERSION = 4;

export const writeLegNote = (note: LegNote): string =>
  JSON.stringify({ version: VERSION, ...note, path: notedPath(note.path) });

/** Null for a text that is no note. */
export function readLegNote(text: string): LegNote | null {
  try {
    return LegNote.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** The note of a channel that belongs to `party`, in a call as it is now. */
export const noteFor = (
  caller: string,
  admitted: Admitted,
  party: PartyOfCall,
  more: Partial<LegNote> = {},
): LegNote => ({
  caller,
  callerParty: admitted.party,
  facts: admitted.facts,
  party,
  path: admitted.path,
  exits: null,
  joined: null,
  parked: null,
  flow: admitted.flow && flowNote(admitted.flow),
  flowAnswered: admitted.flowAnswer !== null,
  ...more,
});
