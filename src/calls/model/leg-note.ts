import { z } from 'zod';
import { Destination } from '../../destinations/contract.ts';
import { CallFacts } from './call-facts.ts';
import { CallPath } from './call-path.ts';
import type { Admitted } from './call.ts';
import { EXITS } from './decision.ts';
import { FlowNote, flowNote, trimmedPath } from './in-flow.ts';
import type { Party as PartyOfCall } from './legs.ts';
import { callerOf } from './parties.ts';

const Party = z.object({ extensionId: z.string().nullable(), number: z.string() });
const Exits = z.object({ by: Party, to: z.partialRecord(z.enum(EXITS), Destination), confirm: z.boolean() });

const Parked = z.object({ slot: z.string(), by: Party, recalls: z.number() });
/** Earlier releases wrote no `since`. */
const InSlot = Parked.extend({ since: z.iso.datetime().nullable().catch(null) });
const Joined = z.object({ with: z.string(), bridge: z.string() });

/**
 * The note on a leg's channel, from which call control restores the call after a restart. Another release may have
 * written it. So later versions only add fields with a default, and `caller` and `facts` are in every version. No call
 * is lost to an upgrade or a downgrade. Notes without a version are version 1.
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
    confirm: z.boolean().default(false),
    joined: Joined.nullable().catch(null),
    parked: InSlot.nullable().catch(null),
    recalled: Parked.nullable().catch(null),
    returnTo: Party.nullable().catch(null),
    flow: FlowNote.nullable().catch(null),
    flowAnswered: z.boolean().default(false),
    billed: z.number().optional().catch(undefined),
  })
  .transform(({ version: _version, party, callerParty, billed, ...note }) => ({
    ...note,
    party: party ?? { extensionId: null, number: note.facts.to },
    callerParty: callerParty ?? callerOf(note.facts),
    ...(billed !== undefined && { billed }),
  }));

/**
 * `caller`: the caller's channel. `callerParty`: the party on it. `party`: the party that the leg rings. `path`: the
 * call's path when the leg was created. `exits`: where the call goes if nobody answers. `confirm`: whoever answers has
 * to press 1. `joined`: the call that it is joined with. `parked`: the slot that it waits in. `recalled`: the slot that
 * it rings back from. `returnTo`: the party that transferred it. `flow`: its position in a flow. `billed`: the number of
 * the charged leg in the facts.
 */
export type LegNote = z.output<typeof LegNote>;

/**
 * Version 2 added the party, the path and the exits, version 3 the caller's party and the joined call, version 4 the
 * flow, version 5 whether the leg has to confirm, version 6 where a parked or transferred call returns to.
 */
const VERSION = 6;

export const writeLegNote = (note: LegNote): string =>
  JSON.stringify({ version: VERSION, ...note, path: trimmedPath(note.path) });

/** Null if the text is not a note. */
export function readLegNote(text: string): LegNote | null {
  try {
    return LegNote.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** The note for the channel of `party`, with the call's current state. */
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
  confirm: false,
  joined: null,
  parked: null,
  recalled: admitted.parked,
  returnTo: admitted.returnTo,
  flow: admitted.flow && flowNote(admitted.flow),
  flowAnswered: admitted.flowAnswer !== null,
  ...more,
});
