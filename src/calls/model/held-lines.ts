import type { Admitted, Scene } from './call.ts';
import type { CallFacts } from './call-facts.ts';
import type { Command } from './command.ts';
import type { Attempt, Target } from './decision.ts';
import type { Party } from './legs.ts';

// Who holds the outside lines of a call: each outside number that it calls, while it rings and then for as long as it is in the call, wherever the call is
// sent. Somebody who called in holds none.

export const isOutside = ({ kind }: Target): boolean => kind === 'trunk';

/** How many outside numbers these attempts call at the same time. */
export const mostAtOnce = (attempts: readonly Attempt[]): number =>
  Math.max(0, ...attempts.map(({ targets }) => targets.filter(isOutside).length));

/** Whether the caller is an outside number that was called: whoever called it has transferred the call since. */
export const isCallerOnLine = ({ party, facts }: Pick<Admitted, 'party' | 'facts'>): boolean =>
  isOutsideParty(party) && facts.direction !== 'inbound' && !facts.emergency;

/** From now on a call holds these lines, besides the one of its caller. */
export const saveLines = (admitted: Pick<Admitted, 'party'>, facts: CallFacts, lines: number): Command[] =>
  facts.emergency
    ? []
    : [{ type: 'saveLines', facts, lines, callerOnLine: isCallerOnLine({ party: admitted.party, facts }) }];

/**
 * Gives back the lines that a call doesn't need any more, now that `by` takes it, or nobody does (null). A group may have called several outside
 * numbers, or one before somebody inside took the call. `facts`: with the kind of the number that it leads to now.
 */
export function returnLines(dialling: Scene<'dialling'>, by: Party | null, facts: CallFacts): Command[] {
  const { legs, next, path } = dialling;
  const ringing = legs.filter(({ party }) => isOutsideParty(party)).length;
  const hasRung = path.some((step) => step.event === 'rang' && isOutsideParty(step)) ? 1 : 0;
  const lines = by !== null && isOutsideParty(by) ? 1 : 0;
  const isChanged =
    Math.max(ringing, mostAtOnce(next), hasRung) > lines || facts.destination !== dialling.facts.destination;
  return isChanged ? saveLines(dialling, facts, lines) : [];
}

const isOutsideParty = ({ extensionId }: Pick<Party, 'extensionId'>): boolean => extensionId === null;
