import { expect, test } from 'vitest';
import { formSchema } from '../kit/forms/form-schema.ts';
import { LimitsChange, type ManyLimitsForm, sentChange, unchanged } from './many-limits.ts';

const schema = formSchema(LimitsChange, sentChange);
const none = unchanged('USD');
const typed = (ticked: Partial<ManyLimitsForm['changed']>, limits: Partial<ManyLimitsForm> = {}): ManyLimitsForm => ({
  ...none,
  ...limits,
  changed: { ...none.changed, ...ticked },
});

test.each<[ManyLimitsForm, object]>([
  [typed({ maxDids: true }, { maxDids: '5', maxExtensions: '9' }), { maxDids: 5 }],
  [typed({ maxExtensions: true }), { maxExtensions: null }],
  [typed({ monthlySpend: true }), { monthlySpend: null }],
  [
    typed({ monthlySpend: true, autoSuspend: true }, { monthlySpend: { amount: '12.50', currency: 'EUR' } }),
    { monthlySpend: { amount: '12.50', currency: 'EUR' }, autoSuspend: true },
  ],
])('sends only ticked limits, and a ticked blank limit is removed', (form, sent) => {
  expect(schema.parse(form)).toEqual(sent);
});

test.each<[ManyLimitsForm, string]>([
  [none, 'changed.monthlySpend'],
  [typed({ maxDids: true }, { maxDids: 'five' }), 'maxDids'],
  [typed({ alertThresholdPercent: true }, { alertThresholdPercent: '' }), 'alertThresholdPercent'],
  [typed({ monthlySpend: true }, { monthlySpend: { amount: '1,5', currency: 'USD' } }), 'monthlySpend.amount'],
])('shows a fault at its field', (form, field) => {
  expect(schema.safeParse(form).error?.issues.map(({ path }) => path.join('.'))).toEqual([field]);
});
