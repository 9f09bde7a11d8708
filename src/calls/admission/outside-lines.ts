import type { OutboundRules } from '../../outbound/contract.ts';
import type { Connect, Decision, Refused } from '../model/decision.ts';
import { isOutside, maxAtOnce } from '../model/held-lines.ts';
import { filterTargets } from './pins.ts';

/**
 * A call takes one line for each outside number that it rings at the same time. The lines are reserved when its targets
 * are decided, and released when somebody answers.
 */
export const linesOf = ({ usesLine = false, attempts }: Pick<Connect, 'usesLine' | 'attempts'>): number =>
  usesLine ? maxAtOnce(attempts) : 0;

/**
 * The extension whose limit the call's lines count towards: the last one that transferred the call, or else the one
 * that made it. An inbound call that nobody has transferred counts towards the tenant's limit only.
 */
export function extensionOfLines({ path = [], facts }: Pick<Connect, 'path' | 'facts'>): string | null {
  const transferred = path.findLast((step) => step.event === 'transferred');
  return transferred?.extensionId ?? (facts.direction === 'inbound' ? null : facts.extensionId);
}

/** The lines that a decision takes. Each is given as the extension it counts towards. */
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

/** Limits each attempt to as many outside numbers as there are free lines, in their order. Null if no target remains. */
export function withinLines(decision: Connect, free: number): Connect | null {
  if (linesOf(decision) <= free) return decision;
  const attempts = filterTargets(decision.attempts, (target, before) =>
    isOutside(target) && before.filter(isOutside).length >= free ? null : target,
  );
  return attempts && { ...decision, attempts, usesLine: free > 0 };
}
