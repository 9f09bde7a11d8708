import { numberKind } from '../../platform/numbers/destination.ts';
import { homeOf } from '../../platform/numbers/e164.ts';
import { tenantMay } from '../../status/rules.ts';
import type { CallFacts } from '../model/call-facts.ts';
import { type CallerId, type Connect, EXITS, type Exits, type Target } from '../model/decision.ts';
import { isLooping, permitsDestination, targetsOf, viaTrunk } from './attempts.ts';
import type { Callee, CarrierFacts } from './facts.ts';
import * as toExtension from './to-extension.ts';
import * as toGroup from './to-group.ts';

/**
 * A dispatcher who calls back after a 911 call must reach a person. So the phones that called 911 ring together with
 * the phones that the number rings: do not disturb, calls in progress and encryption keep none of them from ringing. If
 * nobody answers, the call continues to the number's flow, mailbox or forward, so that a busy or unplugged phone doesn't
 * lose it. In a suspended tenant, other phones ring only if those that called 911
 * are no longer registered, and the call goes nowhere else. Null if no phone can ring.
 */
export function toCallback(facts: CarrierFacts, call: CallFacts, callerId: CallerId): Connect | null {
  const { tenant, callbacks, group } = facts;
  const theirs = callbacks.flatMap(contactsOf);
  const serves = tenantMay(tenant.status, 'inbound');
  const others = phonesOf(facts).filter(({ id }) => !callbacks.some((phone) => phone.id === id));
  const rung = serves || theirs.length === 0 ? others : [];
  const targets = [...theirs, ...rung.flatMap(contactsOf), ...(serves ? outsideTargets(facts, call) : [])];
  if (targets.length === 0) return null;
  const ringSeconds = Math.max(...[...callbacks, ...rung, ...(group ? [group] : [])].map((one) => one.ringSeconds));
  const exits = serves ? exitsOf(facts) : null;
  return {
    kind: 'connect',
    facts: call,
    origin: callerId,
    ...(group && { path: [toGroup.stepOf(group, call.admittedAt)] }),
    attempts: [{ targets, callerId, ringSeconds }],
    ...(exits && { exits }),
  };
}

/** They ring even if the call can't be encrypted. */
const contactsOf = (phone: Callee): Target[] => targetsOf(phone, false);

/** The phones that the number rings. All members of a group ring at once, whatever its strategy. */
function phonesOf({ callee, group }: CarrierFacts): Callee[] {
  const members = group?.members.flatMap((member) => (member.kind === 'extension' ? [member.callee] : [])) ?? [];
  return callee ? [callee, ...members] : members;
}

/** The outside numbers that the number rings. A call to them is permitted like an outbound call. */
function outsideTargets({ tenant, did, forward, group, outbound, carriers }: CarrierFacts, call: CallFacts): Target[] {
  const members = group?.members.flatMap((member) => (member.kind === 'external' ? [member.number] : [])) ?? [];
  const [carrier, ...others] = carriers;
  if (!carrier || isLooping(call)) return [];
  const { country } = homeOf(tenant.country, did.number);
  return [...(forward && !forward.ours ? [forward.number] : []), ...members]
    .filter((number) => number !== call.from && permitsDestination(numberKind(number, country), outbound))
    .map((number) => ({
      ...viaTrunk(carrier.id, number),
      otherTrunkIds: others.map(({ id }) => id),
      // phones ring at the same time, and the caller must not hear the carrier's tones
      earlyMedia: false,
      callerId: { number: did.number, name: '', restricted: false },
      ...(group && { confirm: group.confirm }),
    }));
}

/** Where the call goes if nobody answers. Any other destination than a phone can take the call only then. */
function exitsOf({ callee, group, destination, did }: CarrierFacts): Exits | null {
  if (callee) return callee.rules ? toExtension.exitsOf(callee, alwaysIfUnanswered(callee.rules)) : null;
  if (group) return toGroup.exitsOf(group);
  if (!destination) return null;
  const to = Object.fromEntries(EXITS.map((exit) => [exit, destination])) satisfies Exits['to'];
  return { by: { extensionId: null, number: did.number }, to, confirm: false };
}

/** The phones ring despite an unconditional forward, which then takes the call that nobody answers. */
const alwaysIfUnanswered = (rules: NonNullable<Callee['rules']>): NonNullable<Callee['rules']> =>
  rules.always ? { ...rules, busy: rules.always, noAnswer: rules.always, unreachable: rules.always } : rules;
