import fc from 'fast-check';
import { expect, test } from 'vitest';
import { prefixTable } from './prefixes.ts';

const digits = (most: number) => fc.string({ unit: fc.constantFrom('1', '2', '4'), minLength: 1, maxLength: most });

test('finds the same as a simple loop over all prefixes', () => {
  expect.hasAssertions();
  fc.assert(
    fc.property(fc.uniqueArray(digits(15), { maxLength: 60 }), digits(15), (prefixes, number) => {
      const find = prefixTable(prefixes.map((prefix) => [prefix, prefix]));
      let longest: string | undefined;
      for (const prefix of prefixes)
        if (number.startsWith(prefix) && prefix.length > (longest?.length ?? 0)) longest = prefix;
      expect(find(number)).toBe(longest);
    }),
  );
});

test('a number that differs from every prefix by one digit has none', () => {
  const find = prefixTable([
    ['44', 'UK'],
    ['4420', 'London'],
  ]);
  expect(find('442079460999')).toBe('London');
  expect(find('442')).toBe('UK');
  expect(find('452079460999')).toBeUndefined();
});
