import { describe, expect, test } from 'vitest';
import { type Dialled, extensionDialled, readDialled } from './dialled.ts';
import type { Home } from './e164.ts';
import { isNorthAmerican } from './north-america.ts';
import { isReservedAnywhere, isReservedNumber, LIFELINE, NATIONAL } from './reserved.ts';

const US: Home = { country: 'US', number: '+12125550101' };
const GB: Home = { country: 'GB', number: '+442079460000' };

/** Summarizes a result on one line: its kind, and the alternative if there is no such extension. */
const inShort = ({ privacy, ...meaning }: Dialled): string => {
  const short = (one: Exclude<typeof meaning, { kind: 'extension' }>): string => {
    switch (one.kind) {
      case 'emergency':
        return `emergency ${one.number}`;
      case 'service':
        return `service ${one.code}`;
      case 'pickup':
        return `pickup ${one.number ?? 'of the group'}`;
      case 'starCode':
        return `star ${one.code} ${one.argument}`.trim();
      case 'outside':
        return one.e164;
      case 'unreadable':
        return 'unreadable';
    }
  };
  const text =
    meaning.kind === 'extension' ? `extension ${meaning.number}, else ${short(meaning.otherwise)}` : short(meaning);
  return privacy === 'asSet' ? text : `${text} (${privacy})`;
};

const EMERGENCY = `911 9911 1911 91911 9-1-911 +911 +1911 911# 911## 911* #911 *911 911%23 911;phone-context=+1 911;phone-context=+1;user=phone
  9-1-1 9.1.1 (911) tel:911 tel:911;phone-context=+1 sip:911@pbx.example sips:911@pbx.example 911@pbx.example %39%31%31 *67911 *82911
  *67911# 91\u200b1 \uff19\uff11\uff11 911\u00a0 #31#911 *31#911 %2331%23911 #31#+911 \u0669\u0661\u0661 \u06f9\u06f1\u06f1 \u096f\u0967\u0967
  %D9%A9%D9%A1%D9%A1 911%00 9\u20221\u20221 9\u30fc1\u30fc1 tel://911 [911]`;

