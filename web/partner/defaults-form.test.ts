import { describe, expect, it } from 'vitest';
import type { TenantDefaults } from '../../src/tenants/contract.ts';
import { defaultsSchema, formOfDefaults } from './defaults-form.ts';

const defaults: TenantDefaults = {
  timezone: 'UTC',
  defaultCnam: '',
  suspensionBehavior: 'alert',
  defaultBillingProfileId: null,
  defaultLimits: {
    monthlySpend: { amount: '250.00', currency: 'EUR' },
    maxExtensions: 0,
    maxDids: null,
    maxMonthlyMinutes: null,
    alertThresholdPercent: 80,
  },
  version: 2,
};
const form = formOfDefaults(defaults);
const faults = (limits: Partial<typeof form.defaultLimits>) =>
  defaultsSchema
    .safeParse({ ...form, defaultLimits: { ...form.defaultLimits, ...limits } })
    .error?.issues.map((issue) => issue.path.join('.'));

describe('limits as typed', () => {
  it('empty is unlimited, 0 is none, and back', () => {
    expect(form.defaultLimits).toEqual({
      monthlySpend: '250.00',
      currency: 'EUR',
      maxExtensions: '0',
      maxDids: '',
      maxMonthlyMinutes: '',
      alertThresholdPercent: '80',
    });
    const { version: _version, ...sent } = defaults;
    expect(defaultsSchema.parse(form)).toEqual(sent);
  });
  it('a fault is named at its field', () => {
    expect(faults({ maxDids: 'many' })).toEqual(['defaultLimits.maxDids']);
    expect(faults({ monthlySpend: '1,5' })).toEqual(['defaultLimits.monthlySpend']);
    expect(faults({ alertThresholdPercent: '' })).toEqual(['defaultLimits.alertThresholdPercent']);
    expect(faults({ alertThresholdPercent: '101' })).toEqual(['defaultLimits.alertThresholdPercent']);
  });
});
