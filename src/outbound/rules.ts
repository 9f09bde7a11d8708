import type { OutboundClass, OutboundRules } from './contract.ts';

/** What a tenant may do of which nobody has said anything: what a stolen password cannot make dear. */
export const SAFE_RULES: OutboundRules = {
  classes: ['tollFree', 'domestic'],
  countries: [],
  maxConcurrentOutbound: 10,
  maxConcurrentOutboundPerExtension: 4,
};

/** What a number is to the one who calls it. `country` is null where none is behind it, as behind a satellite. */
export type Destination = { class: OutboundClass; country: string | null };

/** Whether a tenant may call there. A country may be allowed by itself; premium numbers and satellites never come with it. */
export function permits(
  { classes, countries }: Pick<OutboundRules, 'classes' | 'countries'>,
  to: Destination,
): boolean {
  if (classes.includes(to.class)) return true;
  const abroad = to.class === 'international' || to.class === 'caribbean';
  return abroad && to.country !== null && countries.includes(to.country);
}

/** Why no further call goes out now; null if one does. */
export function roomFor(
  { maxConcurrentOutbound, maxConcurrentOutboundPerExtension }: OutboundRules,
  now: { ofTenant: number; ofExtension: number },
): 'too_many_calls' | null {
  const full = now.ofTenant >= maxConcurrentOutbound || now.ofExtension >= maxConcurrentOutboundPerExtension;
  return full ? 'too_many_calls' : null;
}

/** Kinds of numbers that cost much: the ones that a thief calls. */
export const COSTLY_CLASSES = ['caribbean', 'international', 'premium', 'satellite'] as const satisfies OutboundClass[];

export const isCostly = (one: string | undefined): boolean => COSTLY_CLASSES.some((costly) => costly === one);

/** So many calls to such numbers within this time are a burst, whether they were refused or put through. */
export const BURST = { calls: 20, withinMs: 10 * 60 * 1000 } as const;
/** The partner is told of one tenant this often at most. */
export const ALERT_EVERY_MS = 60 * 60 * 1000;

export type Burst = 'refused' | 'allowed';

/** What is worth telling of; calls that were put through cost something. */
export function burstOf(calls: Record<Burst, number>): Burst | null {
  if (calls.allowed >= BURST.calls) return 'allowed';
  return calls.refused >= BURST.calls ? 'refused' : null;
}