describe('in the US', () => {
  test.each([...EMERGENCY.split(/[ \n]+/), '9 1 1', ' 911 ', '+1 911', '*67 911'])(
    '%j is an emergency call',
    (dialled) => {
      expect(readDialled(dialled, US)).toMatchObject({ kind: 'emergency', number: '911' });
    },
  );

  test.each([
    ['933', 'emergency 933'],
    ['+933', 'emergency 933'],
    // numbers that callers from other countries dial for help: an old extension with that number still rings
    ['112', 'extension 112, else emergency 911'],
    ['999', 'extension 999, else emergency 911'],
    ['000', 'extension 000, else emergency 911'],
    ['112#', 'extension 112, else emergency 911'],
    ['+112', 'emergency 911'],
    ['988', 'service 988'],
    ['9-8-8', 'service 988'],
    // behind a digit for an outside line, or the 1 that begins every number
    ['9988', 'extension 9988, else service 988'],
    ['9-988', 'extension 9988, else service 988'],
    ['1988', 'extension 1988, else service 988'],
    ['91988', 'extension 91988, else service 988'],
    ['+1988', 'service 988'],
    ['0988', 'extension 0988, else unreadable'],
    ['1933', 'extension 1933, else unreadable'],
    ['211', 'extension 211, else service 211'],
    ['411', 'extension 411, else service 411'],
    ['811#', 'extension 811, else service 811'],
    ['+511', 'service 511'],
    // only begins like an emergency number
    ['9112', 'extension 9112, else unreadable'],
    ['91112345', 'unreadable'],
    ['9115550101', 'unreadable'],
    ['*988', 'star *98 8'],
    ['*999', 'star *99 9'],

    ['101', 'extension 101, else unreadable'],
    ['102;x', 'extension 102, else unreadable'],
    ['5550177', 'extension 5550177, else +12125550177'],
    ['555-0177', 'extension 5550177, else +12125550177'],
    ['1550177', 'extension 1550177, else unreadable'],
    ['9110177', 'extension 9110177, else unreadable'],

    ['2025550199', '+12025550199'],
    ['202-555-0199', '+12025550199'],
    ['(202) 555-0199', '+12025550199'],
    ['(202)%20555-0199', '+12025550199'],
    ['202.555.0199', '+12025550199'],
    ['202/555/0199', '+12025550199'],
    ['202\u2013555\u20110199', '+12025550199'],
    ['\u202a202 555 0199\u202c', '+12025550199'],
    ['12025550199', '+12025550199'],
    ['12025550199#', '+12025550199'],
    ['1-202-555-0199', '+12025550199'],
    ['+12025550199', '+12025550199'],
    ['%2B12025550199', '+12025550199'],
    ['tel:+1-202-555-0199', '+12025550199'],
    ['+12025550199;npdi;rn=+12125550000', '+12025550199'],
    ['2025550199;phone-context=+1', '+12025550199'],
    ['+12025550199;tgrp=a;trunk-context=b', '+12025550199'],
    ['sip:+12025550199;cic=0288@carrier.example', '+12025550199'],
    ['011442079460958', '+442079460958'],
    ['00442079460958', '+442079460958'],
    ['+44 20 7946 0958', '+442079460958'],
    ['+44 (0)20 7946 0958', '+442079460958'],
    ['+8821612345678', '+8821612345678'],
    ['01112025550199', '+12025550199'],

    ['\u0660\u0660\u0664\u0664\u0662\u0660\u0667\u0669\u0664\u0666\u0660\u0669\u0665\u0668', '+442079460958'],
    ['\uff0b\uff14\uff14 20 7946 0958', '+442079460958'],
    ['+44 [0]20 7946 0958', '+442079460958'],
    ['#31#2025550199', '+12025550199 (hide)'],
    ['*31#2025550199', '+12025550199 (show)'],
    ['#31#102', 'extension 102, else unreadable (hide)'],
    ['*672025550199', '+12025550199 (hide)'],
    ['*67 (202) 555-0199', '+12025550199 (hide)'],
    ['*822025550199', '+12025550199 (show)'],
    ['*8', 'pickup of the group'],
    ['*8102', 'pickup 102'],
    ['*8201', 'pickup 201'],
    ['*82101', 'pickup 2101'],
    ['*82112', 'extension 112, else emergency 911 (show)'],
    ['*82411', 'extension 411, else service 411 (show)'],
    ['*67102', 'extension 102, else unreadable (hide)'],
    ['*67', 'unreadable (hide)'],
    ['*97', 'star *97'],
    ['*72102', 'star *72 102'],
    ['*97#', 'star *97'],

    // not numbers of the North American Numbering Plan
    ['+10005550201', 'unreadable'],
    ['+19115550201', 'unreadable'],
    ['+12120550101', 'unreadable'],
    ['+12129110101', 'unreadable'],
    ['+12995550101', 'unreadable'],
    ['+1212555', 'unreadable'],
    ['+999123456789', 'unreadable'],
    ['12345678', 'unreadable'],
    ['442079460958', 'unreadable'],
    ['+1212555999999999', 'unreadable'],
    ['#32#2025550199', 'unreadable'],
    ['2025550199w1', 'unreadable'],
    ['0', 'unreadable'],
    ['', 'unreadable'],
    ['#', 'unreadable'],
    ['%', 'unreadable'],
    [';911', 'unreadable'],
    ['urn:service:sos', 'unreadable'],
  ])('%j is %s', (dialled, expected) => {
    expect(inShort(readDialled(dialled, US))).toBe(expected);
  });

  test("seven digits need a tenant's number to take the area code from", () => {
    expect(readDialled('5550177', { country: 'US', number: null })).toMatchObject({
      otherwise: { kind: 'unreadable' },
    });
    expect(readDialled('5550177', { country: 'US', number: '+442079460000' })).toMatchObject({
      otherwise: { kind: 'unreadable' },
    });
  });
});

describe('in Britain', () => {
  test.each([
    ['999', 'emergency 999'],
    ['112', 'emergency 112'],
    // never rewritten, because the tenant's country may be wrong
    ['911', 'emergency 911'],
    ['000', 'extension 000, else emergency 999'],
    ['988', 'extension 988, else unreadable'],
    ['9988', 'extension 9988, else unreadable'],
    ['411', 'extension 411, else unreadable'],
    ['02079460958', '+442079460958'],
    ['020 7946 0958', '+442079460958'],
    ['0012125550199', '+12125550199'],
    ['+12125550199', '+12125550199'],
    ['+19115550201', 'unreadable'],
    ['2025550199', '+442025550199'],
  ])('%j is %s', (dialled, expected) => {
    expect(inShort(readDialled(dialled, GB))).toBe(expected);
  });
});

