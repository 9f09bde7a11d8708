import { expect, test } from 'vitest';
import { countUse, spendUse, usageLabel } from './limit-labels.ts';

test('0 is a limit, and null means no limit', () => {
  expect([usageLabel(3, 10), usageLabel(3, 0), usageLabel(3, null)]).toEqual(['3 of 10', '3 of 0', '3 (no limit)']);
});

test('a bar’s colour shows what is reached, and without a limit there is no bar', () => {
  const tone = (used: number) => countUse(used, 100, 80).tone;
  expect([79.9, 80, 99.9, 100].map(tone)).toEqual(['brand', 'amber', 'amber', 'red']);
  expect(countUse(5, null, 80)).toEqual({ text: '5 (no limit)', share: null, tone: 'brand' });
  expect(countUse(0, 0, 80)).toMatchObject({ share: 0, tone: 'brand' });
});

test('amounts are compared exactly, and shown with their currency', () => {
  const usd = (amount: string) => ({ amount, currency: 'USD' });
  expect(spendUse(usd('79.999999'), usd('100.00'), 80).tone).toBe('brand');
  expect(spendUse(usd('80.00'), usd('100.00'), 80)).toMatchObject({ text: '$80.00 of $100.00', tone: 'amber' });
});
