import { expect, test } from 'vitest';
import { amountLabel, subtractAmount, balanceLabel, exactAmountLabel, typedAmountLabel } from './amount.ts';

const plain = (label: string): string => label.replace(/\s/, ' ');

test('an amount has exactly the decimals of its currency', () => {
  expect(amountLabel('1.5', 'USD')).toBe('$1.50');
  expect(amountLabel('12.345678', 'USD')).toBe('$12.35');
  expect(amountLabel('-0.004', 'USD')).toBe('$0.00');
  expect(amountLabel('12.40', 'JPY')).toBe('¥12');
  expect(plain(amountLabel('12.00', 'HUF'))).toBe('HUF 12.00');
  expect(plain(amountLabel('1.5', 'KWD'))).toBe('KWD 1.500');
  expect(balanceLabel('-3', 'JPY')).toBe('¥3 credit');
});

test('a rate also has further decimals', () => {
  expect(exactAmountLabel('1.5', 'USD')).toBe('$1.50');
  expect(exactAmountLabel('0.000001', 'USD')).toBe('$0.000001');
  expect(exactAmountLabel('12.5', 'JPY')).toBe('¥12.5');
});

test('what is typed has its currency, and is shown as it is while it is no amount', () => {
  expect(typedAmountLabel(' 0.755 ', 'USD')).toBe('$0.755');
  expect(['', '8,75', '1e3'].map((typed) => typedAmountLabel(typed, 'USD'))).toEqual(['', '8,75', '1e3']);
  expect(typedAmountLabel('3', null)).toBe('3');
});

test('what is left of an amount is exact', () => {
  expect(subtractAmount('0.30', '0.10', 'USD')).toBe('0.20');
  expect([subtractAmount('1000', '1', 'JPY'), subtractAmount('1.500', '0.001', 'KWD')]).toEqual(['999', '1.499']);
});
