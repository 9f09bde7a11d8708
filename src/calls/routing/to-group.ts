import type { Destination } from '../../destinations/contract.ts';
import type { Strategy } from '../../groups/contract.ts';
import { numberKind } from '../../platform/numbers/destination.ts';
import { homeOf } from '../../platform/numbers/e164.ts';
import { tenantMay } from '../../status/rules.ts';
import { type CallPath, type PathStep, sincePerson } from '../model/call-path.ts';
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
import { isLooping, permitsDestination, refuse, targetsOf, viaTrunk } from './attempts.ts';
import type { Callee, GroupFacts, GroupMember, OutsideFacts } from './facts.ts';
import { forwardedCallerId, hasSentOn } from './to-extension.ts';

/**
 * Rings the members of a group by its strategy. Members that can't take the call are left out: those in do not disturb,
 * busy or without a phone, and the caller itself. Members' own forwards are ignored, or a member's mailbox would take
 * the group's calls. If nobody can ring, the call goes to the fallback at once.
 */
export function toGroup(group: GroupFacts, outside: OutsideFacts, before: Journey): Decision | Onward {
  if (hasRung(before.path, group.id)) return { ...refuse('unreachable', before.facts), path: before.path };
  const journey = { ...before, path: [...before.path, stepOf(group, before.at)] };
  return connect(group, outside, journey) ?? fallBack(group, journey);
}

/** The step of a call's path that says that the group rings. */
export const stepOf = ({ id: groupId, number, name }: GroupFacts, at: string): PathStep => ({
  event: 'group',
  at,
  groupId,
  number,
  name,
});

/**
 * Whether the group has already rung. Only what happened since a person or the last node of a flow had the call
 * counts, since both may send it to a group again.
 */
const hasRung = (whole: CallPath, groupId: string): boolean => {
  const path = sincePerson(whole);
  return path
    .slice(path.findLastIndex(({ event }) => event === 'flow') + 1)
    .some((step) => step.event === 'group' && step.groupId === groupId);
};

/** Null if no member can ring. */
function connect(group: GroupFacts, outside: OutsideFacts, journey: Journey): Connect | null {
  const { facts, party, origin, path, encryptedCaller } = journey;
  const members = inOrderOf(group.strategy, group.members)
    .map((member) => ({ member, targets: targetsOfMember(member, group, outside, journey) }))
    .filter(({ targets }) => targets.length > 0);
  const callerId = forwardedCallerId(origin, path);
  const attempt = (targets: Target[]): Attempt => ({ targets, callerId, ringSeconds: group.ringSeconds });
  const each = members.map(({ targets }) => targets);
  const [first, ...next] = (group.strategy === 'all' && each.length > 0 ? [each.flat()] : each).map(attempt);
  if (first === undefined) return null;
  return {
    kind: 'connect',
    facts,
    party,
    origin,
    path,
    attempts: [first, ...next],
    inOrder: true,
    exits: exitsOf(group),
    ...(encryptedCaller && { encryptedCaller }),
    ...(members.some(({ member }) => member.kind === 'external') && { usesLine: true }),
  };
}

/**
 * For `longest_idle`, the member that has been idle longest comes first. Members that have had no call come before all
 * others, and those in a call come last.
 */
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
  const [carrier, ...others] = carriers;
  const kind = numberKind(member.number, homeOf(tenant.country, did?.number ?? null).country);
  const isPermitted = tenantMay(tenant.status, 'outbound') && permitsDestination(kind, outbound);
  const { facts } = journey;
  if (!did || !carrier || !isPermitted || member.number === facts.from || isLooping(facts)) return [];
  const callerId = { number: did.number, name: tenant.defaultCnam, restricted: false };
  // no early media: other phones may ring at the same time, and the caller must not hear the carrier's tones
  const trunk = viaTrunk(carrier.id, member.number, kind.class);
  const otherTrunkIds = others.map(({ id }) => id);
  return [{ ...trunk, otherTrunkIds, earlyMedia: false, callerId, confirm: group.confirm }];
}

/** The caller doesn't ring, and neither does an extension that has forwarded the call here. */
function canRing({ id, rules }: Callee, { party, path }: Journey): boolean {
  if (rules?.doNotDisturb || (rules?.inCall && !rules.callWaiting)) return false;
  return id !== party.extensionId && !hasSentOn(path, id);
}

const partyOf = ({ number }: GroupFacts) => ({ extensionId: null, number });

/** Its fallback takes the calls that nobody answers. */
export function exitsOf(group: GroupFacts): Exits {
  const to = Object.fromEntries(EXITS.map((exit) => [exit, group.fallback])) satisfies Exits['to'];
  return { by: partyOf(group), to, confirm: false };
}

function fallBack(group: GroupFacts, journey: Journey): Decision | Onward {
  const { fallback } = group;
  if (fallback.kind === 'none') return { ...refuse('nobody_available', journey.facts), path: journey.path };
  return { kind: 'onward', nextHop: nextHopTo(fallback, group), journey };
}

const nextHopTo = (to: Destination, group: GroupFacts) => ({
  to,
  forwarded: { by: partyOf(group), because: 'unreachable' as const },
});
