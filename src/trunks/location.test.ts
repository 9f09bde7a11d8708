import { expect, test } from 'vitest';
import { HOSTILE_NAMES } from '../../test/scenarios/hostile-names.ts';
import { locationOf } from './location.ts';

const address = { street: '20 W 34th St', city: 'New York', state: 'NY', postalCode: '10001', country: 'US' };

test('an address is written as the elements of RFC 5139', () => {
  expect(locationOf({ ...address, unit: 'Floor 2, Room 3' })).toBe(
    'country="US",A1="NY",A3="New York",RD="W 34th St",HNO="20",LOC="Floor 2, Room 3",PC="10001"',
  );
});

test.each([
  ['12-14 Rue de l’Église', 'RD="Rue de l’Église",HNO="12-14"'],
  ['Broadway & 5th', 'RD="Broadway and 5th"'],
  ['1 "Main" St;x=${SHELL(id)}<b>&amp;', 'RD="Main St x SHELL(id) b and amp",HNO="1"'],
  ['One World Trade Center', 'RD="One World Trade Center"'],
])('%s', (street, written) => {
  expect(locationOf({ ...address, street })).toContain(`,${written},`);
});

test.each([
  ['none', null],
  ['half an address', { street: '20 W 34th St' }],
  ['a country that is none', { ...address, country: 'UK' }],
  ['a state that is none', { ...address, state: 'Narnia' }],
  ['a ZIP code that is none', { ...address, postalCode: '!!' }],
  ['a street that nobody sees', { ...address, street: '\u3164' }],
  ['a city of signs', { ...address, city: '"""' }],
])('no location is made of %s', (_, of) => {
  expect(locationOf(of)).toBeNull();
});

test('no stored value can break out of its quotes', () => {
  for (const text of HOSTILE_NAMES) {
    const location = locationOf({ ...address, street: text, unit: text, city: text });
    expect(location ?? 'A="b"', JSON.stringify(text)).toMatch(/^(\w+="[^"&;$<>{}\\\n\r]*"(,|$))+$/);
  }
});
