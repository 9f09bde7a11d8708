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

/**
 * A call that has come back from a carrier this often is not sent to one again, because numbers are forwarding to each
 * other in a loop.
 */
const MAX_HOPS_OUTSIDE = 5;

export const isLooping = ({ hops = 0 }: CallFacts): boolean => hops >= MAX_HOPS_OUTSIDE;

export const permitsDestination = (to: Destination | null, rules: OutboundRules | null | undefined): boolean =>
  to === null || permits(rules ?? SAFE_RULES, to);

/** One target for each contact. If Asterisk dials an endpoint by name, it rings only one of the extension's phones. */
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

/** A call through trunks, apart from its number. */
export type TrunkCall = Omit<Accepted, 'origin'> & { origin?: CallerId; callerId: CallerId; usesLine?: boolean };

/** Tries the trunks one after the other until one works. `origin`: given if it differs from the caller ID. */
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
