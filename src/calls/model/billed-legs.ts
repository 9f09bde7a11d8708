import type { CallFacts } from './call-facts.ts';
import type { Command } from './command.ts';

/** A channel that may be charged: a leg that is called, or the callee's of a talk. */
type Billed = { billed?: number | undefined };

/** The facts of a call whose leg somebody has answered. A leg is charged from its first answer on. */
export const legAnswered = (facts: CallFacts, { billed }: Billed, at: string): CallFacts =>
  change(facts, (leg) => leg.leg === billed && leg.answeredAt === undefined, { answeredAt: at });

/** The facts of a call of which legs that ring, or whose question was not answered, have ended. Those that nobody answered are never charged. */
export function legsEnded(facts: CallFacts, ended: readonly Billed[], at: string): CallFacts {
  const ordinals = new Set(ended.map(({ billed }) => billed));
  return change(facts, (leg) => ordinals.has(leg.leg) && leg.answeredAt !== undefined && leg.endedAt === undefined, {
    endedAt: at,
  });
}

/** The facts of a call that goes on without the one who was called. After a restart only the leg's live row knows when that one answered. */
export const calleeLeft = (facts: CallFacts, { billed }: Billed, at: string): CallFacts =>
  change(facts, (leg) => leg.leg === billed && leg.endedAt === undefined, { endedAt: at });

type Legs = NonNullable<CallFacts['legs']>;

function change(facts: CallFacts, which: (leg: Legs[number]) => boolean, times: Partial<Legs[number]>): CallFacts {
  const { legs } = facts;
  if (!legs?.some(which)) return facts;
  return { ...facts, legs: legs.map((leg) => (which(leg) ? { ...leg, ...times } : leg)) };
}

/** Writes down what has happened to charged legs, if anything has. */
export const saveLegs = (before: CallFacts, after: CallFacts): Command[] =>
  before === after ? [] : [{ type: 'saveLegs', facts: after }];
