import { isFreeToCall } from '../../billing/rating/free-calls.ts';
import type { BilledLeg, Pin } from '../../billing/rating/pin-contract.ts';
import type { Prices } from '../../billing/rating/pins.ts';
import type { OutboundClass } from '../../outbound/contract.ts';
import type { CallCap } from '../../limits/cap-contract.ts';
import type { CallFacts } from '../model/call-facts.ts';
import type { CallPath } from '../model/call-path.ts';
import type { Attempt, Connect, Decision, Onward, Refused, Target, TrunkTarget } from '../model/decision.ts';
import { refuse } from '../routing/attempts.ts';
import type { RefusalReason } from '../rules.ts';

/** What a call has to have pinned: our own number if it comes in, and the outside numbers that it calls. */
export type ToPin = { own: string | null; outside: string[] };

/**
 * The legs of a decision that are charged; null if none is. Help, calls within the tenant and freephone never are. `isNew`: it is admitted now, and not
 * sent on.
 */
export function legsToPin(decision: Decision, isNew: boolean): ToPin | null {
  if (decision.kind === 'refuse' || decision.facts.emergency) return null;
  const { facts } = decision;
  const own = comesIn(facts, isNew) ? facts.to : null;
  const outside = decision.kind === 'connect' ? [...chargedNumbers(decision).keys()] : [];
  return own === null && outside.length === 0 ? null : { own, outside };
}

/** A new call from outside is charged itself. One that goes on before it is admitted, because nobody is left, has that leg already. */
const comesIn = ({ direction, legs = [] }: CallFacts, isNew: boolean): boolean =>
  isNew && direction === 'inbound' && !legs.some(({ leg }) => leg === 0);

/** The outside numbers of a call that are charged, in the order of trying. */
const chargedNumbers = ({ attempts }: Connect): Map<string, OutboundClass> =>
  new Map(
    attempts.flatMap(({ targets }) => targets.filter(isCharged).map((target) => [target.number, target.destination])),
  );

type Charged = TrunkTarget & { destination: OutboundClass };
const isCharged = (target: Target): target is Charged =>
  target.kind === 'trunk' && !isFreeToCall(target.number, target.destination ?? null);

/**
 * Pins what the legs of a decision are charged by. An outside number without a rate is not called: the call goes to whom it has left, or on to where
 * it would go if nobody could be reached, or is refused.
 */
export function withPins(decision: Decision, prices: Prices, isNew: boolean, at: string): Decision | Onward {
  if (decision.kind === 'refuse' || decision.facts.emergency) return decision;
  const { facts } = decision;
  const inbound = comesIn(facts, isNew) ? inboundLeg(facts.to, prices) : null;
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
  const attempts = keepTargets(decision.attempts, (target) => {
    if (!isCharged(target)) return target;
    const billed = legOf.get(target.number);
    return billed === undefined ? null : { ...target, billed };
  });
  if (attempts === null) return nobodyLeft(decision, path, at, 'no_rate');
  return { ...decision, path, facts: withLegs(decision.facts, pinned), attempts };
}

/** The attempts with those targets that `keep` returns; null if nobody is left to try. `before`: the targets before it in its attempt. */
export function keepTargets(
  attempts: readonly Attempt[],
  keep: (target: Target, before: readonly Target[]) => Target | null,
): Connect['attempts'] | null {
  const [first, ...others] = attempts
    .map((attempt) => ({
      ...attempt,
      targets: attempt.targets.flatMap((target, n) => keep(target, attempt.targets.slice(0, n)) ?? []),
    }))
    .filter(({ targets }) => targets.length > 0);
  return first ? [first, ...others] : null;
}

/** The decision without the legs that a cap refuses: the call goes to whom it has left, or on to where it would go if nobody could be reached. */
export function withoutLegs(
  decision: Exclude<Decision, Refused>,
  refused: ReadonlyMap<number, CallCap>,
  at: string,
): Decision | Onward {
  const [reason] = refused.values();
  if (reason === undefined) return decision;
  // the call that comes in is charged itself, whatever becomes of it
  if (refused.has(0)) return { ...refuse(reason, decision.facts), path: decision.path ?? [] };
  if (decision.kind !== 'connect') return decision;
  const isRefused = (target: Target): boolean =>
    target.kind === 'trunk' && target.billed !== undefined && refused.has(target.billed);
  const attempts = keepTargets(decision.attempts, (target) => (isRefused(target) ? null : target));
  if (attempts === null) return nobodyLeft(decision, decision.path ?? [], at, reason);
  return { ...decision, attempts };
}

/** A call that nobody is left for goes on to where it would go if nobody could be reached, or is refused. */
export function nobodyLeft(
  { facts, origin, exits, encryptedCaller = false }: Connect,
  path: CallPath,
  at: string,
  reason: RefusalReason,
): Decision | Onward {
  const to = exits?.to.unreachable;
  if (!exits || !to) return { ...refuse(reason, facts), path };
  const way = { to, forwarded: { by: exits.by, because: 'unreachable' as const }, confirm: exits.confirm };
  return { kind: 'onward', way, journey: { facts, origin, path, at, encryptedCaller } };
}
