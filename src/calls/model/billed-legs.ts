import type { CallFacts } from './call-facts.ts';
import type { Command } from './command.ts';

/** A channel that may be charged: a leg that rings, or the callee's leg of a connected call. */
type Billed = { billed?: number | undefined };

/** Marks a leg as answered. A leg is charged from its first answer. */
export const legAnswered = (facts: CallFacts, { billed }: Billed, at: string): CallFacts =>
  change(facts, (leg) => leg.leg === billed && leg.answeredAt === undefined, { answeredAt: at });

/**
 * Marks legs as ended that still ring, or that were answered but not confirmed. Legs that were never answered are never
 * charged.
 */
export function legsEnded(facts: CallFacts, ended: readonly Billed[], at: string): CallFacts {
  const ordinals = new Set(ended.map(({ billed }) => billed));
  return change(facts, (leg) => ordinals.has(leg.leg) && leg.answeredAt !== undefined && leg.endedAt === undefined, {
    endedAt: at,
  });
}

/**
 * Marks the callee's leg as ended while the call continues. After a restart of call control only the leg's live row
 * knows when it was answered.
 */
export const calleeLeft = (facts: CallFacts, { billed }: Billed, at: string): CallFacts =>
  change(facts, (leg) => leg.leg === billed && leg.endedAt === undefined, { endedAt: at });

type Legs = NonNullable<CallFacts['legs']>;

function change(facts: CallFacts, which: (leg: Legs[number]) => boolean, times: Partial<Legs[number]>): CallFacts {
  const { legs } = facts;
  if (!legs?.some(which)) return facts;
  return { ...facts, legs: legs.map((leg) => (which(leg) ? { ...leg, ...times } : leg)) };
}

/** Saves the charged legs if they have changed. */
export const saveLegs = (before: CallFacts, after: CallFacts): Command[] =>
  before === after ? [] : [{ type: 'saveLegs', facts: after }];
