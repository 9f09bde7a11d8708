import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { textOfCell } from '../escape/csv.ts';
import { messageOf } from '../process/system-error.ts';
import { fail } from './errors.ts';

export type CsvRow = { line: number; cells: string[] };

/** Parses CSV as spreadsheets export it: commas, semicolons or tabs, quotes, a byte order mark, Excel's `sep=`. Trims the cells. */
export function readCsv(csv: string): CsvRow[] {
  const [, declared, rest] = /^\ufeff?"?sep=(.)"?\r?\n([^]*)$/.exec(csv) ?? [];
  const text = rest ?? csv;
  const rows = records(text, declared ?? separatorOf(text), declared === undefined ? 0 : 1);
  if (rows.length === 0) throw unreadable('This file is empty.');
  return rows;
}

/** The separator that occurs, outside quotes, equally often in the most of the first lines. */
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
  // commas also occur in names and decimal numbers, so at a tie the other separators win
  return ['\t', ';', ','].reduce((best, sign) => (score(sign) > score(best) ? sign : best));
}

/** With `info`, which the parser's own types do not know: each record beside the number of the line at which it ends. */
const Read = z.array(z.object({ record: z.array(z.string()), info: z.object({ lines: z.number() }) }));

function records(text: string, delimiter: string, before: number): CsvRow[] {
  try {
    const read = Read.parse(
      parse(text, {
        bom: true,
        info: true,
        trim: true,
        relax_quotes: true,
        delimiter,
        relax_column_count: true,
        skip_empty_lines: true,
        skip_records_with_empty_values: true,
      }),
    );
    return read.map(({ record, info }) => ({ line: info.lines + before, cells: record.map(withoutWrapping) }));
  } catch (error) {
    throw unreadable(`This file can’t be read as CSV: ${messageOf(error)}.`);
  }
}

/** Removes the `="+1212…"` or apostrophe by which programs stop spreadsheets from treating a number as a quantity, or a text as a formula. */
const withoutWrapping = (cell: string): string =>
  textOfCell(cell.replace(/^="(.*)"$/, '$1')).replace(/^'(?=[+\d(])/, '');

function unreadable(message: string) {
  return fail('invalid', message, { errors: [{ path: 'csv', message }] });
}
