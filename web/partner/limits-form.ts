import { z } from 'zod';
import type { DefaultLimits } from '../../src/limits/contract.ts';
import type { EditedFields } from '../conflicts.ts';

/** What is typed. */
export type LimitsForm = Record<'maxExtensions' | 'maxDids' | 'maxMonthlyMinutes' | 'alertThresholdPercent', string> & {
  monthlySpend: { amount: string; currency: string | null };
};

const shown = (limit: number | null): string => (limit === null ? '' : String(limit));

export const formOfLimits = (limits: DefaultLimits): LimitsForm => ({
  monthlySpend: limits.monthlySpend ?? { amount: '', currency: 'USD' },
  maxExtensions: shown(limits.maxExtensions),
  maxDids: shown(limits.maxDids),
  maxMonthlyMinutes: shown(limits.maxMonthlyMinutes),
  alertThresholdPercent: String(limits.alertThresholdPercent),
});

/** Empty is unlimited, 0 is none. What is no number stays as typed, for the schema to refuse. */
function limitOf(text: string): number | string | null {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  return /^\d+$/.test(trimmed) ? Number(trimmed) : trimmed;
}

const sentSpend = ({ amount, currency }: LimitsForm['monthlySpend']) =>
  amount.trim() === '' ? null : { amount: amount.trim(), currency: currency ?? '' };

export function sentLimits({ monthlySpend, ...limits }: LimitsForm) {
  return {
    monthlySpend: sentSpend(monthlySpend),
    maxExtensions: limitOf(limits.maxExtensions),
    maxDids: limitOf(limits.maxDids),
    maxMonthlyMinutes: limitOf(limits.maxMonthlyMinutes),
    alertThresholdPercent: limitOf(limits.alertThresholdPercent),
  };
}

const NOT_A_NUMBER: Record<string, string> = {
  maxExtensions: 'A whole number, or empty for no limit.',
  maxDids: 'A whole number, or empty for no limit.',
  maxMonthlyMinutes: 'A whole number, or empty for no limit.',
  alertThresholdPercent: 'A whole number from 1 to 100.',
};

/** The limits among the fields that two people may dispute; `at` is where in the form they stand. */
export const limitFields = (at = ''): EditedFields => ({
  [`${at}monthlySpend`]: {
    name: 'Monthly spend',
    sent: sentSpend,
    words: ({ amount, currency }: { amount: string; currency: string }) => `${amount} ${currency}`,
  },
  [`${at}maxExtensions`]: { name: 'Extensions' },
  [`${at}maxDids`]: { name: 'DIDs' },
  [`${at}maxMonthlyMinutes`]: { name: 'Minutes a month' },
  [`${at}alertThresholdPercent`]: { name: 'Alert at (percent)' },
});

/** What happens when the spend or the minutes are used up. */
export const REACHED: Record<string, { label: string; hint: string }> = {
  alert: { label: 'Alert', hint: 'A mail, and calls go on. Holds once calls are rated.' },
  suspend: { label: 'Suspend', hint: 'No more calls. Holds once calls are rated.' },
};
export const reachedWords = (value: string): string => REACHED[value]?.label ?? value;

/** Leads from a form that has limits to what the contract takes. */
export const withLimits = <Typed, Output>(schema: z.ZodType<Output>, sent: (form: Typed) => unknown) =>
  z.unknown().transform((form, context) => {
    const parsed = schema.safeParse(sent(form as Typed));
    if (parsed.success) return parsed.data;
    for (const issue of parsed.error.issues) {
      const words = issue.code === 'invalid_type' ? NOT_A_NUMBER[String(issue.path.at(-1))] : undefined;
      context.addIssue({ code: 'custom', path: issue.path, message: words ?? issue.message });
    }
    return z.NEVER;
  }) as unknown as z.ZodType<Output, Typed>;
