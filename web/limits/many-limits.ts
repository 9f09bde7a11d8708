import { sentTenantLimits, type TenantLimitsForm, TypedTenantLimits } from '../kit/inputs/limits/limits-form.ts';

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

/** The form values for many tenants. `changed`: the ticked limits; the others don't change. */
export type ManyLimitsForm = Omit<TenantLimitsForm, 'cycleInOtherCurrency'> & { changed: Record<LimitName, boolean> };

export const LimitsChange = TypedTenantLimits.omit({ cycleInOtherCurrency: true })
  .partial()
  .refine((change) => Object.keys(change).length > 0, {
    message: 'Tick what you want to change.',
    path: ['changed', LIMIT_NAMES[0]],
  });

/** Only the ticked limits, for the API. */
export function sentChange({ changed, ...limits }: ManyLimitsForm): Record<string, unknown> {
  const all = sentTenantLimits({ ...limits, cycleInOtherCurrency: null });
  return Object.fromEntries(LIMIT_NAMES.filter((name) => changed[name]).map((name) => [name, all[name]]));
}

/** The initial form, with nothing ticked and amounts in the tenants' likely currency. */
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
