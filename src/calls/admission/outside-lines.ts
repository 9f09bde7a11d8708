import type { OutboundRules } from '../../outbound/contract.ts';
import type { Connect, Decision, Refused } from '../model/decision.ts';
import { keepTargets } from './pins.ts';
import { isOutside, mostAtOnce } from '../model/held-lines.ts';

/**
 * A call takes a line for each outside number that it calls at the same time. They are reserved when it is decided whom it rings, and given back when
 * somebody takes it.
 */
export const linesOf = ({ usesLine = false, attempts }: Pick<Connect, 'usesLine' | 'attempts'>): number =>
  usesLine ? mostAtOnce(attempts) : 0;

/**
 * The extension that its lines count for: the last that transferred it, or else the one that called, wherever that leads. A call from outside that
 * nobody has transferred takes lines of the tenant alone.
 */
export function extensionOfLines({ path = [], facts }: Pick<Connect, 'path' | 'facts'>): string | null {
  const transferred = path.findLast((step) => step.event === 'transferred');
  return transferred?.extensionId ?? (facts.direction === 'inbound' ? null : facts.extensionId);
}

/** The lines that a decision takes, each by its extension. */
export const linesTaken = (decision: Exclude<Decision, Refused>): (string | null)[] =>
  decision.kind === 'connect' ? Array.from({ length: linesOf(decision) }, () => extensionOfLines(decision)) : [];

/** How many lines are free for a call. */
export function freeLines(
  rules: Pick<OutboundRules, 'maxConcurrentOutbound' | 'maxConcurrentOutboundPerExtension'>,
  inUse: { ofTenant: number; ofExtension: number | null },
): number {
  const ofTenant = rules.maxConcurrentOutbound - inUse.ofTenant;
  if (inUse.ofExtension === null) return Math.max(0, ofTenant);
  return Math.max(0, Math.min(ofTenant, rules.maxConcurrentOutboundPerExtension - inUse.ofExtension));
}

/** The call with as many of its outside numbers at once as there are lines, the first ones of each attempt; null if nobody is left. */
export function withinLines(decision: Connect, free: number): Connect | null {
  if (linesOf(decision) <= free) return decision;
  const attempts = keepTargets(decision.attempts, (target, before) =>
    isOutside(target) && before.filter(isOutside).length >= free ? null : target,
  );
  return attempts && { ...decision, attempts, usesLine: free > 0 };
}
