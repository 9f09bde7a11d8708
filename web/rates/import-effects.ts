import type { RatesPreview } from '../../src/rates/import-contract.ts';
import type { Effect } from '../kit/acts/effects.ts';
import { plural, type PluralForms } from '../ui/plural.ts';

const SENTENCES: [
  keyof RatesPreview & ('refused' | 'missing' | 'free' | 'repeated' | 'same' | 'changed' | 'added'),
  PluralForms,
  boolean,
][] = [
  [
    'refused',
    {
      one: '# row can’t be imported. Nothing is imported until you fix it.',
      other: '# rows can’t be imported. Nothing is imported until you fix them.',
    },
    true,
  ],
  [
    'missing',
    {
      one: '# prefix isn’t in the file. It has no rate any more.',
      other: '# prefixes aren’t in the file. They have no rate any more.',
    },
    true,
  ],
  ['free', { one: '# rate is zero.', other: '# rates are zero.' }, true],
  ['repeated', { one: '# row is a duplicate.', other: '# rows are duplicates.' }, false],
  ['same', { one: '# rate stays as it is.', other: '# rates stay as they are.' }, false],
  ['changed', { one: '# rate changes.', other: '# rates change.' }, false],
  ['added', { one: '# rate is new.', other: '# rates are new.' }, false],
];

/** Summarizes the effects of an import. Those that need attention come first. */
export const effectsOf = (read: RatesPreview): Effect[] =>
  SENTENCES.flatMap(([name, forms, grave]) => (read[name] === 0 ? [] : [{ text: plural(read[name], forms), grave }]));
