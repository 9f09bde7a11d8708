import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { canonicalTimezone } from '../time/timezone.ts';
import { e911Address } from './address.ts';
import {
  addressLine,
  callerName,
  email,
  freeText,
  givenPassword,
  label,
  newPassword,
  personName,
  searchText,
  timezone,
} from './values.ts';

const read = (schema: z.ZodType, value: unknown) => {
  const parsed = schema.safeParse(value);
  return parsed.success ? parsed.data : null;
};

const LINES = {
  label: label(),
  personName: personName(),
  addressLine: addressLine(100, 'Enter it.'),
  callerName: callerName(),
};

describe.each(Object.entries(LINES))('%s', (_name, schema) => {
  test.each([
    ['two lines', 'BA\nKERY'],
    ['a carriage return', 'BA\rKERY'],
    ['CR and LF', 'A\r\nX-Evil: 1'],
    ['a line separator', 'A\u2028B'],
    ['NEL', 'A\u0085B'],
    ['NUL', 'A\u0000B'],
    ['BEL', 'A\u0007B'],
    ['DEL', 'A\u007fB'],
    ['a C1 control', 'A\u009bB'],
    ['a bidi override', 'Reception \u202egnp.exe'],
    ['a bidi isolate', 'A\u2066B'],
    ['a bidi mark', 'A\u200fB'],
    ['a zero width space', 'A\u200bB'],
    ['a byte order mark', '\ufeffA'],
    ['a soft hyphen', 'A\u00adB'],
    ['a word joiner', 'A\u2060B'],
    ['a joiner between Latin letters', 'A\u200dB'],
    ['a non-joiner between Latin letters', 'A\u200cB'],
    ['a variation selector after a letter', 'A\ufe0fB'],
    ['a tag', 'A\u{e0041}B'],
    ['private use', 'A\ue000B'],
    ['a character that does not exist', 'A\u0378B'],
    ['a noncharacter', 'A\uffffB'],
    ['half a surrogate pair', 'A\ud800B'],
    ['the replacement character', 'M\ufffdller'],
    ['a Hangul filler beside letters', 'A\u3164'],
    ['a grapheme joiner', 'A\u034f'],
    ['an empty Braille cell', 'A\u2800'],
    ['a musical null', 'A\u{1d159}'],
    ['an interlinear annotation', 'A\ufff9B'],
  ])('refuses %s', (_what, text) => {
    expect(read(schema, text)).toBeNull();
  });

  test.each([
    '\u3164',
    '\u2800',
    '\u115f',
    '\u1160',
    '\uffa0',
    '\u034f',
    '\u200d',
    '\u180e',
    '\u061c',
    '\u0301',
    '\ufe0f',
  ])('refuses a text that consists only of %j', (text) => {
    expect(read(schema, text)).toBeNull();
    expect(read(schema, ` ${text} `)).toBeNull();
  });

  test('has single spaces between words and none around them', () => {
    expect(read(schema, ' \tJoe\u00a0\u2003 Bar\r\n')).toBe('Joe Bar');
  });
});

describe.each([label(), personName(), addressLine(100, 'Enter it.')])('a name', (schema) => {
  test.each([
    ['accents', 'Café Zürich, O’Neill & Söhne'],
    ['Persian with a non-joiner', 'نامه\u200cها'],
    ['Sinhala with a joiner', 'ශ්\u200dරී'],
    ['Malayalam with a joiner at the end', 'അവന്\u200d'],
    ['Devanagari', 'क्\u200dष'],
    ['Hebrew', 'מאפייה'],
    ['Han with a chosen form', '辻\u{e0100}'],
    ['Mongolian with a chosen form', 'ᠠ\u180b'],
    ['Korean', '빵집'],
    ['a family', '👨\u200d👩\u200d👧'],
    ['a profession with a skin', '👩🏽\u200d⚕\ufe0f'],
    ['a heart as a picture', '❤\ufe0f'],
    ['a flag of a region', '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}'],
    ['Vietnamese', 'Bánh Mì Hòa Mã'],
    ['punctuation', '3M / Unit #4 (rear)'],
    ['an Arabic number sign', '\u0600١٢'],
  ])('accepts %s', (_what, text) => {
    expect(read(schema, text)).toBe(text.normalize('NFC'));
  });

  test('is stored in composed form', () => {
    expect(read(schema, 'Cafe\u0301')).toBe('Café');
  });

  test('is neither empty nor too long, and has no excess of accents', () => {
    for (const text of ['', '  ', 'x'.repeat(101), `a${'\u0316'.repeat(9)}`, 'x'.repeat(1_000_000)])
      expect(read(schema, text)).toBeNull();
  });
});

test('a person’s name contains no link', () => {
  for (const name of ['Verify: https://evil.example', 'www.evil.example', 'mailto:a@b.example', '<b>Bob</b>'])
    expect(read(personName(), name)).toBeNull();
  expect(read(personName(), 'Dr. J.R. St.Pierre')).toBe('Dr. J.R. St.Pierre');
});

describe('a caller name', () => {
  test.each(['', 'BAKERY', "Joe's #1 (US)", 'A+B & C; D=E/F:', '[x] ~^_`{|}'])('accepts %j', (name) => {
    expect(read(callerName(), name)).toBe(name);
  });

  test.each(['Café', 'A"B', 'A\\B', 'A<B', 'A>B', 'SIXTEEN LETTERS!', '株式会社'])('refuses %j', (name) => {
    expect(read(callerName(), name)).toBeNull();
  });
});

