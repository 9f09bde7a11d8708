import type { FraudRule } from '../../fraud/contract.ts';
import { blockedBy } from '../../fraud/rules.ts';
import type { OutboundClass } from '../../outbound/contract.ts';
import type { CallPath } from '../model/call-path.ts';
import type { Connect, Decision, Onward, Target } from '../model/decision.ts';
import { filterTargets, leaveUnreachable } from './pins.ts';

/** The classes of the outside numbers that a call is about to ring. */
export const classesOf = ({ attempts }: Connect): OutboundClass[] => [
  ...new Set(
    attempts.flatMap(({ targets }) =>
      targets.flatMap((target) => (target.kind === 'trunk' && target.destination ? [target.destination] : [])),
    ),
  ),
];

/**
 * Removes the outside numbers that fraud rules block. The call rings the targets that remain. With none left, it takes
 * its "unreachable" exit, or is refused. Numbers without a class, such as 911, are never blocked.
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
  const attempts = filterTargets(decision.attempts, (target) => (ruleAgainst(target) ? null : target));
  if (attempts === null) return leaveUnreachable(decision, path, at, 'fraud_rule');
  const { usesLine: _usesLine, ...allowed } = { ...decision, path, attempts };
  const usesLine = attempts.some(({ targets }) => targets.some(({ kind }) => kind === 'trunk'));
  return { ...allowed, ...(usesLine && { usesLine }) };
}
