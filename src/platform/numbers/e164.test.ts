import { expect, test } from 'vitest';
import { DEFAULT_HOME, homeOf, isE164, readCarrierNumber, toE164 } from './e164.ts';
import { isReservedAnywhere, isReservedNumber, reservedMeaning } from './reserved.ts';

test.each([
  ['US', null, 'US'],
  ['gb', null, 'GB'],
  ['UK', null, 'GB'],
  ['USA', null, 'US'],
  ['ZZ', null, 'US'],
  ['ZZ', '+442079460000', 'GB'],
  ['Narnia', '+12125550101', 'US'],
  ['', '+14165550101', 'CA'],
  [null, '+8821612345678', 'US'],
  [null, null, 'US'],
])('an address in %j with the number %j is at home in %s', (country, number, home) => {
  expect(homeOf(country, number)).toEqual({ country: home, number });
});

test.each([
  ['+12125550111', '+12125550111'],
  ['12125550111', '+12125550111'],
  ['2125550111', '+12125550111'],
  ['+12125550111;npdi;rn=+12125550000', '+12125550111'],
  ['+12125550111;cic=+10288', '+12125550111'],
  ['tel:+1-212-555-0111', '+12125550111'],
  ['442079460958', '+442079460958'],
  ['+442079460958', '+442079460958'],
  ['011442079460958', '+442079460958'],
  ['911', null],
  ['+10005550201', null],
  ['', null],
])('a carrier that calls %j means %s', (called, number) => expect(readCarrierNumber(called)).toBe(number));

test.each([
  ['+1 212 555 0000', '+12125550000'],
  ['(212) 555-0000', '+12125550000'],
  ['+1212555', null],
  ['+999123456789', null],
  ['+10005550201', null],
  ['+19115550201', null],
  ['+12120550101', null],
  ['555-0000', null],
  ['911', null],
])('%j is %s', (text, number) => expect(toE164(text, DEFAULT_HOME)).toBe(number));

test('toll-free numbers may have any exchange, other numbers none that is a service code', () => {
  expect(isE164('+18009110101')).toBe(true);
  expect(isE164('+12129110101')).toBe(false);
  expect(isE164('12125550101')).toBe(false);
});

test('no extension can be an emergency number', () => {
  const always = ['911', '933', '9911', '1911', '91911', '112', '999', '000'];
  const inAmerica = ['211', '311', '411', '511', '611', '711', '811', '988'];
  for (const number of always)
    for (const country of ['US', 'CA', 'GB', 'FR', 'DO']) expect(isReservedNumber(number, country), number).toBe(true);
  for (const number of inAmerica)
    expect([isReservedNumber(number, 'US'), isReservedNumber(number, 'GB')], number).toEqual([true, false]);
  expect(['101', '100', '9112', '912', '1933'].filter((number) => isReservedNumber(number, 'US'))).toEqual([]);
  for (const [country, number] of [
    ['BE', '101'],
    ['GR', '199'],
    ['IN', '102'],
  ] as const)
    expect([isReservedNumber(number, country), isReservedNumber(number, 'US')], number).toEqual([true, false]);
  // calls to usual extensions are admitted in one statement everywhere
  expect(['100', '101', '102', '106', '108'].filter(isReservedAnywhere)).toEqual([]);
  expect(reservedMeaning('110', 'DE')).toMatchObject({ kind: 'emergency', number: '110' });
});
