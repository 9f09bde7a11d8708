import { describe, expect, test } from 'vitest';
import type { Tenant } from '../../src/tenants/contract.ts';
import { conflictsOf, merged } from '../kit/forms/merge.ts';
import { formOfLimits } from '../kit/inputs/limits/limits-form.ts';
import { typedAddress } from '../kit/inputs/places/address-form.ts';
import { changesOf, createSchema, editSchema, formOf, newTenant, tenantFields } from './tenant-form.ts';

const tenant: Tenant = {
  id: '01890000-0000-7000-8000-000000000001',
  name: 'Bakery',
  sipPrefix: 'bakery',
  sandbox: false,
  status: 'ACTIVE',
  suspensionReasons: [],
  billingEmail: 'bills@bakery.example',
  defaultCnam: 'BAKERY',
  timezone: 'America/New_York',
  billingProfileId: null,
  e911Address: null,
  e911Verified: false,
  externalId: null,
  metadata: {},
  usersCount: 1,
  didsCount: 1,
  extensionsCount: 3,
  createdAt: '2026-01-01T00:00:00.000Z',
  cancelledAt: null,
  purgeAt: null,
  allowed: ['SUSPENDED', 'CANCELLED'],
  defaultsVersion: null,
  version: 3,
};
const form = formOf(tenant);
const fresh = newTenant({
  timezone: 'UTC',
  defaultCnam: '',
  defaultBillingProfileId: null,
  defaultLimits: {
    monthlySpend: { amount: '100.00', currency: 'EUR' },
    maxExtensions: 10,
    maxDids: null,
    maxMonthlyMinutes: null,
    alertThresholdPercent: 80,
  },
});
const street = { street: '20 W 34th St', unit: '', city: 'New York', state: 'NY', postalCode: '10001', country: 'US' };

describe('the 911 address', () => {
  test('is empty if only the country is filled in', () => {
    expect(typedAddress(form.e911Address)).toBeNull();
  });
  test('is complete, without an empty unit', () => {
    expect(typedAddress({ ...street, country: 'us ' })).toEqual({
      street: '20 W 34th St',
      city: 'New York',
      state: 'NY',
      postalCode: '10001',
      country: 'US',
    });
  });
  test('is refused if incomplete, at the missing fields', () => {
    const typed = {
      ...fresh,
      name: 'Inn',
      sipPrefix: 'inn',
      e911Address: { ...form.e911Address, street: 'Main' },
    };
    const refused = createSchema.safeParse(typed);
    expect(refused.error?.issues.map((issue) => issue.path.join('.'))).toEqual([
      'e911Address.city',
      'e911Address.state',
      'e911Address.postalCode',
    ]);
  });
});

describe('the limits of a new tenant', () => {
  const typed = (limits: Partial<typeof fresh.limits>) =>
    createSchema.safeParse({ ...fresh, name: 'Inn', sipPrefix: 'inn', limits: { ...fresh.limits, ...limits } });

  test('start with the defaults and are sent as typed', () => {
    const monthlySpend = { amount: '', currency: 'USD' };
    expect(typed({ monthlySpend, maxExtensions: '', maxDids: '0' }).data?.limits).toEqual({
      monthlySpend: null,
      maxMonthlyMinutes: null,
      maxExtensions: null,
      maxDids: 0,
      alertThresholdPercent: 80,
    });
  });
  test('show a fault at its field', () => {
    const refused = typed({ maxExtensions: '-1', alertThresholdPercent: '101' });
    expect(refused.error?.issues.map((issue) => issue.path.join('.'))).toEqual([
      'limits.maxExtensions',
      'limits.alertThresholdPercent',
    ]);
  });
});

describe('the sent fields', () => {
  test('are none if nothing was changed', () => {
    expect(changesOf(form, { ...form, e911Address: { ...form.e911Address } })).toEqual({});
    expect(editSchema(form).parse(form)).toEqual({});
  });
  test('are only the changed ones', () => {
    expect(changesOf(form, { ...form, name: 'Bakers', e911Address: street })).toEqual({
      name: 'Bakers',
      e911Address: typedAddress(street),
    });
  });
  test('include the limits, where one was changed', () => {
    const limits = formOfLimits({
      monthlySpend: null,
      maxExtensions: 10,
      maxDids: null,
      maxMonthlyMinutes: null,
      alertThresholdPercent: 80,
    });
    const before = { ...form, limits };
    expect(changesOf(before, { ...before, limits: { ...limits } })).toEqual({});
    expect(changesOf(before, { ...before, limits: { ...limits, maxExtensions: '40' } })).toMatchObject({
      limits: { maxExtensions: 40 },
    });
  });
  test('never include the prefix', () => {
    expect(changesOf(form, { ...form, sipPrefix: 'other' })).toEqual({});
  });
  test('don’t include an unchanged invalid value', () => {
    const old = { ...form, billingEmail: 'not an address' };
    expect(editSchema(old).safeParse({ ...old, name: 'Bakers' }).success).toBe(true);
  });
});

describe('two users edit one tenant at once', () => {
  const fields = tenantFields([{ value: 'p1', label: 'Retail (USD)' }]);
  const changed = (theirs: Partial<Tenant>, mine: Partial<Tenant> = {}) =>
    conflictsOf(fields, form, formOf({ ...tenant, ...theirs }), formOf({ ...tenant, ...mine }));

  test('conflicts show the labels of statuses, profiles and addresses', () => {
    expect(changed({ status: 'SUSPENDED' })[0]).toMatchObject({ was: 'Active', theirs: 'Suspended' });
    expect(changed({ billingProfileId: 'p1' })[0]).toMatchObject({ was: 'empty', theirs: 'Retail (USD)' });
    expect(changed({ e911Address: typedAddress(street) })[0]?.theirs).toBe('20 W 34th St, New York, NY, 10001, US');
  });
  test('an address with a lowercase country code is the same address', () => {
    const typed = { ...form, e911Address: { ...street, country: 'us' } };
    expect(conflictsOf(fields, form, { ...form, e911Address: street }, typed)[0]?.dispute).toBeNull();
  });
  test('my status never reactivates a tenant that they deleted', () => {
    expect(changed({ status: 'CANCELLED' }, { status: 'SUSPENDED' })[0]?.dispute).toBe('lost');
    const mine = { ...form, status: 'SUSPENDED' as const, name: 'Bakers' };
    const result = merged(fields, { base: form, theirs: { ...form, status: 'CANCELLED' }, mine }, 'mine');
    expect(result).toMatchObject({ status: 'CANCELLED', name: 'Bakers' });
  });
});
