import type { ContactsImported } from '../../src/address-book/import-contract.ts';
import type { Effect } from '../kit/acts/effects.ts';
import { plural, type PluralForms } from '../ui/plural.ts';

type Counts = Pick<ContactsImported, 'added' | 'changed' | 'same' | 'refused'>;

const PLANNED: Record<keyof Counts, PluralForms> = {
  refused: { one: '# row would be rejected.', other: '# rows would be rejected.' },
  same: { one: '# row is already here unchanged.', other: '# rows are already here unchanged.' },
  changed: { one: '# contact would be changed.', other: '# contacts would be changed.' },
  added: { one: '# contact would be added.', other: '# contacts would be added.' },
};
const DONE: Record<keyof Counts, PluralForms> = {
  refused: { one: '# row was rejected.', other: '# rows were rejected.' },
  same: { one: '# row was already here unchanged.', other: '# rows were already here unchanged.' },
  changed: { one: '# contact was changed.', other: '# contacts were changed.' },
  added: { one: '# contact was added.', other: '# contacts were added.' },
};

/** Summarizes an import or its preview: ignored columns, and the number of rows by result. */
export function effectsOf({ columns, dryRun, ...counts }: ContactsImported): Effect[] {
  const ignored = columns.filter(({ use, name }) => use === 'ignored' && name !== '').map(({ name }) => name);
  const forms = dryRun ? PLANNED : DONE;
  const said = (['refused', 'same', 'changed'] as const).flatMap((name): Effect[] =>
    counts[name] === 0 ? [] : [{ text: plural(counts[name], forms[name]), grave: name === 'refused' }],
  );
  return [
    ...(ignored.length > 0 ? [{ text: `Not imported: ${ignored.join(', ')}.` }] : []),
    ...said,
    { text: plural(counts.added, forms.added) },
  ];
}
