import type { Limits } from '../../src/limits/contract.ts';
import type { TenantStatus } from '../../src/status/contract.ts';
import { type Tenant, TenantCreate, TenantPatch } from '../../src/tenants/contract.ts';
import type { TenantDefaults } from '../../src/tenants/defaults/contract.ts';
import { formSchema } from '../kit/forms/form-schema.ts';
import { changedPaths, type EditedFields } from '../kit/forms/merge.ts';
import { formOfLimits, limitFields, type LimitsForm, sentLimits } from '../kit/inputs/limits/limits-form.ts';
import { addressForm, type AddressForm, addressLabel, typedAddress } from '../kit/inputs/places/address-form.ts';
import { timezoneLabel } from '../kit/inputs/places/timezones.ts';
import { reasonLabels, STATUS_NAMES } from '../kit/words/status-labels.ts';
import type { SelectOption } from '../ui/SelectField.tsx';
import { NOTHING_CHOSEN, type SuspensionForm } from './status/suspension-form.ts';

/** The form values: every field, empty or not. */
export type TenantForm = {
  name: string;
  sipPrefix: string;
  billingEmail: string;
  defaultCnam: string;
  timezone: string | null;
  status: TenantStatus;
  suspension: SuspensionForm;
  billingProfileId: string | null;
  e911Address: AddressForm;
  /** Present if they can be edited in the same form. */
  limits?: LimitsForm;
};

/** A new tenant includes its limits. Afterwards they are a separate object. */
export type NewTenantForm = TenantForm & { limits: LimitsForm; sandbox: boolean };

/** A tenant with its limits, for the form. */
export type LimitedTenant = Tenant & { limits?: Limits };

export const profileLabel =
  (profiles: readonly SelectOption[]) =>
  (id: string): string =>
    profiles.find(({ value }) => value === id)?.label ?? 'a deleted profile';

/** The editable fields of a tenant, and how to describe differences. */
export const tenantFields = (profiles: readonly SelectOption[] = []) =>
  ({
    name: { name: 'Name' },
    billingEmail: { name: 'Billing email' },
    defaultCnam: { name: 'Default CNAM' },
    timezone: { name: 'Timezone', words: timezoneLabel },
    status: {
      name: 'Status',
      words: (status: TenantStatus) => STATUS_NAMES[status],
      // another status would reactivate a tenant that another user has just deleted
      stands: (status: unknown) => status === 'CANCELLED',
    },
    suspension: {
      name: 'Suspension reason',
      words: ({ reason }: SuspensionForm) => (reason === '' ? 'empty' : reasonLabels([reason])),
    },
    billingProfileId: {
      name: 'Billing profile',
      words: profileLabel(profiles),
    },
    e911Address: { name: 'E911 address', sent: typedAddress, words: addressLabel },
  }) satisfies EditedFields & Partial<Record<keyof TenantForm, unknown>>;

type Born = Pick<TenantDefaults, 'timezone' | 'defaultCnam' | 'defaultBillingProfileId' | 'defaultLimits'>;

/** An empty form, filled with the partner's tenant defaults. */
export const newTenant = (defaults: Born): NewTenantForm => ({
  name: '',
  sipPrefix: '',
  billingEmail: '',
  defaultCnam: defaults.defaultCnam,
  timezone: defaults.timezone,
  status: 'TRIAL',
  suspension: NOTHING_CHOSEN,
  billingProfileId: defaults.defaultBillingProfileId,
  e911Address: addressForm(null),
  limits: formOfLimits(defaults.defaultLimits),
  sandbox: false,
});

export const formOf = (tenant: LimitedTenant): TenantForm => ({
  ...(tenant.limits && { limits: formOfLimits(tenant.limits, tenant.limits.spendCurrency) }),
  name: tenant.name,
  sipPrefix: tenant.sipPrefix,
  billingEmail: tenant.billingEmail,
  defaultCnam: tenant.defaultCnam,
  timezone: tenant.timezone,
  status: tenant.status,
  suspension: NOTHING_CHOSEN,
  billingProfileId: tenant.billingProfileId,
  e911Address: addressForm(tenant.e911Address),
});

const sent = ({ suspension, limits: _limits, ...form }: TenantForm) => ({
  ...form,
  ...(form.status === 'SUSPENDED' && { suspension }),
  timezone: form.timezone ?? '',
  e911Address: typedAddress(form.e911Address),
});

/** Only changed fields, so that another user's changes to other fields stay. */
export function changesOf(before: TenantForm, after: TenantForm): Record<string, unknown> {
  const { suspension, ...typed } = sent(after);
  const changed = changedPaths(tenantFields(), before, after);
  const fields = Object.entries(typed).filter(([name]) => changed.includes(name));
  const limits = changedLimits(before.limits, after.limits);
  return {
    ...Object.fromEntries(fields),
    // a suspension always includes its reason, so that a missing one is reported
    ...(changed.includes('status') && suspension && { suspension }),
    ...(limits.length > 0 && { limits: Object.fromEntries(limits) }),
  };
}

function changedLimits(before: LimitsForm | undefined, after: LimitsForm | undefined): [string, unknown][] {
  if (!before || !after) return [];
  const changed = changedPaths(limitFields(), before, after);
  return Object.entries(sentLimits(after)).filter(([name]) => changed.includes(name));
}

export const createSchema = formSchema(TenantCreate, (form: NewTenantForm) => ({
  ...sent(form),
  // a sandbox is never billed
  ...(form.sandbox && { billingProfileId: null }),
  limits: sentLimits(form.limits),
}));

export const editSchema = (before: TenantForm) =>
  formSchema(TenantPatch, (form: TenantForm) => changesOf(before, form));
