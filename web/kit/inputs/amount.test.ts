import { expect, it } from 'vitest';
import { amountLabel } from './amount.ts';

it('has the decimals of the currency, and those that a rate has beyond', () => {
  expect(amountLabel('1.50', 'USD')).toBe('$1.50');
  expect(amountLabel('0.012', 'USD')).toBe('$0.012');
  expect(amountLabel('0.000001', 'USD')).toBe('$0.000001');
  expect(amountLabel('12.00', 'JPY')).toBe('¥12');
  expect(amountLabel('12.00', 'HUF').replace(/\s/, ' ')).toBe('HUF 12.00');
  expect(amountLabel('1.5', 'KWD').replace(/\s/, ' ')).toBe('KWD 1.500');
});
