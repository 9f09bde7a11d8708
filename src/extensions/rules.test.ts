import { expect, test } from 'vitest';
import { sipUsername } from './rules.ts';

test('a SIP user name consists of the tenant’s prefix and the extension’s number', () => {
  expect(sipUsername('bakery', '101')).toBe('bakery-101');
});
