import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readDialled } from '../platform/numbers/dialled.ts';
import { settingOf, STAR_CODES } from './rules.ts';

const US = { country: 'US', number: '+12125550101' };
const settingDialled = (dialled: string) => {
  const meaning = readDialled(dialled, US);
  return meaning.kind === 'starCode' ? settingOf(meaning.code, meaning.argument) : meaning.kind;
};

describe('a code and what it sets', () => {
  test.each([
    ['*72102', { kind: 'forward', condition: 'always', to: '102' }],
    ['*72 102#', { kind: 'forward', condition: 'always', to: '102' }],
    ['*72102%23', { kind: 'forward', condition: 'always', to: '102' }],
    ['*7212125550199', { kind: 'forward', condition: 'always', to: '12125550199' }],
    ['*73', { kind: 'forward', condition: 'always', to: null }],
    ['*90102', { kind: 'forward', condition: 'busy', to: '102' }],
    ['*91', { kind: 'forward', condition: 'busy', to: null }],
    ['*92102', { kind: 'forward', condition: 'noAnswer', to: '102' }],
    ['*93#', { kind: 'forward', condition: 'noAnswer', to: null }],
    ['*78', { kind: 'doNotDisturb', on: true }],
    ['*79', { kind: 'doNotDisturb', on: false }],
    ['*281', { kind: 'schedule', code: '1' }],
    ['*28911', { kind: 'schedule', code: '911' }],
  ])('%s', (dialled, setting) => expect(settingDialled(dialled)).toEqual(setting));

  test.each(['*72', '*28', '*73102', '*78911', '*97', '*55'])('%s sets nothing', (dialled) =>
    expect(settingDialled(dialled)).toBeNull(),
  );
});

test('has each code once', () => {
  const codes = STAR_CODES.map(({ code }) => code);
  expect(new Set(codes).size).toBe(codes.length);
});

test('docs/partners.md has the same codes', () => {
  const guide = readFileSync(new URL('../../docs/partners.md', import.meta.url), 'utf8');
  const [, table = ''] = /\n\| code +\|.*\n((?:\|.*\n)+)/.exec(guide) ?? [];
  const codes = [...table.matchAll(/`([*\d]+)`/g)].map(([, code = '']) => code).filter((code) => code !== '720');
  expect(codes.toSorted()).toEqual([...STAR_CODES.map(({ code }) => code), '*8'].toSorted());
});

test('no code hides an emergency number, however that is dialled', () => {
  const numbers = fc.constantFrom('911', '933', '9911', '1911', '91911', '112', '999', '000');
  const hidden = ['*67', '*82', '#31#', '*31#'];
  const before = fc.constantFrom('', '+', ...hidden, ...['', ...hidden].map((code) => `${code}+1`));
  const after = fc.constantFrom('', '#', '%23', ';phone-context=+1', ' ');
  const country = fc.constantFrom('US', 'CA', 'GB', 'DE', 'AU');
  fc.assert(
    fc.property(before, numbers, after, country, (prefix, number, suffix, home) => {
      const meaning = readDialled(`${prefix}${number}${suffix}`, { country: home, number: null });
      const likely = meaning.kind === 'extension' ? meaning.otherwise : meaning;
      return likely.kind === 'emergency';
    }),
  );
  // with a star, it reaches emergency services or at least sets nothing
  for (const number of ['911', '933', '9911', '1911', '112', '999', '000'])
    expect(['emergency', null], number).toContainEqual(settingDialled(`*${number}`));
  expect(settingDialled('*911')).toBe('emergency');
});
