import type { EntriesImported } from '../../src/number-lists/contract.ts';
import type { Effect } from '../kit/acts/effects.ts';
import { plural, type PluralForms } from '../ui/plural.ts';

type Counted = 'refused' | 'same' | 'changed' | 'added';

const PLANNED: Record<Counted, PluralForms> = {
  refused: { one: '# row would be rejected.', other: '# rows would be rejected.' },
  same: { one: '# number is already here.', other: '# numbers are already here.' },
  changed: { one: '# note would be changed.', other: '# notes would be changed.' },
  added: { one: '# number would be added.', other: '# numbers would be added.' },
};
const DONE: Record<Counted, PluralForms> = {
  refused: { one: '# row was rejected.', other: '# rows were rejected.' },
  same: { one: '# number was already here.', other: '# numbers were already here.' },
  changed: { one: '# note was changed.', other: '# notes were changed.' },
  added: { one: '# number was added.', other: '# numbers were added.' },
};

/** Summarizes an import or its preview. */
export function effectsOf({ dryRun, refused, ...counts }: EntriesImported): Effect[] {
  const forms = dryRun ? PLANNED : DONE;
  const said: Effect[] = [{ text: plural(counts.added, forms.added) }];
  if (counts.changed > 0) said.unshift({ text: plural(counts.changed, forms.changed) });
  if (counts.same > 0) said.unshift({ text: plural(counts.same, forms.same) });
  if (refused.length > 0) said.unshift({ text: plural(refused.length, forms.refused), grave: true });
  return said;
}
