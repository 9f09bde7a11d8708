import type { Prices } from '../../billing/rating/pins.ts';
import type { OutboundClass, OutboundRules } from '../../outbound/contract.ts';
import { permits } from '../../outbound/rules.ts';
import { numberKind } from '../../platform/numbers/destination.ts';
import type { Connect, Decision, Onward, Target } from '../model/decision.ts';
import { filterTargets, isCharged, leaveUnreachable } from './pins.ts';

/**
 * Gives the outside numbers of a call the class that the tenant's rate table names, where it names one. Such a number is dialled only if the tenant may
 * call that class too: a table can close numbers, and never opens any, since those that their own class closes have been refused before. Calls that need
 * no rate are left alone, 911 first of all. Returns the same decision if no class changes.
 */
export function withTableClasses(
  decision: Decision,
  { outbound }: Prices,
  rules: OutboundRules,
  at: string,
): Decision | Onward {
  if (decision.kind !== 'connect' || decision.facts.emergency || outbound === null || 'costIn' in outbound)
    return decision;
  const changed = new Map<string, OutboundClass>();
  const classed = (target: Target): Target => {
    if (!isCharged(target)) return target;
    const named = outbound.rates[target.number]?.class ?? target.destination;
    if (named === target.destination) return target;
    changed.set(target.number, named);
    return { ...target, destination: named };
  };
  const attempts = filterTargets(decision.attempts, classed);
  if (attempts === null || changed.size === 0) return decision;
  const { facts } = decision;
  const dialled = facts.destination === undefined ? undefined : changed.get(facts.to);
  const withClasses: Connect = {
    ...decision,
    attempts,
    ...(dialled && { facts: { ...facts, destination: dialled } }),
  };
  const mayRing = (target: Target): boolean => {
    const named = target.kind === 'trunk' ? changed.get(target.number) : undefined;
    return named === undefined || permits(rules, { class: named, country: countryOf(target) });
  };
  const permitted = filterTargets(attempts, (target) => (mayRing(target) ? target : null));
  if (permitted === null) return leaveUnreachable(withClasses, decision.path ?? [], at, 'not_permitted');
  const { usesLine: _usesLine, ...rest } = withClasses;
  const usesLine =
    decision.usesLine === true && permitted.some(({ targets }) => targets.some(({ kind }) => kind === 'trunk'));
  return { ...rest, attempts: permitted, ...(usesLine && { usesLine }) };
}

/** The country of an outside number doesn't depend on the caller. */
const countryOf = (target: Target): string | null =>
  target.kind === 'trunk' ? numberKind(target.number, 'US').country : null;
