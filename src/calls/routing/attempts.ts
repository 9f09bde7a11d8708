import type { OutboundClass, OutboundRules } from '../../outbound/contract.ts';
import { type Destination, permits, SAFE_RULES } from '../../outbound/rules.ts';
import type { CallFacts } from '../model/call-facts.ts';
import type { Accepted, Attempt, CallerId, Decision, Refused, Target, TrunkTarget } from '../model/decision.ts';
import { isDialable } from '../model/phone-address.ts';
import { CARRIER_RING_SECONDS, type RefusalReason } from '../rules.ts';
import type { Callee, Carrier } from './facts.ts';

export const refuse = (reason: RefusalReason, record: CallFacts | null): Refused => ({
  kind: 'refuse',
  reason,
  record,
});

/** A call that has come back from a carrier this often is not sent to one again: numbers forward to each other in a circle. */
const MOST_HOPS_OUTSIDE = 5;

export const hasComeBackTooOften = ({ hops = 0 }: CallFacts): boolean => hops >= MOST_HOPS_OUTSIDE;

export const permitsDestination = (to: Destination | null, rules: OutboundRules | null | undefined): boolean =>
  to === null || permits(rules ?? SAFE_RULES, to);

/** Each contact by itself: by its name alone, Asterisk rings only one of an extension's phones. */
export const targetsOf = ({ id, number, sipUsername, contacts }: Callee, encrypted: boolean): Target[] =>
  contacts
    .filter((contact) => isDialable(contact, encrypted))
    .map((contact) => ({ kind: 'contact', extension: { id, number }, sipUsername, contact, encrypted }));

export const viaTrunk = (trunkId: string, number: string, destination?: OutboundClass): TrunkTarget => ({
  kind: 'trunk',
  trunkId,
  number,
  earlyMedia: true,
  ...(destination && { destination }),
});

export const viaTrunks = (carriers: Carrier[], number: string, destination?: OutboundClass): TrunkTarget[] =>
  carriers.map(({ id }) => viaTrunk(id, number, destination));

/** What a call through trunks is, besides where it goes. */
export type TrunkCall = Omit<Accepted, 'origin'> & { origin?: CallerId; callerId: CallerId; usesLine?: boolean };

/** One trunk after the other: the next is tried when the one before failed. `origin`: if it is not the caller ID. */
export function toTrunks(trunks: TrunkTarget[], { callerId, origin = callerId, ...call }: TrunkCall): Decision {
  const { facts, path = [] } = call;
  const [first, ...next] = trunks.map((target): Attempt => ({
    targets: [target],
    callerId,
    ringSeconds: CARRIER_RING_SECONDS,
  }));
  if (first === undefined) return { ...refuse('no_carrier', facts), path };
  return { kind: 'connect', ...call, origin, attempts: [first, ...next] };
}
