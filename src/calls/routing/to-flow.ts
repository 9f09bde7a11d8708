import type { Connect, Decision, FlowRinging, Journey, Onward, ToFlow } from '../model/decision.ts';
import type { GroupFacts, OutsideFacts } from './facts.ts';
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
