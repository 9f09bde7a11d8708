import fc from 'fast-check';
import { expect, test } from 'vitest';
import { beginningsOf, contains, readPattern } from './rules.ts';

const US = { country: 'US', number: null };
const GB = { country: 'GB', number: null };

test.each([
  ['(212) 555-0199', US, { number: '+12125550199', isPrefix: false }],
  ['+44 20 7946 0958', US, { number: '+442079460958', isPrefix: false }],
  ['212*', US, { number: '+1212', isPrefix: true }],
  ['1212*', US, { number: '+1212', isPrefix: true }],
  ['(212) 555*', US, { number: '+1212555', isPrefix: true }],
  ['+44*', US, { number: '+44', isPrefix: true }],
  ['020 *', GB, { number: '+4420', isPrefix: true }],
  ['*', US, null],
  ['+*', US, null],
  ['+0*', US, null],
  ['12', US, null],
  ['abc*', US, null],
  ['2*12*', US, null],
])('%s is read', (written, home, pattern) => expect(readPattern(written, home)).toEqual(pattern));

test.each([
  ['+12125550199', true],
  ['+16465550100', true],
  ['+1646', true],
  ['+12125550198', false],
  ['+121255501999', false],
  ['+164', false],
])('a list has %s: %s', (number, found) =>
  expect(
    contains(
      [
        { number: '+12125550199', isPrefix: false },
        { number: '+1646', isPrefix: true },
      ],
      number,
    ),
  ).toBe(found),
);

test('a look-up by prefixes finds the same as a scan of the list', () => {
  const digits = fc.stringMatching(/^\+[1-2]{1,4}$/);
  const entry = fc.record({ number: digits, isPrefix: fc.boolean() });
  const property = fc.property(fc.array(entry, { maxLength: 5 }), digits, (list, number) => {
    const all = new Set(beginningsOf(number));
    const found = list.some((one) => all.has(one.number) && (one.isPrefix || one.number === number));
    return found === contains(list, number);
  });
  expect(fc.check(property).failed).toBe(false);
});
