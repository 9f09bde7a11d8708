import { z } from 'zod';
import type { DefaultLimits } from '../../src/limits/contract.ts';

/** What is typed. The currency is not: it stays with the amount as it was. */
export type LimitsForm = Record<
  'monthlySpend' | 'currency' | 'maxExtensions' | 'maxDids' | 'maxMonthlyMinutes' | 'alertThresholdPercent',
  string
>;

const shown = (limit: number | null): string => (limit === null ? '' : String(limit));

export const formOfLimits = (limits: DefaultLimits): LimitsForm => ({
  monthlySpend: limits.monthlySpend?.amount ?? '',
  currency: limits.monthlySpend?.currency ?? 'USD',
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

export function sentLimits({ monthlySpend, currency, ...limits }: LimitsForm) {
  return {
    monthlySpend: monthlySpend.trim() === '' ? null : { amount: monthlySpend.trim(), currency },
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

/** Leads from a form that has limits to what the contract takes. The amount is typed in a field of its own: a fault in it belongs there. */
export const withLimits = <Typed, Output>(schema: z.ZodType<Output>, sent: (form: Typed) => unknown) =>
  z.unknown().transform((form, context) => {
    const parsed = schema.safeParse(sent(form as Typed));
    if (parsed.success) return parsed.data;
    for (const issue of parsed.error.issues) {
      const path = issue.path.filter((part) => part !== 'amount' && part !== 'currency');
      const words = issue.code === 'invalid_type' ? NOT_A_NUMBER[String(path.at(-1))] : undefined;
      context.addIssue({ code: 'custom', path, message: words ?? issue.message });
    }
    return z.NEVER;
  }) as unknown as z.ZodType<Output, Typed>;
