import { expect, test } from 'vitest';
import { presenceOf, sipUsername } from './rules.ts';

test('a phone is named by its tenant and its extension', () => {
  expect(sipUsername('bakery', '101')).toBe('bakery-101');
});

test('presence: a call counts more than a registration', () => {
  expect(presenceOf({ registered: false, inCall: false })).toBe('Offline');
  expect(presenceOf({ registered: true, inCall: false })).toBe('Online');
  expect(presenceOf({ registered: true, inCall: true })).toBe('In use');
  expect(presenceOf({ registered: false, inCall: true })).toBe('In use');
});
