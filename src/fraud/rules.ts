import { OUTBOUND_CLASSES, type OutboundClass } from '../outbound/contract.ts';
import { COSTLY_CLASSES } from '../outbound/rules.ts';
import { HOUR_MS } from '../platform/time/durations.ts';
import { decimalsOf } from '../platform/values/currencies.ts';
import { roundedText, toMicros } from '../platform/values/money.ts';
import { FRAUD_RULES, type FraudAction, type FraudRule, type FraudRules } from './contract.ts';

/**
 * The rules of a new tenant until its partner changes them. They don't affect a tenant that only makes domestic calls.
 */
export const INITIAL_RULES: FraudRules = {
  spendPerHour: null,
  internationalMinutesPerDay: { minutes: 300, action: 'block' },
  callsAtOnce: null,
};

export const NO_RULES: FraudRules = { spendPerHour: null, internationalMinutesPerDay: null, callsAtOnce: null };

/** The classes that a rule counts and blocks. Numbers without a class, such as 911 and 988, are never affected. */
export const CLASSES_OF: Record<FraudRule, readonly OutboundClass[]> = {
  spendPerHour: OUTBOUND_CLASSES.filter((one) => one !== 'tollFree'),
  internationalMinutesPerDay: COSTLY_CLASSES,
  callsAtOnce: OUTBOUND_CLASSES,
};

/**
 * The window of each rule, and how long it doesn't report again. Windows roll: a window that restarts at midnight would
 * let an attack restart, too.
 */
export const WINDOW_MS: Record<FraudRule, number> = {
  spendPerHour: HOUR_MS,
  internationalMinutesPerDay: 24 * HOUR_MS,
  callsAtOnce: HOUR_MS,
};

/** An active rule. `limit`: in micros, seconds or calls. */
export type Limit = { rule: FraudRule; action: FraudAction; limit: bigint; currency: string | null };

export function limitsOf(rules: FraudRules): Limit[] {
  const { spendPerHour, internationalMinutesPerDay: minutes, callsAtOnce: calls } = rules;
  const limits: (Limit | null)[] = [
    spendPerHour && {
      rule: 'spendPerHour',
      action: spendPerHour.action,
      limit: toMicros(spendPerHour.amount),
      currency: spendPerHour.currency,
    },
    minutes && {
      rule: 'internationalMinutesPerDay',
      action: minutes.action,
      limit: BigInt(minutes.minutes) * 60n,
      currency: null,
    },
    calls && { rule: 'callsAtOnce', action: calls.action, limit: BigInt(calls.calls), currency: null },
  ];
  return limits.filter((one) => one !== null);
}

/** What a tenant has used, in micros, seconds and calls. Null if it was not looked up. */
export type Used = Record<FraudRule, bigint | null>;

/**
 * The limits that are reached. The current call has cost nothing yet, but counts as one of the simultaneous calls,
 * which may equal the limit.
 */
export const reachedLimits = (limits: readonly Limit[], used: Used): (Limit & { used: bigint })[] =>
  limits.flatMap((limit) => {
    const amount = used[limit.rule];
    if (amount === null) return [];
    const isReached = limit.rule === 'callsAtOnce' ? amount > limit.limit : amount >= limit.limit;
    return isReached ? [{ ...limit, used: amount }] : [];
  });

/** The first rule, in a fixed order, that refuses a call to a number of this class. */
export const blockedBy = (destination: OutboundClass, blocking: readonly FraudRule[]): FraudRule | null =>
  FRAUD_RULES.find((rule) => blocking.includes(rule) && CLASSES_OF[rule].includes(destination)) ?? null;

/** An amount of a rule as text: money in its currency's smallest unit, whole minutes, calls. */
export function amountText(rule: FraudRule, amount: bigint, currency: string | null): string {
  if (rule === 'spendPerHour') return roundedText(amount, decimalsOf(currency ?? ''));
  return rule === 'internationalMinutesPerDay' ? (amount / 60n).toString() : amount.toString();
}

/** The currency of calls: now, and from the next billing cycle on. */
export type CallCurrencies = { present: string | null; next: string | null };

/**
 * When a spend rule counts calls, which it only does in its own currency. `ends`: until the current billing cycle ends.
 * `waits`: from the next one on.
 */
export type SpendRuleState = 'counts' | 'ends' | 'waits' | 'idle';

export function spendRuleState(currency: string, { present, next }: CallCurrencies): SpendRuleState {
  if (currency === present) return currency === next ? 'counts' : 'ends';
  return currency === next ? 'waits' : 'idle';
}
