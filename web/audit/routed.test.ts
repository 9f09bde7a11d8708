import { expect, test } from 'vitest';
import { routedText } from './routed.ts';

const routed = (routing: object, more = {}) =>
  routedText({ action: 'did.routed', after: { number: '+12125550110', routing, ...more } });

test('says where a number rings now', () => {
  const extension = { kind: 'extension', extensionId: '01890000-0000-7000-8000-000000000001' };
  expect(routed(extension, { leadsTo: '101 Front desk' })).toBe('(212) 555-0110 now rings 101 Front desk');
  expect(routed(extension)).toBe('(212) 555-0110 now rings an extension');
  expect(routed({ kind: 'external', number: '+13105550199' })).toBe('(212) 555-0110 now goes to (310) 555-0199');
  expect(routed({ kind: 'none' })).toBe('(212) 555-0110 is out of service');
});

test('returns null for other and unreadable events, which are shown field by field', () => {
  expect(routedText({ action: 'did.assigned', after: { number: '+12125550110' } })).toBeNull();
  expect(routed({ kind: 'carrier pigeon' })).toBeNull();
});
