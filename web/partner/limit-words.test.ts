import { describe, expect, it } from 'vitest';
import { limitWords, usedWords } from './limit-words.ts';

describe('limits in words', () => {
  it('0 is a limit, null is none', () => {
    expect([usedWords(3, 10), usedWords(3, 0), usedWords(3, null)]).toEqual(['3 of 10', '3 of 0', '3, unlimited']);
    expect([limitWords(0), limitWords(null)]).toEqual(['0', 'Unlimited']);
  });
  it('an amount has its currency', () => {
    expect(limitWords({ amount: '250.00', currency: 'EUR' })).toBe('250.00 EUR');
  });
});
