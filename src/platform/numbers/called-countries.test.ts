import { getCountries } from 'libphonenumber-js/min';
import { expect, test } from 'vitest';
import { CALLED_COUNTRIES } from './called-countries.ts';

test('has every country of the numbering plan', () => {
  expect(CALLED_COUNTRIES).toEqual(getCountries().toSorted());
});
