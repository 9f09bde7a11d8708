import { type DefaultLimits, Limits } from '../../src/limits/contract.ts';
import { typedNumber } from './form-schema.ts';
import { amountLabel } from './amount.ts';
import type { EditedFields } from './merge.ts';

type SpendTyped = { amount: string; currency: string | null };

/** What is typed. */
export type LimitsForm = {
  monthlySpend: SpendTyped;
  maxMonthlyMinutes: string;
  maxExtensions: string;
  maxDids: string;
  alertThresholdPercent: string;
};

/** The limits of a tenant that exists: whether they suspend it, a new one gets from the tenant defaults. */
export type TenantLimitsForm = LimitsForm & { autoSuspend: boolean };

export const TypedTenantLimits = Limits.omit({ version: true });

const shown = (limit: number | null): string => (limit === null ? '' : String(limit));

export const formOfLimits = (limits: DefaultLimits): LimitsForm => ({
  monthlySpend: limits.monthlySpend ?? { amount: '', currency: 'USD' },
  maxMonthlyMinutes: shown(limits.maxMonthlyMinutes),
  maxExtensions: shown(limits.maxExtensions),
  maxDids: shown(limits.maxDids),
  alertThresholdPercent: String(limits.alertThresholdPercent),
});

export const formOfTenantLimits = (limits: Limits): TenantLimitsForm => ({
  ...formOfLimits(limits),
  autoSuspend: limits.autoSuspend,
});

/** Blank is unlimited, 0 is none. */
const limitOf = (text: string): number | string | null => (text.trim() === '' ? null : typedNumber(text));

const sentSpend = ({ amount, currency }: SpendTyped) =>
  amount.trim() === '' ? null : { amount: amount.trim(), currency: currency ?? '' };

export const sentLimits = (limits: LimitsForm) => ({
  monthlySpend: sentSpend(limits.monthlySpend),
  maxMonthlyMinutes: limitOf(limits.maxMonthlyMinutes),
  maxExtensions: limitOf(limits.maxExtensions),
  maxDids: limitOf(limits.maxDids),
  alertThresholdPercent: limitOf(limits.alertThresholdPercent),
});

export const sentTenantLimits = ({ autoSuspend, ...limits }: TenantLimitsForm) => ({
  ...sentLimits(limits),
  autoSuspend,
});

const spendWords = (spend: SpendTyped): string => {
  const sent = sentSpend(spend);
  return sent ? amountLabel(sent.amount, sent.currency) : 'no limit';
};

/** The limits among the fields that two people may dispute; `at` is where in the form they stand. */
export const limitFields = (at = ''): EditedFields => ({
  [`${at}monthlySpend`]: { name: 'Spend per billing cycle', sent: sentSpend, words: spendWords },
  [`${at}maxMonthlyMinutes`]: { name: 'Minutes per billing cycle' },
  [`${at}maxExtensions`]: { name: 'Extensions' },
  [`${at}maxDids`]: { name: 'Numbers' },
  [`${at}alertThresholdPercent`]: { name: 'Alert at (percent)' },
});
