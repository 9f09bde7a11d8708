import type { Connect, Decision, FlowRinging, Journey, Onward, ToFlow } from '../model/decision.ts';
import type { Callee, GroupFacts, OutsideFacts } from './facts.ts';
import { toGroup } from './to-group.ts';

/** Sends a call into a flow. */
export const toFlow = (
  flowId: string,
  loaded: ToFlow['loaded'],
  { facts, origin, path, encryptedCaller }: Journey,
): ToFlow => ({
  kind: 'flow',
  facts,
  origin,
  path,
  flowId,
  loaded,
  ...(encryptedCaller && { encryptedCaller }),
});

/**
 * An extension as a flow node rings it. Its own forwards for unanswered calls and its mailbox are ignored, because the
 * node's exits handle these calls. An unconditional forward still applies: the person is reachable there.
 */
export const byFlow = (callee: Callee): Callee => ({
  ...callee,
  rules: callee.rules
    ? { ...callee.rules, busy: null, noAnswer: null, unreachable: null, noAnswerSeconds: null, mailboxId: null }
    : null,
});

/** Applies the ring time of a flow node. */
export function ringFor(ringing: FlowRinging | undefined, next: Decision | Onward): Decision | Onward {
  if (next.kind !== 'connect' || !ringing || ringing.seconds === null) return next;
  const { seconds: ringSeconds } = ringing;
  const [first, ...others] = next.attempts;
  const attempts: Connect['attempts'] = [
    { ...first, ringSeconds },
    ...others.map((attempt) => ({ ...attempt, ringSeconds })),
  ];
  return { ...next, attempts };
}

/** Rings a group for a flow node. The node's exits replace the group's fallback. */
export function ringGroupFor(
  ringing: FlowRinging,
  group: GroupFacts,
  outside: OutsideFacts,
  journey: Journey,
): Decision | Onward {
  const next = toGroup({ ...group, fallback: { kind: 'none' } }, outside, journey);
  if (next.kind === 'refuse' && next.reason === 'nobody_available')
    return { ...next, reason: group.members.some(hasPhone) ? 'busy' : 'unreachable' };
  if (next.kind !== 'connect') return next;
  return ringFor(ringing, withoutExits(next));
}

const withoutExits = ({ exits: _exits, ...connect }: Connect): Connect => connect;

const hasPhone = (member: GroupFacts['members'][number]): boolean =>
  member.kind === 'external' || member.callee.contacts.length > 0;
