import { expect, test } from 'vitest';
import { plural } from './plural.ts';

const calls = { one: '# call ends', other: '# calls end' };

test('uses the number’s plural form and adds separators', () => {
  expect([0, 1, 2, 12_345].map((count) => plural(count, calls))).toEqual([
    '0 calls end',
    '1 call ends',
    '2 calls end',
    '12,345 calls end',
  ]);
});

test('falls back to the general form', () => {
  expect(plural(1, { other: '# sheep' })).toBe('1 sheep');
});
