import type { Destination } from '../../destinations/contract.ts';
import type { Strategy } from '../../groups/contract.ts';
import { numberKind } from '../../platform/numbers/destination.ts';
import { homeOf } from '../../platform/numbers/e164.ts';
import { tenantMay } from '../../status/rules.ts';
import type { CallPath } from '../model/call-path.ts';
import {
  type Attempt,
  type Connect,
  type Decision,
  EXITS,
  type Exits,
  type Journey,
  type Onward,
  type Target,
} from '../model/decision.ts';
import { hasComeBackTooOften, permitsDestination, refuse, targetsOf, viaTrunk } from './attempts.ts';
import type { Callee, GroupFacts, GroupMember, OutsideFacts } from './facts.ts';
import { shownTo } from './to-extension.ts';

/**
 * Rings the members of a group, as its strategy wants. A member that can't take a call is left out: in do not disturb, busy, without a phone, the
 * caller itself. What a member wants done with its own calls is not followed, or its mailbox would take the calls of the group. Without
 * anybody to ring, the call goes to the fallback at once.
 */
export function toGroup(group: GroupFacts, outside: OutsideFacts, before: Journey): Decision | Onward {
  if (hasRung(before.path, group.id)) return { ...refuse('unreachable', before.facts), path: before.path };
  const { id: groupId, number, name } = group;
  const journey = {
    ...before,
    path: [...before.path, { event: 'group', at: before.at, groupId, number, name } as const],
  };
  return connect(group, outside, journey) ?? fallBack(group, journey);
}

/** A flow may ring the same group again: what counts is what has happened since its last node. */
const hasRung = (path: CallPath, groupId: string): boolean =>
  path
    .slice(path.findLastIndex(({ event }) => event === 'flow') + 1)
    .some((step) => step.event === 'group' && step.groupId === groupId);

/** Null if there is nobody to ring. */
function connect(group: GroupFacts, outside: OutsideFacts, journey: Journey): Connect | null {
  const { facts, origin, path, encryptedCaller } = journey;
  const members = inOrderOf(group.strategy, group.members)
    .map((member) => ({ member, targets: targetsOfMember(member, group, outside, journey) }))
    .filter(({ targets }) => targets.length > 0);
  const callerId = shownTo(origin, path);
  const attempt = (targets: Target[]): Attempt => ({ targets, callerId, ringSeconds: group.ringSeconds });
  const each = members.map(({ targets }) => targets);
  const [first, ...next] = (group.strategy === 'all' && each.length > 0 ? [each.flat()] : each).map(attempt);
  if (first === undefined) return null;
  return {
    kind: 'connect',
    facts,
    origin,
    path,
    attempts: [first, ...next],
    inOrder: true,
    exits: exitsOf(group),
    ...(encryptedCaller && { encryptedCaller }),
    ...(members.some(({ member }) => member.kind === 'external') && { usesLine: true }),
  };
}

/** Who has been idle longest comes first: without a call before anybody, and in a call after everybody. */
function inOrderOf(strategy: Strategy, members: readonly GroupMember[]): readonly GroupMember[] {
  if (strategy !== 'longest_idle') return members;
  return members.toSorted((one, other) => idleKey(one).localeCompare(idleKey(other)));
}

function idleKey(member: GroupMember): string {
  if (member.kind === 'external') return '8';
  if (member.inCall) return '9';
  return member.idleSince ?? '0';
}

function targetsOfMember(member: GroupMember, group: GroupFacts, outside: OutsideFacts, journey: Journey): Target[] {
  if (member.kind === 'extension')
    return canRing(member.callee, journey) ? targetsOf(member.callee, member.callee.encryptedOnly) : [];
  const { tenant, did, outbound, carriers } = outside;
  const [carrier] = carriers;
  const kind = numberKind(member.number, homeOf(tenant.country, did?.number ?? null).country);
  const isPermitted = tenantMay(tenant.status, 'outbound') && permitsDestination(kind, outbound);
  const { facts } = journey;
  if (!did || !carrier || !isPermitted || member.number === facts.from || hasComeBackTooOften(facts)) return [];
  const callerId = { number: did.number, name: tenant.defaultCnam, restricted: false };
  // beside other phones, what the carrier sends before an answer is not for the caller
  return [{ ...viaTrunk(carrier.id, member.number, kind.class), earlyMedia: false, callerId, confirm: group.confirm }];
}

/** Neither the caller nor an extension that sent the call here rings by it. */
function canRing({ id, rules }: Callee, { facts, path }: Journey): boolean {
  if (rules?.doNotDisturb || (rules?.inCall && !rules.callWaiting)) return false;
  const isCaller = facts.direction !== 'inbound' && facts.extensionId === id;
  return !isCaller && !path.some((step) => step.event === 'forwarded' && step.extensionId === id);
}

const partyOf = ({ number }: GroupFacts) => ({ extensionId: null, number });

function exitsOf(group: GroupFacts): Exits {
  const to = Object.fromEntries(EXITS.map((exit) => [exit, group.fallback])) satisfies Exits['to'];
  return { by: partyOf(group), to, confirm: false };
}

function fallBack(group: GroupFacts, journey: Journey): Decision | Onward {
  const { fallback } = group;
  if (fallback.kind === 'none') return { ...refuse('nobody_available', journey.facts), path: journey.path };
  return { kind: 'onward', way: wayTo(fallback, group), journey };
}

const wayTo = (to: Destination, group: GroupFacts) => ({
  to,
  forwarded: { by: partyOf(group), because: 'unreachable' as const },
});
