import { expect, test } from 'vitest';
import { numberHint } from './outside-number.ts';

test.each([
  ['55 1234 5678', 'MX', 'Calls go to +52 55 1234 5678.'],
  ['98765 43210', 'IN', 'Calls go to +91 98765 43210.'],
  ['020 7946 0958', 'GB', 'Calls go to +44 20 7946 0958.'],
  ['212 555 0101', 'US', 'Calls go to (212) 555-0101.'],
  ['12', 'US', 'As you would dial it, or with its country code.'],
])('%s in %s: %s', (typed, country, hint) => {
  expect(numberHint(typed, { country, number: null })).toBe(hint);
});

test('promises nothing where the country isn’t known', () => {
  expect(numberHint('55 1234 5678', null)).toBe('As you would dial it, or with its country code.');
});
