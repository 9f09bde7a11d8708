import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromMicros, toMicros } from './money.ts';

test.each([
  ['0', 0n, '0.00'],
  ['12.34', 12_340_000n, '12.34'],
  ['0.000001', 1n, '0.000001'],
  ['100.5', 100_500_000n, '100.50'],
  ['999999999.99', 999_999_999_990_000n, '999999999.99'],
])('%s', (text, micros, shown) => {
  expect(toMicros(text)).toBe(micros);
  expect(fromMicros(micros)).toBe(shown);
});

test('converts back and forth without loss', () => {
  expect.hasAssertions();
  fc.assert(
    fc.property(fc.bigInt(0n, 10n ** 18n), (micros) => {
      expect(toMicros(fromMicros(micros))).toBe(micros);
    }),
  );
});
