import { expect, it } from 'vitest';
import { usedWords } from './limit-labels.ts';

it('0 is a limit, null is none', () => {
  expect([usedWords(3, 10), usedWords(3, 0), usedWords(3, null)]).toEqual(['3 of 10', '3 of 0', '3 (no limit)']);
});
