import type { CsvRow } from '../platform/http/requests/read-csv.ts';
import type { Home } from '../platform/numbers/e164.ts';
import { toLine } from '../platform/values/values.ts';
import type { EntriesImported, Entry } from './contract.ts';
import { patternText, readPattern } from './rules.ts';

type Plan = {
  added: Omit<Entry, 'id'>[];
  changed: Entry[];
  same: number;
  refused: EntriesImported['refused'];
};

const MAX_NOTE = 200;

/** Plans the import of a file with a number in the first column and a note in the second. A first row without digits is a heading. */
export function planImport(rows: readonly CsvRow[], known: readonly Entry[], home: Home): Plan {
  const plan: Plan = { added: [], changed: [], same: 0, refused: [] };
  const byText = new Map(known.map((entry) => [patternText(entry), entry]));
  const lines = new Map<string, number>();
  const [first] = rows;
  const hasHeading = first !== undefined && !/\d/.test(first.cells[0] ?? '');
  for (const { line, cells } of rows.slice(hasHeading ? 1 : 0)) {
    const [written = '', noted = ''] = cells;
    const note = toLine(noted);
    const refuse = (message: string) => plan.refused.push({ line, text: written, message });
    const pattern = readPattern(written, home);
    if (!pattern) {
      refuse(`“${written}” isn’t a phone number such as +12125550101, or the beginning of one such as +1212*.`);
      continue;
    }
    const earlier = lines.get(patternText(pattern));
    if (earlier !== undefined) {
      refuse(`Line ${earlier} has this number too.`);
      continue;
    }
    if (note.length > MAX_NOTE) {
      refuse('Use at most 200 characters for the note.');
      continue;
    }
    lines.set(patternText(pattern), line);
    const before = byText.get(patternText(pattern));
    if (!before) plan.added.push({ ...pattern, note });
    else if (cells.length < 2 || before.note === note) plan.same++;
    else plan.changed.push({ ...before, note });
  }
  return plan;
}
