import { type DefaultLimits, type Limits, LimitsPut } from '../../../../src/limits/contract.ts';
import { typedNumber } from '../../forms/form-schema.ts';
import type { EditedFields } from '../../forms/merge.ts';
import { typedAmountLabel } from '../money/amount.ts';

export type SpendTyped = { amount: string; currency: string | null };

export type LimitsForm = {
  monthlySpend: SpendTyped;
  maxMonthlyMinutes: string;
  maxExtensions: string;
  maxDids: string;
  alertThresholdPercent: string;
};

/** The limits of an existing tenant. A new one gets `autoSuspend` from the tenant defaults. */
export type TenantLimitsForm = LimitsForm & {
  autoSuspend: boolean;
  cycleInOtherCurrency: { monthlySpend: SpendTyped } | null;
};

export const TypedTenantLimits = LimitsPut.omit({
  version: true,
  spendCurrency: true,
  monthlyFees: true,
  feesReachSpend: true,
});

const shown = (limit: number | null): string => (limit === null ? '' : String(limit));

const typedSpend = (spend: DefaultLimits['monthlySpend'], currency: string): SpendTyped =>
  spend ?? { amount: '', currency };

export const formOfLimits = (limits: DefaultLimits, currency: string | null = null): LimitsForm => ({
  monthlySpend: typedSpend(limits.monthlySpend, currency ?? 'USD'),
  maxMonthlyMinutes: shown(limits.maxMonthlyMinutes),
  maxExtensions: shown(limits.maxExtensions),
  maxDids: shown(limits.maxDids),
  alertThresholdPercent: String(limits.alertThresholdPercent),
});

export const formOfTenantLimits = (limits: Limits): TenantLimitsForm => ({
  ...formOfLimits(limits, limits.spendCurrency),
  cycleInOtherCurrency: limits.cycleInOtherCurrency && {
    monthlySpend: typedSpend(limits.cycleInOtherCurrency.monthlySpend, limits.cycleInOtherCurrency.currency),
  },
  autoSuspend: limits.autoSuspend,
});

/** Blank means unlimited, 0 means none. */
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

export const sentTenantLimits = ({ autoSuspend, cycleInOtherCurrency: cycle, ...limits }: TenantLimitsForm) => ({
  ...sentLimits(limits),
  cycleInOtherCurrency: cycle && { monthlySpend: sentSpend(cycle.monthlySpend) },
  autoSuspend,
});

const spendWords = (spend: SpendTyped): string => {
  const sent = sentSpend(spend);
  return sent ? typedAmountLabel(sent.amount, sent.currency) : 'no limit';
};

/** The field for a current cycle in another currency. */
export const OTHER_CYCLE_FIELD: EditedFields = {
  cycleInOtherCurrency: {
    name: 'Spend in this cycle',
    sent: (cycle: TenantLimitsForm['cycleInOtherCurrency']) => cycle && sentSpend(cycle.monthlySpend),
    words: (spend: SpendTyped | null) => (spend ? spendWords(spend) : 'no limit'),
  },
};

/** The limits' fields in which two users' changes can conflict. `at`: their path in the form. */
export const limitFields = (at = ''): EditedFields => ({
  [`${at}monthlySpend`]: { name: 'Spend per billing cycle', sent: sentSpend, words: spendWords },
  [`${at}maxMonthlyMinutes`]: { name: 'Minutes per billing cycle' },
  [`${at}maxExtensions`]: { name: 'Extensions' },
  [`${at}maxDids`]: { name: 'Numbers' },
  [`${at}alertThresholdPercent`]: { name: 'Alert at (percent)' },
});
