import { sentTenantLimits, type TenantLimitsForm, TypedTenantLimits } from '../kit/inputs/limits-form.ts';

/** The limits that can be set for many tenants at once. */
export const LIMIT_NAMES = [
  'monthlySpend',
  'maxMonthlyMinutes',
  'maxExtensions',
  'maxDids',
  'alertThresholdPercent',
  'autoSuspend',
] as const;
export type LimitName = (typeof LIMIT_NAMES)[number];

/** What is typed for many tenants. `changed`: what is ticked; the rest stays as each of them has it. */
export type ManyLimitsForm = Omit<TenantLimitsForm, 'cycleInOtherCurrency'> & { changed: Record<LimitName, boolean> };

export const LimitsChange = TypedTenantLimits.omit({ cycleInOtherCurrency: true })
  .partial()
  .refine((change) => Object.keys(change).length > 0, {
    message: 'Tick what you want to change.',
    path: ['changed', LIMIT_NAMES[0]],
  });

/** Only what is ticked is sent. */
export function sentChange({ changed, ...limits }: ManyLimitsForm): Record<string, unknown> {
  const all = sentTenantLimits({ ...limits, cycleInOtherCurrency: null });
  return Object.fromEntries(LIMIT_NAMES.filter((name) => changed[name]).map((name) => [name, all[name]]));
}

/** Nothing is ticked yet. Amounts are in the currency that the tenants are likely charged in. */
export const unchanged = (currency: string): ManyLimitsForm => ({
  changed: {
    monthlySpend: false,
    maxMonthlyMinutes: false,
    maxExtensions: false,
    maxDids: false,
    alertThresholdPercent: false,
    autoSuspend: false,
  },
  monthlySpend: { amount: '', currency },
  maxMonthlyMinutes: '',
  maxExtensions: '',
  maxDids: '',
  alertThresholdPercent: '80',
  autoSuspend: true,
});