test('a note may have several lines, with the same characters as a name', () => {
  expect(read(freeText(100), ' First\r\n second  \u00a0line\u2028third \n')).toBe('First\nsecond line\nthird');
  for (const text of ['a\u0007', 'a\u202eb', '\u3164', 'x'.repeat(101)]) expect(read(freeText(100), text)).toBeNull();
  expect(read(freeText(100, 'Enter a reason.'), '\n')).toBeNull();
});

test('a search text is composed like stored names', () => {
  expect(read(searchText(), ' Cafe\u0301 ')).toBe('Café');
});

test('a password is the same from every keyboard', () => {
  for (const password of [newPassword(), givenPassword()]) {
    expect(read(password, 'cafe\u0301 guitar lamp')).toBe('caf\u00e9 guitar lamp');
    expect(read(password, '  blue  guitar ')).toBe('  blue  guitar ');
  }
});

describe('an email address', () => {
  test.each([
    [' a&b@Example.com\u00a0', 'a&b@example.com'],
    ['info@Müller.example', 'info@xn--mller-kva.example'],
    ["o'neill+pbx@mail.example.co", "o'neill+pbx@mail.example.co"],
    ['a@ex。ample.com', 'a@ex.ample.com'],
  ])('%j is %s', (typed, stored) => {
    expect(read(email(), typed)).toBe(stored);
    expect(read(email(), stored)).toBe(stored);
  });

  test.each([
    '',
    'a',
    '@b.example',
    'a@',
    'a@b',
    'a@b@c.example',
    'a b@c.example',
    'a@127.1',
    'a@[127.0.0.1]',
    'a@c.example/x',
    'a@c.example:25',
    '.a@c.example',
    'a..b@c.example',
    'a@-c.example',
    'a@c..example',
    'ä@c.example',
    'a\n@c.example',
    'a@c.example\r\nBcc: x@y.example',
    `${'a'.repeat(65)}@c.example`,
    `a@${'c.'.repeat(130)}example`,
    'a,b@c.example',
    '"a"@c.example',
    'A <a@c.example>',
  ])('%j is not one', (typed) => {
    expect(read(email(), typed)).toBeNull();
  });
});

describe('a time zone', () => {
  test.each([
    ['america/new_york', 'America/New_York'],
    ['PST', 'America/Los_Angeles'],
    ['US/Eastern', 'America/New_York'],
    ['Asia/Calcutta', 'Asia/Kolkata'],
    ['Europe/Kiev', 'Europe/Kyiv'],
    ['utc', 'UTC'],
  ])('%s is %s', (name, canonical) => {
    expect(read(timezone(), name)).toBe(canonical);
  });

  test.each(['+02:00', '', 'Mars/Olympus', 'a'.repeat(1000)])('%j is not a time zone', (name) => {
    expect(read(timezone(), name)).toBeNull();
  });

  test('has one canonical name, whichever name is given', () => {
    for (const name of Intl.supportedValuesOf('timeZone')) {
      const canonical = canonicalTimezone(name);
      expect(canonicalTimezone(canonical ?? '')).toBe(canonical);
    }
  });
});

describe('an address for 911', () => {
  const troy = { street: '1 Main St', city: 'Troy', state: 'NY', postalCode: '12180', country: 'US' };
  const ottawa = { street: '1 Rue Élgin', city: 'Ottawa', state: 'ON', postalCode: 'K1P 5K7', country: 'CA' };
  const fault = (address: object) =>
    e911Address()
      .safeParse(address)
      .error?.issues.map(({ path }) => path.join('.'));

  test('is normalized to postal form', () => {
    expect(read(e911Address(), troy)).toEqual(troy);
    expect(read(e911Address(), ottawa)).toEqual(ottawa);
    expect(read(e911Address(), { ...troy, state: 'new york', country: 'us', postalCode: '12180-1234' })).toEqual({
      ...troy,
      postalCode: '12180-1234',
    });
    expect(read(e911Address(), { ...ottawa, state: 'Québec', postalCode: 'k1p5k7' })).toEqual({
      ...ottawa,
      state: 'QC',
    });
    expect(
      read(e911Address(), { street: 'Ring 1', city: 'Wien', state: '', postalCode: '1010', country: 'AT' }),
    ).not.toBeNull();
  });

  test.each([
    ['city', { city: '-' }],
    ['city', { city: '12180' }],
    ['country', { country: 'UK' }],
    ['country', { country: 'ZZ' }],
    ['country', { country: '' }],
    ['state', { state: 'Narnia' }],
    ['state', { state: '' }],
    ['state', { state: 'ON' }],
    ['state', { state: 'constructor' }],
    ['postalCode', { postalCode: '!!' }],
    ['postalCode', { postalCode: '' }],
    ['postalCode', { postalCode: '1218' }],
    ['postalCode', { postalCode: '00012' }],
    ['postalCode', { postalCode: 'K1P 5K7' }],
    ['street', { street: '\u3164' }],
    ['street', { street: '--' }],
    ['street', { street: '1 Main\nSt' }],
    ['city', { city: '' }],
    ['unit', { unit: 'A\u202e' }],
  ])('is refused at %s for %j', (path, change) => {
    expect(fault({ ...troy, ...change })).toEqual([path]);
  });

  test('in Canada has a Canadian province and postal code', () => {
    expect(fault({ ...ottawa, state: 'NY' })).toEqual(['state']);
    expect(fault({ ...ottawa, postalCode: 'D1P 5K7' })).toEqual(['postalCode']);
    expect(fault({ ...ottawa, postalCode: '12180' })).toEqual(['postalCode']);
  });
});
