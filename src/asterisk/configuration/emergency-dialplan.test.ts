import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readDialled } from '../../platform/numbers/dialled.ts';
import { homeOf } from '../../platform/numbers/e164.ts';
import { emergencyNumbersIn, NATIONAL } from '../../platform/numbers/reserved.ts';
import { emergencyDialplan } from './emergency-dialplan.ts';

const template = readFileSync(new URL('../../../asterisk/pbx/extensions.conf', import.meta.url), 'utf8');
const contexts = new Map(
  emergencyDialplan()
    .split('\n\n')
    .map((text) => text.split('\n'))
    .map(([name = '', ...lines]) => [name.slice(1, -1), lines] as const),
);

/** What a context calls, by what is dialled. */
function calledBy(context: string): Map<string, string> {
  const lines = contexts.get(context) ?? [];
  const included = lines.flatMap((line) => /^include => (.*)$/.exec(line)?.[1] ?? []);
  const [own] = included.map(calledBy);
  const exact = lines.flatMap((line) => {
    const [, dialled, number] = /^exten => (\d+),1,Goto\(emergency,(\d+),1\)$/.exec(line) ?? [];
    return dialled && number ? [[dialled, number] as const] : [];
  });
  return new Map([...(own ?? []), ...exact]);
}

/** The number that is called if nobody has an extension with these digits. */
function helpFor(dialled: string, country: string): string | undefined {
  const meaning = readDialled(dialled, homeOf(country, null));
  const likely = meaning.kind === 'extension' ? meaning.otherwise : meaning;
  return likely.kind === 'emergency' ? likely.number : undefined;
}

const COUNTRIES = [...Object.keys(NATIONAL), 'US', 'CA', 'SE', 'UK', 'USA'];

test.each(COUNTRIES)('the dialplan and `readDialled` know the same emergency numbers in %s', (country) => {
  const known = calledBy(`help-${country}`);
  expect(known.size).toBeGreaterThan(0);
  for (const [dialled, number] of known) expect(helpFor(dialled, country), dialled).toBe(number);
  for (const { dialled } of emergencyNumbersIn(country))
    expect(known.get(dialled), dialled).toBe(helpFor(dialled, country));
});

test.each(['US', 'GB', 'DE', 'MX'])(
  'the dialplan knows each short number that is an emergency number in %s',
  (country) => {
    const known = calledBy(`help-${country}`);
    const short = Array.from({ length: 10_000 }, (_, n) =>
      [3, 4].map((length) => String(n).padStart(length, '0')),
    ).flat();
    const emergency = [...short, '15', '17', '18'].filter((digits) => helpFor(digits, country) !== undefined);
    expect(emergency.filter((digits) => known.get(digits) !== helpFor(digits, country))).toEqual([]);
  },
);

test.each([
  '+442079460999',
  '+493012345678',
  '+12125550101',
  '+14165550101',
  '+18686221234',
  '+61212345678',
  '+46812345678',
  '+74951234567',
])('a number such as %s names the same country in both', (number) => {
  const lines = contexts.get('home') ?? [];
  const line = lines.findIndex((each) => number.startsWith(/^exten => _(\+\d+)!/.exec(each)?.[1] ?? 'none'));
  const [, country = ''] = /EMERGENCY_COUNTRY=(\w+)\)$/.exec(lines[line] ?? '') ?? [];
  expect(calledBy(`help-${country}`)).toEqual(calledBy(`help-${homeOf(null, number).country}`));
  expect(lines[line + 1]).toBe(' same => n,Goto(find,s,country)');
});

test('codes that hide or show the number stand before an emergency number in both', () => {
  const codes = [...template.matchAll(/^exten => _(\S+)!,1,Set\(DIGITS=\$\{FILTER\(0-9,\$\{EXTEN:(\d)\}/gm)];
  expect(codes.map(([, code]) => code)).toEqual(['*67', '*82', '#31#', '*31#']);
  for (const [, code = '', length] of codes) {
    expect(code).toHaveLength(Number(length));
    for (const country of COUNTRIES)
      for (const [dialled, number] of calledBy(`help-${country}`))
        expect(helpFor(`${code}${dialled}`, country)).toBe(number);
  }
});
