import { describe, expect, test } from 'vitest';
import { TenantStatus } from '../../src/status/contract.ts';
import { canGetNumbers, entriesOf, noNumbersText } from './number-text.ts';

describe('entries of a text', () => {
  test('are separated by lines or commas', () => {
    expect(entriesOf(' +12125550110 \n\n(212) 555-0111, +12125550120-+12125550129;')).toEqual([
      '+12125550110',
      '(212) 555-0111',
      '+12125550120-+12125550129',
    ]);
    expect(entriesOf(' \n')).toEqual([]);
  });
});

describe('a tenant without numbers', () => {
  test.each(TenantStatus.options)('%s: offers a number if one can be assigned', (status) => {
    for (const partners of [true, false]) {
      const isOffered = canGetNumbers({ status }, partners);
      expect(isOffered).toBe(partners && status !== 'CANCELLED');
      expect(noNumbersText({ status }, partners).startsWith('Assign one')).toBe(isOffered);
    }
  });
});
