import { expect, test } from 'vitest';
import { calleeLabels, callerLabels, reasonLabel } from './call-labels.ts';

const extension = { id: 'e', number: '101', name: 'Front desk' };

test('who called is the extension, beside the number that it showed', () => {
  expect(callerLabels({ direction: 'outbound', from: '+12125550101', extension })).toEqual({
    caller: '101 Front desk',
    shown: '(212) 555-0101',
  });
  expect(callerLabels({ direction: 'internal', from: '101', extension })).toEqual({
    caller: '101 Front desk',
    shown: null,
  });
  expect(callerLabels({ direction: 'outbound', from: '+12125550101', extension: null }).caller).toBe('(212) 555-0101');
});

test('an outside caller is its number, and reaches an extension by a number of the tenant', () => {
  expect(callerLabels({ direction: 'inbound', from: 'anonymous', extension })).toEqual({
    caller: 'anonymous',
    shown: null,
  });
  expect(calleeLabels({ direction: 'inbound', to: '+12125550101', extension })).toEqual({
    callee: '(212) 555-0101',
    reached: '101 Front desk',
  });
  expect(calleeLabels({ direction: 'outbound', to: '+12025550199', extension }).reached).toBeNull();
});

test('a reason is never shown as its code', () => {
  expect(reasonLabel({ reason: 'no_caller_id' })).toBe('No number to call out with');
  expect(reasonLabel({ reason: null })).toBeNull();
});
