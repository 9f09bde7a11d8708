import { parse } from 'csv-parse/sync';
import { fail } from '../platform/http/errors.ts';

export type CsvRow = { line: number; cells: string[] };

/** A file as people export it: commas, semicolons or tabs, quotes, a byte order mark, Excel's `sep=`. Cells are without blanks around them. */
export function readCsv(csv: string): CsvRow[] {
  const [, declared, rest] = /^\ufeff?"?sep=(.)"?\r?\n([^]*)$/.exec(csv) ?? [];
  const text = rest ?? csv;
  const rows = records(text, declared ?? separatorOf(text), declared === undefined ? 0 : 1);
  if (rows.length === 0) throw unreadable('There is no number in this file.');
  return rows;
}

/** Outside quotes, the sign that the most of the first lines have, and have equally often. */
function separatorOf(text: string): string {
  const lines = text
    .replace(/"[^"]*"/g, '')
    .split(/\r?\n|\r/)
    .filter((line) => line.trim() !== '')
    .slice(0, 50);
  const score = (sign: string): number => {
    const counts = lines.map((line) => line.split(sign).length - 1).filter(Boolean);
    return Math.max(0, ...[...Map.groupBy(counts, (count) => count).values()].map((same) => same.length));
  };
  // a comma stands in names and in decimal numbers as well: the others win where they are as regular
  return ['\t', ';', ','].reduce((best, sign) => (score(sign) > score(best) ? sign : best));
}

function records(text: string, delimiter: string, before: number): CsvRow[] {
  try {
    const read = parse(text, {
      bom: true,
      info: true,
      trim: true,
      relax_quotes: true,
      delimiter,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
    }) as unknown as { record: string[]; info: { lines: number } }[];
    return read.map(({ record, info }) => ({ line: info.lines + before, cells: record.map(withoutWrapping) }));
  } catch (error) {
    throw unreadable(`This is not a CSV file: ${(error as Error).message}.`);
  }
}

/** Programs keep spreadsheets from counting with a number by `="+1212…"` or an apostrophe. */
const withoutWrapping = (cell: string): string => cell.replace(/^="(.*)"$/, '$1').replace(/^'(?=[+\d(])/, '');

function unreadable(message: string) {
  return fail('invalid', message, { errors: [{ path: 'csv', message }] });
}
