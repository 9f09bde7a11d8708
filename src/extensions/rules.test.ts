import { expect, test } from 'vitest';
import { presenceOf, sipUsername } from './rules.ts';

test('a SIP user name consists of the tenant’s prefix and the extension’s number', () => {
  expect(sipUsername('bakery', '101')).toBe('bakery-101');
});

test('a phone in a call is in use, registered or not', () => {
  expect(presenceOf({ registered: false, inCall: false })).toBe('Offline');
  expect(presenceOf({ registered: true, inCall: false })).toBe('Online');
  expect(presenceOf({ registered: true, inCall: true })).toBe('In use');
  expect(presenceOf({ registered: false, inCall: true })).toBe('In use');
});
