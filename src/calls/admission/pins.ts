import { isFreeToCall } from '../../billing/rating/free-calls.ts';
import type { BilledLeg, Pin } from '../../billing/rating/pin-contract.ts';
import type { Prices } from '../../billing/rating/pins.ts';
import type { CallCap } from '../../limits/cap-contract.ts';
import type { OutboundClass } from '../../outbound/contract.ts';
import type { CallFacts } from '../model/call-facts.ts';
import type { CallPath } from '../model/call-path.ts';
import type { Attempt, Connect, Decision, Onward, Refused, Target, TrunkTarget } from '../model/decision.ts';
import { callerOf } from '../model/parties.ts';
import { refuse } from '../routing/attempts.ts';
import type { RefusalReason } from '../rules.ts';

/**
 * The numbers of a call to pin rates for: our own number if the call is inbound, and the outside numbers that it rings.
 */
export type ToPin = { own: string | null; outside: string[] };

/**
 * The charged legs of a decision, or null if there are none. Emergency calls, internal calls and calls to freephone
 * numbers are never charged. `isNew`: the call is new, as opposed to one in progress that is rerouted.
 */
export function legsToPin(decision: Decision, isNew: boolean): ToPin | null {
  if (decision.kind === 'refuse' || decision.facts.emergency) return null;
  const { facts } = decision;
  const own = isChargedInbound(facts, isNew) ? facts.to : null;
  const outside = decision.kind === 'connect' ? [...chargedNumbers(decision).keys()] : [];
  return own === null && outside.length === 0 ? null : { own, outside };
}

/**
 * A new inbound call is charged itself. A call that moves on during its admission, because no target remained, already
 * has that leg.
 */
const isChargedInbound = ({ direction, legs = [] }: CallFacts, isNew: boolean): boolean =>
  isNew && direction === 'inbound' && !legs.some(({ leg }) => leg === 0);

/** The outside numbers of a call that are charged, in the order in which they are tried. */
const chargedNumbers = ({ attempts }: Connect): Map<string, OutboundClass> =>
  new Map(
    attempts.flatMap(({ targets }) => targets.filter(isCharged).map((target) => [target.number, target.destination])),
  );

type Charged = TrunkTarget & { destination: OutboundClass };
export const isCharged = (target: Target): target is Charged =>
  target.kind === 'trunk' && !isFreeToCall(target.number, target.destination ?? null);

/**
 * Pins what the legs of a decision are charged by. An outside number without a rate is not dialled. If no target
 * remains, the call takes its "unreachable" exit, or is refused.
 */
export function withPins(decision: Decision, prices: Prices, isNew: boolean, at: string): Decision | Onward {
  if (decision.kind === 'refuse' || decision.facts.emergency) return decision;
  const { facts } = decision;
  const inbound = isChargedInbound(facts, isNew) ? inboundLeg(facts.to, prices) : null;
  const withInbound = inbound ? { ...decision, facts: withLegs(facts, [inbound]) } : decision;
  if (withInbound.kind !== 'connect' || prices.outbound === null) return withInbound;
  return outsidePinned(withInbound, prices, prices.outbound, at);
}

const withLegs = (facts: CallFacts, legs: BilledLeg[]): CallFacts =>
  legs.length === 0 ? facts : { ...facts, legs: [...(facts.legs ?? []), ...legs] };

function inboundLeg(number: string, { cycle, inbound }: Prices): BilledLeg | null {
  if (inbound === null) return null;
  if ('costIn' in inbound) return { leg: 0, number, pin: costPin(inbound, 'inbound') };
  return cycle && { leg: 0, number, pin: pinOf(cycle, 'inbound', inbound.rates[number] ?? null) };
}

const costPin = ({ costIn }: { costIn: string }, ofClass: Pin['class']): Pin => ({
  cycleId: null,
  currency: costIn,
  class: ofClass,
  included: false,
  rate: null,
});

