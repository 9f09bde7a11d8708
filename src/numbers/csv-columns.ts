import { type CsvRow } from './csv.ts';
import { toE164 } from '../platform/numbers/e164.ts';
import { endsOf } from './rules.ts';

/** A column of a file, counted from 1 as people count; its heading, and how many of its cells are numbers. */
export type Column = { column: number; name: string | null; numbers: number };
export type Table = { columns: Column[]; rows: CsvRow[] };

/** Which columns are read: one, or two with the ends of ranges; or which of several it may be. */
export type Choice =
  | { kind: 'column'; column: number }
  | { kind: 'range'; from: number; to: number }
  | { kind: 'question'; candidates: number[] };

const NUMBERS = /^(number|did|ddi|tn|msisdn|e\.?164|cli|((tele)?phone|mobile|cell)( ?(number|no\.?|#))?|line)s?$/i;
const FROM = /^(from|first|start|begin|low|lower|range start|start of range)( ?(number|did|tn))?$/i;
const TO = /^(to|last|end|until|high|upper|range end|end of range)( ?(number|did|tn))?$/i;

/** A number or a range by its ends alone: a range is not spelled out to tell what a column is. */
const isNumber = (cell: string): boolean => endsOf(cell).every((end) => toE164(end) !== null);
const plain = (name: string): string => name.replace(/[_-]+/g, ' ').trim();

/** Tells headings from the first row: they have words, and no number nor anything as long as one. */
export function toTable(rows: CsvRow[]): Table {
  const [first, ...others] = rows;
  const cells = first?.cells ?? [];
  const headed =
    others.length > 0 &&
    cells.some((cell) => /\p{L}/u.test(cell)) &&
    cells.every((cell) => !isNumber(cell) && cell.replace(/\D/g, '').length < 5);
  const body = headed ? others : rows;
  const width = Math.max(...rows.map((row) => row.cells.length));
  const columns = Array.from({ length: width }, (_, i) => ({
    column: i + 1,
    name: (headed && cells[i]) || null,
    numbers: body.filter((row) => isNumber(row.cells[i] ?? '')).length,
  }));
  return { columns, rows: body };
}

/** The column that holds phone numbers, by its heading and its content; a question where that is not plain. */
export function chooseColumn({ columns }: Table): Choice {
  const [only] = columns;
  if (columns.length === 1 && only) return { kind: 'column', column: only.column };
  const full = columns.filter(({ numbers }) => numbers > 0);
  const named = (heading: RegExp, among: Column[]) =>
    among.filter(({ name }) => name !== null && heading.test(plain(name)));
  const [from, to] = [named(FROM, full), named(TO, full)];
  if (from.length === 1 && to.length === 1 && full.length === 2)
    return { kind: 'range', from: from[0]!.column, to: to[0]!.column };
  // what is headed as numbers and has some; an account number reads as one, too
  const best = [named(NUMBERS, full), full, named(NUMBERS, columns)].find((found) => found.length > 0);
  if (best?.length === 1 && best[0]) return { kind: 'column', column: best[0].column };
  return { kind: 'question', candidates: (best ?? columns).map(({ column }) => column) };
}

/** What a row says of a number; empty where it says nothing. */
export function entryOf({ cells }: CsvRow, choice: Exclude<Choice, { kind: 'question' }>): string {
  const at = (column: number): string => cells[column - 1] ?? '';
  if (choice.kind === 'column') return at(choice.column);
  const [from, to] = [at(choice.from), at(choice.to)];
  return from === '' || to === '' ? from || to : `${from} - ${toE164(to) ?? `+${to}`}`;
}
