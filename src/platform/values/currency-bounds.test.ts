import { expect, test } from 'vitest';
import { chargeFor } from '../../billing/rating/rate-call.ts';
import { boundsOf } from './currency-bounds.ts';

test.each([
  // currency, price, fee, spend, smallest invoice and debt in micros
  ['USD', 1000, 1_000_000, 1_000_000_000, 500_000n, 5_000_000n],
  ['KWD', 1000, 1_000_000, 1_000_000_000, 500_000n, 5_000_000n],
  ['SEK', 10_000, 10_000_000, 10_000_000_000, 5_000_000n, 50_000_000n],
  ['JPY', 100_000, 100_000_000, 100_000_000_000, 50_000_000n, 500_000_000n],
  ['KRW', 1_000_000, 1_000_000_000, 1_000_000_000_000, 500_000_000n, 5_000_000_000n],
  ['VND', 5_000_000, 10_000_000_000, 1_000_000_000_000, 5_000_000_000n, 50_000_000_000n],
  ['IDR', 5_000_000, 10_000_000_000, 1_000_000_000_000, 5_000_000_000n, 50_000_000_000n],
])(
  '%s has bounds that fit its worth',
  (currency, maxPrice, maxFee, maxSpend, smallestInvoiceMicros, smallestDebtMicros) => {
    expect(boundsOf(currency)).toEqual({ maxPrice, maxFee, maxSpend, smallestInvoiceMicros, smallestDebtMicros });
  },
);

test('the highest price still gives an exact charge for a day', () => {
  for (const currency of Intl.supportedValuesOf('currency')) {
    const price = boundsOf(currency).maxPrice * 1_000_000;
    const rate = { setupMicros: 0, perMinuteMicros: price, minimumMicros: 0, initialSeconds: 1, incrementSeconds: 1 };
    const charge = chargeFor(rate, 86_399);
    expect(BigInt(charge)).toBe((BigInt(price) * 86_399n + 30n) / 60n);
    expect(Number.isSafeInteger(charge)).toBe(true);
  }
});
