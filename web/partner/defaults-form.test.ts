import { describe, expect, it } from 'vitest';
import type { TenantDefaults } from '../../src/tenants/contract.ts';
import { conflictsOf, merged } from '../conflicts.ts';
import { defaultsFields, defaultsSchema, formOfDefaults } from './defaults-form.ts';

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
      monthlySpend: { amount: '250.00', currency: 'EUR' },
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
    expect(faults({ monthlySpend: { amount: '1,5', currency: 'EUR' } })).toEqual(['defaultLimits.monthlySpend.amount']);
    expect(faults({ alertThresholdPercent: '' })).toEqual(['defaultLimits.alertThresholdPercent']);
    expect(faults({ alertThresholdPercent: '101' })).toEqual(['defaultLimits.alertThresholdPercent']);
  });
});

describe('two people edit the defaults at once', () => {
  const fields = defaultsFields([]);
  const withLimits = (limits: Partial<typeof form.defaultLimits>) => ({
    ...form,
    defaultLimits: { ...form.defaultLimits, ...limits },
  });

  it('an amount and its currency go together', () => {
    const none = withLimits({ monthlySpend: { amount: '', currency: 'USD' } });
    const mine = withLimits({ monthlySpend: { amount: '', currency: 'EUR' } });
    const theirs = withLimits({ monthlySpend: { amount: '100.00', currency: 'USD' } });
    expect(conflictsOf(fields, none, theirs, mine)).toMatchObject([
      { was: 'empty', theirs: '100.00 USD', dispute: null },
    ]);
    expect(merged(fields, none, theirs, mine, 'mine')).toEqual(theirs);
  });
  it('what each typed in another limit is kept', () => {
    const result = merged(fields, form, withLimits({ maxDids: '5' }), withLimits({ maxExtensions: '9' }), 'mine');
    expect(result).toEqual(withLimits({ maxDids: '5', maxExtensions: '9' }));
  });
});
