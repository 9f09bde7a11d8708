import { z } from 'zod';
import { DefaultLimits } from '../../src/limits/contract.ts';
import type { EditedFields } from './merge.ts';

/** What is typed: the limits that act. The API has more, which stay as they are. */
export type LimitsForm = Record<keyof typeof ENFORCED_LIMITS, string>;
export const ENFORCED_LIMITS = { maxExtensions: true, maxDids: true, alertThresholdPercent: true } as const;
export const EnforcedLimits = DefaultLimits.pick(ENFORCED_LIMITS);

const shown = (limit: number | null): string => (limit === null ? '' : String(limit));

export const formOfLimits = (limits: Pick<DefaultLimits, keyof LimitsForm>): LimitsForm => ({
  maxExtensions: shown(limits.maxExtensions),
  maxDids: shown(limits.maxDids),
  alertThresholdPercent: String(limits.alertThresholdPercent),
});

/** Empty is unlimited, 0 is none. What is no number stays as typed, for the schema to refuse. */
function limitOf(text: string): number | string | null {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  return /^\d+$/.test(trimmed) ? Number(trimmed) : trimmed;
}

export const sentLimits = (limits: LimitsForm) => ({
  maxExtensions: limitOf(limits.maxExtensions),
  maxDids: limitOf(limits.maxDids),
  alertThresholdPercent: limitOf(limits.alertThresholdPercent),
});

const NOT_A_NUMBER: Record<string, string> = {
  maxExtensions: 'A whole number. Leave blank for no limit.',
  maxDids: 'A whole number. Leave blank for no limit.',
  alertThresholdPercent: 'A whole number from 1 to 100.',
  maxConcurrentOutbound: 'Enter a whole number.',
  maxConcurrentOutboundPerExtension: 'Enter a whole number.',
};

/** The limits among the fields that two people may dispute; `at` is where in the form they stand. */
export const limitFields = (at = ''): EditedFields => ({
  [`${at}maxExtensions`]: { name: 'Extensions' },
  [`${at}maxDids`]: { name: 'Numbers' },
  [`${at}alertThresholdPercent`]: { name: 'Alert at (percent)' },
});

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