test.each([
  ['AU', '000', 'emergency 000'],
  ['AU', '0011442079460958', '+442079460958'],
  ['AU', '999', 'extension 999, else emergency 000'],
  ['FR', '112', 'emergency 112'],
  ['FR', '999', 'extension 999, else emergency 112'],
  ['JM', '8765550199', '+18765550199'],
  ['DE', '110', 'emergency 110'],
  ['FR', '15', 'emergency 15'],
  ['FR', '18', 'emergency 18'],
  ['NO', '113', 'emergency 113'],
  ['BE', '112', 'emergency 112'],
  ['BE', '101', 'extension 101, else emergency 101'],
  ['GR', '100', 'extension 100, else emergency 100'],
  ['GR', '166', 'emergency 166'],
  ['GR', '199', 'emergency 199'],
  ['IN', '101', 'extension 101, else emergency 101'],
  ['IN', '102', 'extension 102, else emergency 102'],
  ['IN', '108', 'extension 108, else emergency 108'],
  ['IN', '103', 'extension 103, else unreadable'],
  ['AU', '106', 'extension 106, else emergency 106'],
  ['CL', '133', 'emergency 133'],
  ['VN', '114', 'emergency 114'],
  ['TH', '1669', 'emergency 1669'],
  ['UA', '103', 'extension 103, else emergency 103'],
  ['KH', '112', 'extension 112, else emergency 117'],
  // behind the country's own code, as programs complete numbers
  ['DE', '+49110', 'emergency 110'],
  ['DE', '+49 112', 'emergency 112'],
  ['DE', '0049112', 'emergency 112'],
  ['GB', '+44999', 'emergency 999'],
  ['FR', '+3315', 'emergency 15'],
  ['IN', '+91100', 'emergency 100'],
  ['ZA', '+2710111', 'emergency 10111'],
  ['US', '001911', 'emergency 911'],
  ['US', '0111911', 'emergency 911'],
  ['US', '+1112', 'emergency 911'],
  ['DE', '+44999', 'unreadable'],
  // behind a digit for an outside line
  ['GB', '9999', 'extension 9999, else emergency 999'],
  ['GB', '9112', 'extension 9112, else emergency 112'],
  ['DE', '0110', 'extension 0110, else emergency 110'],
  ['AU', '0000', 'extension 0000, else emergency 000'],
  ['CL', '9112', 'extension 9112, else emergency 133'],
  ['TT', '9999', 'extension 9999, else emergency 999'],
  ['TT', '91990', 'extension 91990, else emergency 990'],
  ['BB', '1211', 'extension 1211, else emergency 211'],
  ['CA', '9988', 'extension 9988, else service 988'],
  ['FR', '917', 'extension 917, else unreadable'],
  ['BE', '9101', 'extension 9101, else unreadable'],
])('in %s, %s is %s', (country, dialled, expected) => {
  expect(inShort(readDialled(dialled, { country, number: null }))).toBe(expected);
});

test('the extension to look up is known before anything else', () => {
  expect(extensionDialled('*67102#')).toBe('102');
  expect(extensionDialled('102;phone-context=x')).toBe('102');
  expect(extensionDialled('12')).toBeNull();
  expect(extensionDialled('+102')).toBeNull();
  expect(extensionDialled('*97')).toBeNull();
});

describe.each([...Object.keys(NATIONAL), 'US', 'CA', 'SE'])('in %s', (country) => {
  const home = { country, number: null };
  const isAmerican = isNorthAmerican(country);
  const numbers = ['911', ...(NATIONAL[country] ?? []), ...(isAmerican ? [LIFELINE] : ['112'])];
  // short and usual numbers stay what they are behind a prefix; 911 has its prefixes everywhere
  const forHelp = numbers.filter((number) => number.length > 2 && !/^10\d$/.test(number));

  test.each(isAmerican ? ['9', '1', '91'] : ['0', '9'])(
    '%s before a number for help calls for the same help',
    (prefix) => {
      for (const number of forHelp.filter((each) => isAmerican || each !== '911' || prefix === '9')) {
        const helpOf = (dialled: string) => {
          const { privacy: _, ...meaning } = readDialled(dialled, home);
          return meaning.kind === 'extension' ? meaning.otherwise : meaning;
        };
        expect(helpOf(prefix + number), prefix + number).toEqual(helpOf(number));
        expect(isReservedNumber(prefix + number, country), prefix + number).toBe(true);
        expect(isReservedAnywhere(prefix + number), prefix + number).toBe(true);
      }
    },
  );
});
