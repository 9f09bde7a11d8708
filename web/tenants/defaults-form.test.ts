import { describe, expect, it } from 'vitest';
import { SAFE_RULES } from '../../src/outbound/rules.ts';
import type { TenantDefaults } from '../../src/tenants/defaults-contract.ts';
import { conflictsOf, merged } from '../kit/merge.ts';
import { defaultsFields, defaultsSchema, formOfDefaults, withTyped } from './defaults-form.ts';

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
  outboundPermissions: SAFE_RULES,
  version: 2,
};
const form = formOfDefaults(defaults);
const faults = (limits: Partial<typeof form.defaultLimits>) =>
  defaultsSchema
    .safeParse({ ...form, defaultLimits: { ...form.defaultLimits, ...limits } })
    .error?.issues.map((issue) => issue.path.join('.'));

describe('limits as typed', () => {
  it('empty is unlimited, 0 is none, and back', () => {
    expect(form.defaultLimits).toEqual({ maxExtensions: '0', maxDids: '', alertThresholdPercent: '80' });
    expect(withTyped(defaults, defaultsSchema.parse(form))).toEqual(defaults);
  });
  it('what does not act yet is on no form, and a save leaves it as it is', () => {
    expect(JSON.stringify(form)).not.toMatch(/spend|minutes|suspension/i);
    const typed = { ...form, defaultLimits: { ...form.defaultLimits, maxDids: '5' } };
    const saved = withTyped(defaults, defaultsSchema.parse(typed));
    expect(saved).toEqual({ ...defaults, defaultLimits: { ...defaults.defaultLimits, maxDids: 5 } });
  });
  it('outbound classes are switches, and what is no number of calls is a fault at its field', () => {
    const { outboundPermissions } = form;
    const typed = {
      ...form,
      outboundPermissions: {
        ...outboundPermissions,
        classes: { ...outboundPermissions.classes, premium: true },
        countries: ['GB'],
      },
    };
    expect(withTyped(defaults, defaultsSchema.parse(typed)).outboundPermissions).toEqual({
      ...SAFE_RULES,
      classes: ['tollFree', 'domestic', 'premium'],
      countries: ['GB'],
    });
    const wrong = { ...form, outboundPermissions: { ...outboundPermissions, maxConcurrentOutbound: 'many' } };
    expect(defaultsSchema.safeParse(wrong).error?.issues.map((issue) => issue.path.join('.'))).toEqual([
      'outboundPermissions.maxConcurrentOutbound',
    ]);
  });
  it('a fault is named at its field', () => {
    expect(faults({ maxDids: 'many' })).toEqual(['defaultLimits.maxDids']);
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

  it('a limit that they set where there was none is named', () => {
    expect(conflictsOf(fields, form, withLimits({ maxDids: '5' }), form)).toMatchObject([
      { name: 'Numbers', was: 'empty', theirs: '5', dispute: null },
    ]);
  });
  it('what each typed in another limit is kept', () => {
    const result = merged(fields, form, withLimits({ maxDids: '5' }), withLimits({ maxExtensions: '9' }), 'mine');
    expect(result).toEqual(withLimits({ maxDids: '5', maxExtensions: '9' }));
  });
});
