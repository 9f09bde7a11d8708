import { expect, test } from 'vitest';
import { answeredElsewhere, calleeLabel, callerLabel, reasonLabel } from './call-labels.ts';

const desk = { id: 'd', number: '101', name: 'Front desk' };
const kitchen = { id: 'k', number: '102', name: 'Kitchen' };
const call = {
  direction: 'inbound',
  from: '+12025550199',
  to: '+12125550101',
  extension: desk,
  calledExtension: null,
  answeredBy: null,
  contactName: null,
} as const;
const out = { ...call, direction: 'outbound', from: '+12125550101', to: '+12025550199' } as const;
const internal = { ...call, direction: 'internal', from: '101', to: '102', calledExtension: kitchen } as const;

test('an extension is shown with its caller ID', () => {
  expect(callerLabel(out)).toEqual({ name: '101 Front desk', number: '(212) 555-0101' });
  expect(callerLabel(internal)).toEqual({ name: '101 Front desk', number: null });
  expect(calleeLabel(internal)).toEqual({ name: '102 Kitchen', number: null });
  expect(callerLabel({ ...out, extension: null })).toEqual({ name: '(212) 555-0101', number: null });
  expect(callerLabel({ ...internal, extension: { ...desk, name: null } }).name).toBe('101');
});

test('an outside party is shown as a contact or a number', () => {
  expect(callerLabel(call)).toEqual({ name: '(202) 555-0199', number: null });
  expect(callerLabel({ ...call, contactName: 'Harbor Dental' })).toEqual({
    name: 'Harbor Dental',
    number: '(202) 555-0199',
  });
  expect(calleeLabel({ ...out, contactName: 'Harbor Dental' })).toEqual({
    name: 'Harbor Dental',
    number: '(202) 555-0199',
  });
  expect(calleeLabel(call)).toEqual({ name: '101 Front desk', number: '(212) 555-0101' });
});

test('a caller who withheld the number is shown as hidden, not as a service code', () => {
  expect(callerLabel({ ...call, from: 'anonymous' })).toEqual({ name: 'Hidden number', number: null });
});

test('the extension that answered is shown if it isn’t the one that was called', () => {
  expect(answeredElsewhere({ ...call, answeredBy: kitchen })).toBe('102 Kitchen');
  expect(answeredElsewhere({ ...call, answeredBy: desk })).toBeNull();
  expect(answeredElsewhere({ ...internal, answeredBy: kitchen })).toBeNull();
  expect(answeredElsewhere(call)).toBeNull();
});

test('a reason is never shown as its code', () => {
  expect(reasonLabel({ reason: 'no_caller_id' })).toBe('No number for outbound calls');
  expect(reasonLabel({ reason: null })).toBeNull();
});
