import type { FraudRule } from '../../fraud/contract.ts';
import { blockedBy } from '../../fraud/rules.ts';
import type { OutboundClass } from '../../outbound/contract.ts';
import type { CallPath } from '../model/call-path.ts';
import type { Connect, Decision, Onward, Target } from '../model/decision.ts';
import { keepTargets, nobodyLeft } from './pins.ts';

/** The kinds of the outside numbers that a call is about to try. */
export const classesOf = ({ attempts }: Connect): OutboundClass[] => [
  ...new Set(
    attempts.flatMap(({ targets }) =>
      targets.flatMap((target) => (target.kind === 'trunk' && target.destination ? [target.destination] : [])),
    ),
  ),
];

/**
 * The call without the outside numbers that fraud rules block: it goes to whom it has left, or on to where it would go if nobody could be reached, or is
 * refused. Numbers of no kind, such as 911, are never blocked.
 */
export function withoutBlocked(decision: Connect, blocking: readonly FraudRule[], at: string): Decision | Onward {
  if (blocking.length === 0) return decision;
  const ruleAgainst = (target: Target): FraudRule | null =>
    target.kind === 'trunk' && target.destination ? blockedBy(target.destination, blocking) : null;
  const blocked = new Map(
    decision.attempts.flatMap(({ targets }) =>
      targets.flatMap((target): [string, FraudRule][] => {
        const rule = ruleAgainst(target);
        return target.kind === 'trunk' && rule ? [[target.number, rule]] : [];
      }),
    ),
  );
  if (blocked.size === 0) return decision;
  const path: CallPath = [
    ...(decision.path ?? []),
    ...[...blocked].map(([number, rule]) => ({ event: 'blocked', at, number, rule }) as const),
  ];
  const attempts = keepTargets(decision.attempts, (target) => (ruleAgainst(target) ? null : target));
  if (attempts === null) return nobodyLeft(decision, path, at, 'fraud_rule');
  const { usesLine: _usesLine, ...allowed } = { ...decision, path, attempts };
  const usesLine = attempts.some(({ targets }) => targets.some(({ kind }) => kind === 'trunk'));
  return { ...allowed, ...(usesLine && { usesLine }) };
}
