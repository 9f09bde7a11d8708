import { z } from 'zod';
import { type TenantDefaults, TenantDefaultsPut } from '../../src/tenants/contract.ts';

export type DefaultsForm = {
  timezone: string | null;
  defaultCnam: string;
  suspensionBehavior: string;
  defaultBillingProfileId: string | null;
  defaultLimits: Record<
    'monthlySpend' | 'maxExtensions' | 'maxDids' | 'maxMonthlyMinutes' | 'alertThresholdPercent',
    string
  >;
};

const shown = (limit: number | null): string => (limit === null ? '' : String(limit));

export const formOfDefaults = ({
  defaultLimits: limits,
  version: _version,
  ...rest
}: TenantDefaults): DefaultsForm => ({
  ...rest,
  defaultLimits: {
    monthlySpend: limits.monthlySpend?.amount ?? '',
    maxExtensions: shown(limits.maxExtensions),
    maxDids: shown(limits.maxDids),
    maxMonthlyMinutes: shown(limits.maxMonthlyMinutes),
    alertThresholdPercent: String(limits.alertThresholdPercent),
  },
});

/** Empty is unlimited, 0 is none. What is no number stays as typed, for the schema to refuse. */
function limitOf(text: string): number | string | null {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  return /^\d+$/.test(trimmed) ? Number(trimmed) : trimmed;
}

export function sentDefaults({ defaultLimits: limits, timezone, ...rest }: DefaultsForm, currency: string) {
  return {
    ...rest,
    timezone: timezone ?? '',
    defaultLimits: {
      monthlySpend: limits.monthlySpend.trim() === '' ? null : { amount: limits.monthlySpend.trim(), currency },
      maxExtensions: limitOf(limits.maxExtensions),
      maxDids: limitOf(limits.maxDids),
      maxMonthlyMinutes: limitOf(limits.maxMonthlyMinutes),
      alertThresholdPercent: limitOf(limits.alertThresholdPercent),
    },
  };
}

/** The amount is typed in a field of its own: a fault in it belongs there. */
export const defaultsSchema = (currency: string) =>
  z.unknown().transform((form, context) => {
    const parsed = TenantDefaultsPut.safeParse(sentDefaults(form as DefaultsForm, currency));
    if (parsed.success) return parsed.data;
    for (const issue of parsed.error.issues) {
      const path = issue.path.filter((part) => part !== 'amount' && part !== 'currency');
      const message = issue.code === 'invalid_type' ? 'A whole number, or empty for no limit.' : issue.message;
      context.addIssue({ code: 'custom', path, message });
    }
    return z.NEVER;
  }) as unknown as z.ZodType<z.output<typeof TenantDefaultsPut>, DefaultsForm>;
