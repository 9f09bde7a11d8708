import { describe, expect, test } from 'vitest';
import { INITIAL_RULES } from '../../../src/fraud/rules.ts';
import { SAFE_RULES } from '../../../src/outbound/rules.ts';
import type { TenantDefaults } from '../../../src/tenants/defaults/contract.ts';
import { conflictsOf, merged } from '../../kit/forms/merge.ts';
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
  outboundPermissions: SAFE_RULES,
  fraudRules: INITIAL_RULES,
  version: 2,
};
const form = formOfDefaults(defaults);
const faults = (limits: Partial<typeof form.defaultLimits>) =>
  defaultsSchema
    .safeParse({ ...form, defaultLimits: { ...form.defaultLimits, ...limits } })
    .error?.issues.map((issue) => issue.path.join('.'));

describe('limits as typed', () => {
  test('blank means unlimited and 0 means none, in both directions', () => {
    expect(form.defaultLimits).toMatchObject({ maxExtensions: '0', maxDids: '', maxMonthlyMinutes: '' });
    const { version: _version, ...sent } = defaults;
    expect(defaultsSchema.parse(form)).toEqual(sent);
  });
  test('a blank amount means no spend limit, and 0 allows no spend', () => {
    const spend = (amount: string) =>
      defaultsSchema.parse({
        ...form,
        defaultLimits: { ...form.defaultLimits, monthlySpend: { amount, currency: 'EUR' } },
      }).defaultLimits.monthlySpend;
    expect([spend(' '), spend('0'), spend('12.50')]).toEqual([
      null,
      { amount: '0', currency: 'EUR' },
      { amount: '12.50', currency: 'EUR' },
    ]);
  });
  test('outbound classes are switches, and an invalid number of calls is a fault at its field', () => {
    const { outboundPermissions } = form;
    const typed = {
      ...form,
      outboundPermissions: {
        ...outboundPermissions,
        classes: { ...outboundPermissions.classes, premium: true },
        countries: ['GB'],
      },
    };
    expect(defaultsSchema.parse(typed).outboundPermissions).toEqual({
      ...SAFE_RULES,
      classes: ['tollFree', 'domestic', 'premium'],
      countries: ['GB'],
    });
    const wrong = { ...form, outboundPermissions: { ...outboundPermissions, maxConcurrentOutbound: 'many' } };
    expect(defaultsSchema.safeParse(wrong).error?.issues.map((issue) => issue.path.join('.'))).toEqual([
      'outboundPermissions.maxConcurrentOutbound',
    ]);
  });
  test('a fault is shown at its field', () => {
    expect(faults({ maxDids: 'many' })).toEqual(['defaultLimits.maxDids']);
    expect(faults({ monthlySpend: { amount: '1,50', currency: 'USD' } })).toEqual([
      'defaultLimits.monthlySpend.amount',
    ]);
    expect(faults({ alertThresholdPercent: '' })).toEqual(['defaultLimits.alertThresholdPercent']);
    expect(faults({ alertThresholdPercent: '101' })).toEqual(['defaultLimits.alertThresholdPercent']);
  });
});

describe('two users edit the defaults at once', () => {
  const fields = defaultsFields([]);
  const withLimits = (limits: Partial<typeof form.defaultLimits>) => ({
    ...form,
    defaultLimits: { ...form.defaultLimits, ...limits },
  });

  test('lists a limit that the other user added', () => {
    expect(conflictsOf(fields, form, withLimits({ maxDids: '5' }), form)).toMatchObject([
      { name: 'Numbers', was: 'empty', theirs: '5', dispute: null },
    ]);
  });
  test('preserves both users’ changes of different limits', () => {
    const result = merged(
      fields,
      { base: form, theirs: withLimits({ maxDids: '5' }), mine: withLimits({ maxExtensions: '9' }) },
      'mine',
    );
    expect(result).toEqual(withLimits({ maxDids: '5', maxExtensions: '9' }));
  });
});
