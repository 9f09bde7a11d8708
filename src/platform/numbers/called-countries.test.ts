import { getCountries } from 'libphonenumber-js/min';
import { expect, it } from 'vitest';
import { CALLED_COUNTRIES } from './called-countries.ts';

it('has every country of the numbering plan', () => {
  expect(CALLED_COUNTRIES).toEqual(getCountries().toSorted());
});
