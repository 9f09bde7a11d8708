import { HOUR_MS } from '../platform/time/durations.ts';
import type { OutboundClass, OutboundRules } from './contract.ts';

/** Permissions of a tenant that has none stored. They prevent a stolen password from running up a bill. */
export const SAFE_RULES: OutboundRules = {
  classes: ['tollFree', 'domestic'],
  countries: [],
  maxConcurrentOutbound: 10,
  maxConcurrentOutboundPerExtension: 4,
};

/** The kind of number that was dialled. `country` is null for numbers without one, such as satellite phones. */
export type Destination = { class: OutboundClass; country: string | null };

/** Whether a tenant may call this destination. A country can be allowed individually, which never allows premium or satellite numbers. */
export function permits(
  { classes, countries }: Pick<OutboundRules, 'classes' | 'countries'>,
  to: Destination,
): boolean {
  if (classes.includes(to.class)) return true;
  const abroad = to.class === 'international' || to.class === 'caribbean';
  return abroad && to.country !== null && countries.includes(to.country);
}

/** Expensive kinds of numbers, the ones that toll fraud calls. */
export const COSTLY_CLASSES = ['caribbean', 'international', 'premium', 'satellite'] as const satisfies OutboundClass[];

export const isCostly = (one: string | undefined): boolean => COSTLY_CLASSES.some((costly) => costly === one);

/** This many calls to expensive numbers within this time are a burst, whether they were refused or connected. */
export const BURST = { calls: 20, withinMs: 10 * 60 * 1000 } as const;
/** At most one alert per tenant in this time. */
export const ALERT_EVERY_MS = HOUR_MS;

export type Burst = 'refused' | 'allowed';

/** The kind of burst to alert about, if any. Connected calls come first because they cost money. */
export function burstOf(calls: Record<Burst, number>): Burst | null {
  if (calls.allowed >= BURST.calls) return 'allowed';
  return calls.refused >= BURST.calls ? 'refused' : null;
}
