import { DefaultLimits } from '../../src/limits/contract.ts';
import { typedNumber } from './form-schema.ts';
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

/** Blank is unlimited, 0 is none. */
const limitOf = (text: string): number | string | null => (text.trim() === '' ? null : typedNumber(text));

export const sentLimits = (limits: LimitsForm) => ({
  maxExtensions: limitOf(limits.maxExtensions),
  maxDids: limitOf(limits.maxDids),
  alertThresholdPercent: limitOf(limits.alertThresholdPercent),
});

/** The limits among the fields that two people may dispute; `at` is where in the form they stand. */
export const limitFields = (at = ''): EditedFields => ({
  [`${at}maxExtensions`]: { name: 'Extensions' },
  [`${at}maxDids`]: { name: 'Numbers' },
  [`${at}alertThresholdPercent`]: { name: 'Alert at (percent)' },
});
