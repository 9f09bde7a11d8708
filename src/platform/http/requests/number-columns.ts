import { type Home, toE164 } from '../../numbers/e164.ts';
import { invalidField } from '../errors.ts';
import { type CsvRow, shownCell } from './read-csv.ts';

/** A column of the file, counted from 1, with its heading and the number of its cells that are phone numbers. */
export type Column = { column: number; name: string | null; numbers: number };
export type Table = { columns: Column[]; rows: CsvRow[] };

/** The columns to read: one, or two with the ends of ranges. */
export type Chosen = { kind: 'column'; column: number } | { kind: 'range'; from: number; to: number };
/** The same, or a question with the candidates. */
export type Choice = Chosen | { kind: 'question'; candidates: number[] };

const NUMBERS = /^(number|did|ddi|tn|msisdn|e\.?164|cli|((tele)?phone|mobile|cell)( ?(number|no\.?|#))?|line)s?$/i;
const FROM = /^(from|first|start|begin|low|lower|range start|start of range)( ?(number|did|tn))?$/i;
const TO = /^(to|last|end|until|high|upper|range end|end of range)( ?(number|did|tn))?$/i;

const plain = (name: string): string => name.replace(/[_-]+/g, ' ').trim();

/** Takes the first row as headings if it contains words and nothing that is, or is as long as, a number. */
export function toTable(rows: CsvRow[], isNumber: (cell: string) => boolean): Table {
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
    name: (headed && shownCell(cells[i] ?? '')) || null,
    numbers: body.filter((row) => isNumber(row.cells[i] ?? '')).length,
  }));
  return { columns, rows: body };
}

/** Finds the column with phone numbers by heading and content. Returns a question if that is ambiguous. */
export function chooseColumn({ columns }: Table): Choice {
  const [only] = columns;
  if (columns.length === 1 && only) return { kind: 'column', column: only.column };
  const full = columns.filter(({ numbers }) => numbers > 0);
  const named = (heading: RegExp, among: Column[]) => among.filter((one) => isNamed(one, heading));
  const [[from, ...otherFrom], [to, ...otherTo]] = [named(FROM, full), named(TO, full)];
  if (from && to && otherFrom.length + otherTo.length === 0 && full.length === 2)
    return { kind: 'range', from: from.column, to: to.column };
  // prefer columns with a matching heading and content, because an account number can look like a phone number
  const best = [named(NUMBERS, full), full, named(NUMBERS, columns)].find((found) => found.length > 0);
  if (best?.length === 1 && best[0]) return { kind: 'column', column: best[0].column };
  return { kind: 'question', candidates: (best ?? columns).map(({ column }) => column) };
}

/** The column that the request names, or else the one that is found. */
export function readChoice(table: Table, column: number | undefined): Choice {
  if (column === undefined) return chooseColumn(table);
  if (table.columns.some((one) => one.column === column)) return { kind: 'column', column };
  throw invalidField('column', 'This file has no such column.');
}

export const isNamed = ({ name }: Column, heading: RegExp): boolean => name !== null && heading.test(plain(name));

/** What each column is used for. `other`: the column that the import reads beside the numbers. */
export const withUses = <More extends string>(
  { columns }: Table,
  choice: Choice,
  other: { column: number | null; use: More },
) => columns.map((one) => ({ ...one, use: one.column === other.column ? other.use : useOf(one.column, choice) }));

function useOf(column: number, choice: Choice): 'numbers' | 'from' | 'to' | 'candidate' | 'ignored' {
  if (choice.kind === 'question') return choice.candidates.includes(column) ? 'candidate' : 'ignored';
  if (choice.kind === 'column') return choice.column === column ? 'numbers' : 'ignored';
  if (choice.from === column) return 'from';
  return choice.to === column ? 'to' : 'ignored';
}

/** The error for an import whose question nobody has answered. */
export function whichColumn({ columns }: Table, candidates: readonly number[]) {
  const names = columns
    .filter(({ column }) => candidates.includes(column))
    .map(({ column, name }) => name ?? `column ${column}`);
  return invalidField('column', `Choose the column with the numbers: ${names.join(', ')}.`);
}

/** The row's number or range as text; empty if the row has none. */
export function entryOf({ cells }: CsvRow, choice: Chosen, home: Home): string {
  const at = (column: number): string => cells[column - 1] ?? '';
  if (choice.kind === 'column') return at(choice.column);
  const [from, to] = [at(choice.from), at(choice.to)];
  return from === '' || to === '' ? from || to : `${from} - ${toE164(to, home) ?? `+${to}`}`;
}
