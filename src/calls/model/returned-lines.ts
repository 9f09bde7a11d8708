import type { Scene } from './call.ts';
import type { CallFacts } from './call-facts.ts';
import type { Command } from './command.ts';
import type { Attempt, Target } from './decision.ts';
import type { Party } from './legs.ts';

export const isOutside = ({ kind }: Target): boolean => kind === 'trunk';

/** How many outside numbers these attempts call at the same time. */
export const mostAtOnce = (attempts: readonly Attempt[]): number =>
  Math.max(0, ...attempts.map(({ targets }) => targets.filter(isOutside).length));

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
  return isChanged && !facts.emergency ? [{ type: 'saveLines', facts, lines }] : [];
}

const isOutsideParty = ({ extensionId }: Pick<Party, 'extensionId'>): boolean => extensionId === null;
