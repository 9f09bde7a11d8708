import { expect, test } from 'vitest';
import { readDialled } from './dialled.ts';
import { otherCharacters } from './other-characters.ts';

const characters = otherCharacters();
const asciiOf = new Map([...characters].flatMap(([ascii, others]) => others.map((other) => [other, ascii] as const)));

test('digits of all scripts are known, and what else can be dialled', () => {
  expect([...characters.keys()].toSorted().join('')).toBe('#*+0123456789');
  const zeros = characters.get('0') ?? [];
  for (const zero of ['\u0660', '\u06f0', '\u0966', '\uff10', '\u{1d7ce}']) expect(zeros).toContain(zero);
  expect(asciiOf.get('\uff0b')).toBe('+');
});

test('each is read as its ASCII character', () => {
  const home = { country: 'US', number: null };
  const spelled = (text: string) => [...text].map((character) => (characters.get(character) ?? []).at(0)).join('');
  for (const dialled of ['911', '+911', '*67911', '#31#911', '+12025550199'])
    expect(readDialled(spelled(dialled), home)).toEqual(readDialled(dialled, home));
});
