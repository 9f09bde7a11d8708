import type { ContactsImported } from '../../src/address-book/contract.ts';
import type { Effect } from '../kit/effects.ts';
import { NOUNS } from '../kit/nouns.ts';
import { plural } from '../ui/plural.ts';

type Counts = Pick<ContactsImported, 'dryRun' | 'added' | 'changed' | 'same' | 'refused'>;

const SAID = { true: 'would be', false: 'were' } as const;

/** What an import does, or did, as sentences: which columns were not read, and how many rows of each kind there are. */
export function effectsOf({ columns, ...counts }: Counts & Pick<ContactsImported, 'columns'>): Effect[] {
  const ignored = columns.filter(({ use, name }) => use === 'ignored' && name !== '').map(({ name }) => name);
  return [...(ignored.length > 0 ? [{ text: `Not imported: ${ignored.join(', ')}.` }] : []), ...countsOf(counts)];
}

function countsOf({ dryRun, added, changed, same, refused }: Counts): Effect[] {
  const said = SAID[`${dryRun}`];
  return [
    ...(refused > 0 ? [{ text: `${plural(refused, NOUNS.row)} ${said} rejected.`, grave: true }] : []),
    ...(same > 0 ? [{ text: `${plural(same, NOUNS.row)} ${same === 1 ? 'is' : 'are'} already here unchanged.` }] : []),
    ...(changed > 0 ? [{ text: `${plural(changed, NOUNS.contact)} ${said} changed.` }] : []),
    { text: `${plural(added, NOUNS.contact)} ${said} added.` },
  ];
}
