import { z } from 'zod';
import {
  type Tenant,
  TenantCreate,
  type TenantDefaults,
  TenantPatch,
  type TenantStatus,
} from '../../src/tenants/contract.ts';
import { formOfLimits, type LimitsForm, sentLimits, withLimits } from './limits-form.ts';

const ADDRESS_PARTS = ['street', 'unit', 'city', 'state', 'postalCode', 'country'] as const;
type Address = Record<(typeof ADDRESS_PARTS)[number], string>;

/** What is typed: every field there is, empty or not. */
export type TenantForm = {
  name: string;
  sipPrefix: string;
  billingEmail: string;
  defaultCnam: string;
  timezone: string | null;
  status: TenantStatus;
  billingProfileId: string | null;
  e911Address: Address;
};

/** A tenant is born with limits; afterwards they are a record of their own. */
export type NewTenantForm = TenantForm & { limits: LimitsForm };

export const EDITED = [
  'name',
  'billingEmail',
  'defaultCnam',
  'timezone',
  'status',
  'billingProfileId',
  'e911Address',
] as const satisfies (keyof TenantForm)[];
export type EditedField = (typeof EDITED)[number];

export const FIELD_NAMES: Record<EditedField, string> = {
  name: 'Name',
  billingEmail: 'Billing email',
  defaultCnam: 'Default CNAM',
  timezone: 'Timezone',
  status: 'Status',
  billingProfileId: 'Billing profile',
  e911Address: 'E911 address',
};

const NO_ADDRESS: Address = { street: '', unit: '', city: '', state: '', postalCode: '', country: 'US' };

type Born = Pick<TenantDefaults, 'timezone' | 'defaultCnam' | 'defaultBillingProfileId' | 'defaultLimits'>;

/** An empty form, filled with the partner's tenant defaults. */
export const newTenant = (defaults: Born): NewTenantForm => ({
  name: '',
  sipPrefix: '',
  billingEmail: '',
  defaultCnam: defaults.defaultCnam,
  timezone: defaults.timezone,
  status: 'TRIAL',
  billingProfileId: defaults.defaultBillingProfileId,
  e911Address: NO_ADDRESS,
  limits: formOfLimits(defaults.defaultLimits),
});

export const formOf = (tenant: Tenant): TenantForm => ({
  name: tenant.name,
  sipPrefix: tenant.sipPrefix,
  billingEmail: tenant.billingEmail,
  defaultCnam: tenant.defaultCnam,
  timezone: tenant.timezone,
  status: tenant.status,
  billingProfileId: tenant.billingProfileId,
  e911Address: { ...NO_ADDRESS, ...tenant.e911Address, unit: tenant.e911Address?.unit ?? '' },
});

/** An address is all of it or nothing; the country alone, which is filled in beforehand, is nothing. */
export function addressOf(typed: Address): (Omit<Address, 'unit'> & { unit?: string }) | null {
  const { unit, ...parts } = typed;
  const empty = ADDRESS_PARTS.every((part) => part === 'country' || typed[part].trim() === '');
  if (empty) return null;
  return { ...parts, country: parts.country.trim().toUpperCase(), ...(unit.trim() && { unit }) };
}

const sent = (form: TenantForm) => ({
  ...form,
  timezone: form.timezone ?? '',
  e911Address: addressOf(form.e911Address),
});

/** Only what differs: what somebody else changed meanwhile in other fields stays as it is. */
export function changesOf(before: TenantForm, after: TenantForm): Partial<ReturnType<typeof sent>> {
  const [from, to] = [sent(before), sent(after)];
  return Object.fromEntries(EDITED.filter((field) => !same(from[field], to[field])).map((field) => [field, to[field]]));
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

export const createSchema = withLimits(TenantCreate, (form: NewTenantForm) => ({
  ...sent(form),
  limits: sentLimits(form.limits),
}));

export const editSchema = (before: TenantForm) =>
  z.preprocess((form) => changesOf(before, form as TenantForm), TenantPatch) as z.ZodType<
    z.output<typeof TenantPatch>,
    TenantForm
  >;

export type Conflict = { field: EditedField; was: string; theirs: string; mine: string; disputed: boolean };

/** What somebody else changed since this form was opened. Disputed: changed here, too, to something else. */
export function conflictsOf(base: TenantForm, theirs: TenantForm, mine: TenantForm): Conflict[] {
  const [from, now, typed] = [sent(base), sent(theirs), sent(mine)];
  return EDITED.filter((field) => !same(from[field], now[field])).map((field) => ({
    field,
    was: wordsOf(from[field]),
    theirs: wordsOf(now[field]),
    mine: wordsOf(typed[field]),
    disputed: !same(typed[field], from[field]) && !same(typed[field], now[field]),
  }));
}

/** The form after another's changes: theirs wherever nothing was typed here, and everywhere if they win. */
export function merged(base: TenantForm, theirs: TenantForm, mine: TenantForm, winner: 'mine' | 'theirs'): TenantForm {
  const typed = changesOf(base, mine);
  const kept = EDITED.filter(
    (field) => field in typed && (winner === 'mine' || same(sent(base)[field], sent(theirs)[field])),
  );
  return { ...theirs, ...Object.fromEntries(kept.map((field) => [field, mine[field]])) };
}

function wordsOf(value: unknown): string {
  if (value === null || value === '') return 'empty';
  if (typeof value !== 'object') return String(value);
  return ADDRESS_PARTS.map((part) => (value as Partial<Address>)[part])
    .filter(Boolean)
    .join(', ');
}
