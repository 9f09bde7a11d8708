import { expect, it } from 'vitest';
import { amountLabel, balanceLabel, exactAmountLabel } from './amount.ts';

const plain = (label: string): string => label.replace(/\s/, ' ');

it('an amount has exactly the decimals of its currency', () => {
  expect(amountLabel('1.5', 'USD')).toBe('$1.50');
  expect(amountLabel('12.345678', 'USD')).toBe('$12.35');
  expect(amountLabel('-0.004', 'USD')).toBe('$0.00');
  expect(amountLabel('12.40', 'JPY')).toBe('¥12');
  expect(plain(amountLabel('12.00', 'HUF'))).toBe('HUF 12.00');
  expect(plain(amountLabel('1.5', 'KWD'))).toBe('KWD 1.500');
  expect(balanceLabel('-3', 'JPY')).toBe('¥3 credit');
});

it('a rate also has further decimals', () => {
  expect(exactAmountLabel('1.5', 'USD')).toBe('$1.50');
  expect(exactAmountLabel('0.000001', 'USD')).toBe('$0.000001');
  expect(exactAmountLabel('12.5', 'JPY')).toBe('¥12.5');
});
