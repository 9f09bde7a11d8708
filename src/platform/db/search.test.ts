import { expect, test } from 'vitest';
import { digitsOf } from './search.ts';

const home = (country: string, number: string | null = null) => ({ country, number });

test.each([
  // any part of a number, also of one with another area code
  ['555-0125', home('US', '+12125550101'), '5550125'],
  ['946 0958', home('GB'), '9460958'],
  ['0958', home('GB'), '0958'],
  ['(212) 555-0101', home('US'), '2125550101'],
  ['+1212', home('US'), '1212'],
  // prefixes that no stored number has
  ['020 7946 0958', home('GB'), '442079460958'],
  ['020 7946 0958', null, '2079460958'],
  ['020 7946', home('GB'), '207946'],
  ['011 44 20 7946 0958', home('US'), '442079460958'],
  ['00 44 20 7946 0958', home('DE'), '442079460958'],
  ['8 (495) 123-45-67', home('RU'), '74951234567'],
  // Italian numbers keep their zero
  ['06 6982 1234', home('IT'), '669821234'],
  ['---', home('US'), null],
  ['Ellen', home('US'), null],
])('%j in %j is looked for as %s', (search, at, digits) => {
  expect(digitsOf(search, at)).toBe(digits);
});
