import type { CallFacts } from './call-facts.ts';
import type { Admitted, Scene } from './call.ts';
import type { Command } from './command.ts';
import type { Attempt, Target } from './decision.ts';
import type { Party } from './legs.ts';

// How many outside lines a call occupies: one for each outside number that it rings, and then one for each that is in
// the call, wherever the call is sent. An inbound caller occupies none.

export const isOutside = ({ kind }: Target): boolean => kind === 'trunk';

/** The most outside numbers that these attempts ring at the same time. */
export const maxAtOnce = (attempts: readonly Attempt[]): number =>
  Math.max(0, ...attempts.map(({ targets }) => targets.filter(isOutside).length));

/** Whether the caller is an outside number that we called. The party that called it has transferred the call since. */
export const isCallerOnLine = ({ party, facts }: Pick<Admitted, 'party' | 'facts'>): boolean =>
  isOutsideParty(party) && facts.direction !== 'inbound' && !facts.emergency;

/** Saves how many lines a call occupies from now on, apart from the caller's own line. */
export const saveLines = (admitted: Pick<Admitted, 'party'>, facts: CallFacts, lines: number): Command[] =>
  facts.emergency
    ? []
    : [{ type: 'saveLines', facts, lines, callerOnLine: isCallerOnLine({ party: admitted.party, facts }) }];

/**
 * Releases the lines that a call no longer needs once `by` has answered, or nobody has (null). A group may have rung
 * several outside numbers, or one before an extension answered. `facts`: with the class of the number that the call
 * leads to now.
 */
export function returnLines(dialling: Scene<'dialling'>, by: Party | null, facts: CallFacts): Command[] {
  const { legs, next, path } = dialling;
  const ringing = legs.filter(({ party }) => isOutsideParty(party)).length;
  const hasRung = path.some((step) => step.event === 'rang' && isOutsideParty(step)) ? 1 : 0;
  const lines = by !== null && isOutsideParty(by) ? 1 : 0;
  const isChanged =
    Math.max(ringing, maxAtOnce(next), hasRung) > lines || facts.destination !== dialling.facts.destination;
  return isChanged ? saveLines(dialling, facts, lines) : [];
}

const isOutsideParty = ({ extensionId }: Pick<Party, 'extensionId'>): boolean => extensionId === null;