const pinOf = (cycle: NonNullable<Prices['cycle']>, ofClass: Pin['class'], rate: Pin['rate']): Pin => ({
  cycleId: cycle.id,
  currency: cycle.currency,
  class: ofClass,
  included: cycle.includedClasses.includes(ofClass),
  rate,
});

function outsidePinned(
  decision: Connect,
  { cycle }: Prices,
  outbound: NonNullable<Prices['outbound']>,
  at: string,
): Decision | Onward {
  const next = Math.max(0, ...(decision.facts.legs ?? []).map(({ leg }) => leg)) + 1;
  const table = 'table' in outbound ? outbound.table : '';
  const numbers = [...chargedNumbers(decision)];
  const legs = numbers.flatMap(([number, destination]) => {
    if ('costIn' in outbound) return [{ number, pin: costPin(outbound, destination) }];
    const rate = outbound.rates[number];
    return cycle && rate ? [{ number, pin: pinOf(cycle, destination, rate) }] : [];
  });
  const pinned = legs.map((leg, index): BilledLeg => ({ leg: next + index, ...leg }));
  const legOf = new Map(pinned.map(({ number, leg }) => [number, leg]));
  const missing = numbers.map(([number]) => number).filter((number) => !legOf.has(number));
  const path: CallPath = [
    ...(decision.path ?? []),
    ...missing.map((number) => ({ event: 'no_rate', at, number, table }) as const),
  ];
  const attempts = filterTargets(decision.attempts, (target) => {
    if (!isCharged(target)) return target;
    const billed = legOf.get(target.number);
    return billed === undefined ? null : { ...target, billed };
  });
  if (attempts === null) return leaveUnreachable(decision, path, at, 'no_rate');
  return { ...decision, path, facts: withLegs(decision.facts, pinned), attempts };
}

/**
 * Returns the attempts with only the targets that `select` returns, or null if none remain. `before`: the targets that
 * precede this one in its attempt.
 */
export function filterTargets(
  attempts: readonly Attempt[],
  select: (target: Target, before: readonly Target[]) => Target | null,
): Connect['attempts'] | null {
  const [first, ...others] = attempts
    .map((attempt) => ({
      ...attempt,
      targets: attempt.targets.flatMap((target, n) => select(target, attempt.targets.slice(0, n)) ?? []),
    }))
    .filter(({ targets }) => targets.length > 0);
  return first ? [first, ...others] : null;
}

/** Removes the legs that a cap refuses. If no target remains, the call takes its "unreachable" exit, or is refused. */
export function withoutLegs(
  decision: Exclude<Decision, Refused>,
  refused: ReadonlyMap<number, CallCap>,
  at: string,
): Decision | Onward {
  const [reason] = refused.values();
  if (reason === undefined) return decision;
  // the inbound leg itself doesn't fit, and it is charged wherever the call goes
  if (refused.has(0)) return { ...refuse(reason, decision.facts), path: decision.path ?? [] };
  if (decision.kind !== 'connect') return decision;
  const isRefused = (target: Target): boolean =>
    target.kind === 'trunk' && target.billed !== undefined && refused.has(target.billed);
  const attempts = filterTargets(decision.attempts, (target) => (isRefused(target) ? null : target));
  if (attempts === null) return leaveUnreachable(decision, decision.path ?? [], at, reason);
  return { ...decision, attempts };
}

/** Sends a call without any target to its "unreachable" exit, or refuses it. */
export function leaveUnreachable(
  { facts, party = callerOf(facts), origin, exits, encryptedCaller = false }: Connect,
  path: CallPath,
  at: string,
  reason: RefusalReason,
): Decision | Onward {
  const to = exits?.to.unreachable;
  if (!exits || !to) return { ...refuse(reason, facts), path };
  const nextHop = { to, forwarded: { by: exits.by, because: 'unreachable' as const }, confirm: exits.confirm };
  return { kind: 'onward', nextHop, journey: { facts, party, origin, path, at, encryptedCaller } };
}
