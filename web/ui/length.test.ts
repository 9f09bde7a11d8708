import { expect, test } from 'vitest';
import { lengthOf } from './length.ts';

test.each([
  ['', 15, null],
  ['BAKERY', 15, null],
  ['BAKERY TROY', 15, null],
  ['BAKERY OF TROY', 15, { text: '14 of 15 characters', tooLong: null }],
  ['BAKERY OF TROY NY', 15, { text: '17 of 15 characters', tooLong: 'Too long by 2: 17 of 15 characters.' }],
  // as it will be stored: one blank between words, none around them
  ['  BAKERY   OF TROY NY ', 17, { text: '17 of 17 characters', tooLong: null }],
  ['US', 2, null],
  ['x'.repeat(5000), undefined, null],
] as const)('%j of %s', (text, most, expected) => {
  expect(lengthOf(text, most)).toEqual(expected);
});

test('lines count in a note', () => {
  expect(lengthOf('1234567\n89', 10, 'many')?.text).toBe('10 of 10 characters');
});
