import { type CsvRow, shownCell } from '../platform/http/requests/read-csv.ts';
import { toLine } from '../platform/values/values.ts';
import { NUMBER_KINDS, type NumberKind } from './contract.ts';

/** What a column of the file contains. `labelled`: numbers whose kinds are in the column `kinds`, counted from 0. */
export type Use =
  | { use: 'id' | 'name' | 'firstName' | 'lastName' | 'company' | 'note' | 'kinds' | 'ignored' }
  | { use: 'numbers'; kind: NumberKind }
  | { use: 'labelled'; kindColumn: number };
export type Column = { name: string } & Use;

/** A row of the file. Fields without a column are undefined. */
export type Row = {
  line: number;
  id: string | undefined;
  name: string;
  company: string | undefined;
  note: string | undefined;
  numbers: { kind: NumberKind; text: string }[];
};

/** The headings that address-book programs use for each field, in lower case. */
const FIELDS: [RegExp, Exclude<Use['use'], 'numbers' | 'labelled' | 'kinds'>][] = [
  [/^(contact )?id$/, 'id'],
  [/^((full|display|contact|caller) )?name$|^contact$/, 'name'],
  [/^(first|given)( ?name)?$|^forename$/, 'firstName'],
  [/^(last|family|sur)( ?name)?$/, 'lastName'],
  [/^(company|organi[sz]ation|business|firm)( 1)?( name)?$/, 'company'],
  [/^(notes?|comments?|remarks?|description)$/, 'note'],
];
const KINDS: [RegExp, NumberKind][] = [
  [/\b(mobile|cell|cellular)\b/, 'mobile'],
  [/\b(home|private)\b/, 'home'],
  [/\bother\b/, 'other'],
];
const NUMBERS = /\b(phone|telephone|tel|mobile|cell|number)\b|^(work|home|other|business|office|main|direct)( \d+)?$/;
const NOT_NUMBERS =
  /\b(fax|pager|telex|isdn|e?mail|address|street|city|country|extension|label|type|id|account|customer)\b/;
/** How programs separate several numbers in a cell. A comma can also be a decimal one, as in 1,21E+10. */
const BETWEEN_NUMBERS = /\s*(?::::|[;|\n]|,(?=[\s+(]))\s*/;

const plain = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[_\-./:#]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

/** The kind that a heading or a label names. Without a known kind, a number is a work number. */
export const kindOf = (words: string): NumberKind =>
  KINDS.find(([pattern]) => pattern.test(plain(words)))?.[1] ?? 'work';

export function readColumns(headings: readonly string[]): Column[] {
  const names = headings.map(plain);
  const uses = names.map((name) => useOf(name, names));
  const isLabel = (index: number) => uses.some((one) => one.use === 'labelled' && one.kindColumn === index);
  return uses.map((use, index) => ({
    name: shownCell(headings[index] ?? ''),
    ...(isLabel(index) ? { use: 'kinds' } : use),
  }));
}

function useOf(name: string, all: readonly string[]): Use {
  const field = FIELDS.find(([pattern]) => pattern.test(name))?.[1];
  if (field) return { use: field };
  if (!NUMBERS.test(name) || NOT_NUMBERS.test(name)) return { use: 'ignored' };
  // Google: "Phone 1 - Label" beside "Phone 1 - Value"
  const group = name.replace(/ value$/, '');
  const kindColumn = all.findIndex((other) => other === `${group} label` || other === `${group} type`);
  return kindColumn < 0 ? { use: 'numbers', kind: kindOf(name) } : { use: 'labelled', kindColumn };
}

/** The kinds of number that have columns in the file. An import replaces only a contact's numbers of these kinds. */
export const kindsIn = (columns: readonly Column[]): readonly NumberKind[] =>
  columns.some(({ use }) => use === 'labelled')
    ? NUMBER_KINDS
    : NUMBER_KINDS.filter((kind) => columns.some((one) => one.use === 'numbers' && one.kind === kind));

export const hasNames = (columns: readonly Column[]): boolean =>
  columns.some(({ use }) => use === 'name' || use === 'firstName' || use === 'lastName' || use === 'company');

export function readRow({ line, cells }: CsvRow, columns: readonly Column[]): Row {
  const ofUse = (wanted: Use['use']): string | undefined => {
    const found = columns.flatMap(({ use }, index) => (use === wanted ? [cells[index] ?? ''] : []));
    return found.length === 0 ? undefined : toLine(found.filter(Boolean).join(' '));
  };
  const company = ofUse('company');
  const notes = columns.flatMap(({ use }, index) => (use === 'note' ? [cells[index] ?? ''] : []));
  const person = ofUse('name') || [ofUse('firstName'), ofUse('lastName')].filter(Boolean).join(' ');
  return {
    line,
    id: ofUse('id'),
    // a row with only a company is a contact, too
    ...(person || !company ? { name: person, company } : { name: company, company: '' }),
    note: notes.length === 0 ? undefined : notes.filter(Boolean).join('\n'),
    numbers: columns.flatMap((column, index) => {
      if (column.use !== 'numbers' && column.use !== 'labelled') return [];
      const kind = column.use === 'numbers' ? column.kind : kindOf(cells[column.kindColumn] ?? '');
      const texts = (cells[index] ?? '').split(BETWEEN_NUMBERS).filter(Boolean);
      return texts.map((text) => ({ kind, text }));
    }),
  };
}
