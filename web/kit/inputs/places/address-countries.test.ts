import { expect, test } from 'vitest';
import { addressCountries } from './address-countries.ts';

test('offers every country by name, and an unknown code only if it is stored', () => {
  expect(addressCountries('US')).toContainEqual({ value: 'US', label: 'United States (US)' });
  expect(addressCountries('US')).toHaveLength(249);
  expect(addressCountries('')).toHaveLength(249);
  expect(addressCountries('ZZ')[0]).toEqual({ value: 'ZZ', label: 'ZZ (unknown)' });
});
