import { endsOf, readEntry } from '../numbers/rules.ts';
import { type Chosen, entryOf, isNamed, type Table } from '../platform/http/requests/number-columns.ts';
import { type CsvRow, shownCell } from '../platform/http/requests/read-csv.ts';
import type { Home } from '../platform/numbers/e164.ts';
import { isShortenedNumber } from '../platform/numbers/spreadsheet.ts';
import { inputMessage } from '../platform/values/input-messages.ts';
import { type EntriesImported, type Entry, MAX_ENTRIES, Note } from './contract.ts';
import { type Pattern, patternText, readPattern } from './rules.ts';

type Plan = {
  added: Omit<Entry, 'id'>[];
  changed: Entry[];
  same: number;
  refused: EntriesImported['refused'];
  /** whether the file has more numbers than a list can have */
  tooMany: boolean;
};

/** The columns to read, as `chooseColumn` and `noteColumn` find them. */
export type Reading = { choice: Chosen; note: number | null };

const NOTES = /^(notes?|comments?|remarks?|description|label|name)$/i;

/** Whether a cell is a number, the beginning of numbers, or a range. */
export const isPattern = (cell: string, home: Home): boolean =>
  endsOf(cell).every((end) => readPattern(end, home) !== null);

/** The column with the notes: found by its heading, or the only other one, or without headings the first other one; null if there is none. */
export function noteColumn({ columns }: Table, choice: Chosen): number | null {
  const ends: readonly number[] = choice.kind === 'column' ? [choice.column] : [choice.from, choice.to];
  const others = columns.filter(({ column }) => !ends.includes(column));
  const [named, ...alsoNamed] = others.filter((one) => isNamed(one, NOTES));
  if (named) return alsoNamed.length === 0 ? named.column : null;
  const hasHeadings = columns.some(({ name }) => name !== null);
  const [first] = others.filter(({ numbers }) => numbers === 0);
  return first && (others.length === 1 || !hasHeadings) ? first.column : null;
}

/** Plans the import of a file's rows, each with a number, the beginning of numbers or a range, and perhaps a note. */
export function planImport(
  rows: readonly CsvRow[],
  { choice, note: noteAt }: Reading,
  known: readonly Entry[],
  home: Home,
): Plan {
  const plan: Plan = { added: [], changed: [], same: 0, refused: [], tooMany: false };
  const byText = new Map(known.map((entry) => [patternText(entry), entry]));
  const lines = new Map<string, number>();
  let read = 0;
  for (const row of rows) {
    const { line } = row;
    const written = entryOf(row, choice, home);
    const refuse = (message: string) => plan.refused.push({ line, text: shownCell(written), message });
    const patterns = readPatterns(written, home);
    if ('message' in patterns) {
      refuse(patterns.message);
      continue;
    }
    read += patterns.length;
    if (read > MAX_ENTRIES) return { ...plan, tooMany: true };
    const earlier = patterns.map((pattern) => lines.get(patternText(pattern))).find((at) => at !== undefined);
    if (earlier !== undefined) {
      refuse(
        patterns.length > 1 ? `Line ${earlier} has one of these numbers too.` : `Line ${earlier} has this number too.`,
      );
      continue;
    }
    const cell = noteAt === null ? undefined : row.cells[noteAt - 1];
    const note = Note.safeParse(cell ?? '', { error: inputMessage });
    if (!note.success) {
      refuse(`Note: ${note.error.issues[0]?.message}`);
      continue;
    }
    for (const pattern of patterns) {
      lines.set(patternText(pattern), line);
      const before = byText.get(patternText(pattern));
      if (!before) plan.added.push({ ...pattern, note: note.data });
      else if (cell === undefined || before.note === note.data) plan.same++;
      else plan.changed.push({ ...before, note: note.data });
    }
  }
  return plan;
}

function readPatterns(written: string, home: Home): Pattern[] | { message: string } {
  if (written === '') return { message: 'There is no number in this row.' };
  const pattern = readPattern(written, home);
  if (pattern) return [pattern];
  const entry = readEntry(written, home);
  if ('numbers' in entry) return entry.numbers.map((number) => ({ number, isPrefix: false }));
  if (isShortenedNumber(written) || endsOf(written).length > 1) return { message: entry.fault };
  return {
    message: `“${shownCell(written)}” isn’t a phone number such as +12125550101, or the beginning of one such as +1212*.`,
  };
}
