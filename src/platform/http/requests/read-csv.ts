import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { parse as parser } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { textOfCell } from '../../escape/csv.ts';
import { messageOf } from '../../process/system-error.ts';
import { safeLine } from '../../values/characters.ts';
import { invalidField } from '../errors.ts';

export type CsvRow = { line: number; cells: string[] };

/** A cell for a response that quotes it. Responses are stored and shown, and a cell may hold anything. */
export const shownCell = (cell: string): string => safeLine(cell, 100);

/** Parses CSV as spreadsheets export it: commas, semicolons or tabs, quotes, a byte order mark, Excel's `sep=`. Trims the cells. */
export function readCsv(csv: string): CsvRow[] {
  const { text, delimiter, before } = startOf(csv);
  const rows = parsed(() => z.array(Read).parse(parse(text, { ...OPTIONS, delimiter })));
  if (rows.length === 0) throw unreadable('This file is empty.');
  return rows.map((read) => rowOf(read, before));
}

function parsed<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw notCsv(error);
  }
}

/** How much of a file is parsed before other work gets its turn. */
const PIECE = 16 * 1024;

/** Like `readCsv`, for large files: in batches of this size, so that rows don't fill the memory or block other work. */
export async function* readCsvInBatches(csv: string, size: number): AsyncGenerator<CsvRow[]> {
  const { text, delimiter, before } = startOf(csv);
  const records = parser({ ...OPTIONS, delimiter });
  let failure: unknown;
  records.on('error', (error) => (failure = error));
  let batch: CsvRow[] = [];
  try {
    for await (const read of Readable.from(piecesOf(text)).pipe(records)) {
      batch.push(rowOf(Read.parse(read), before));
      if (batch.length < size) continue;
      yield batch;
      batch = [];
    }
  } catch (error) {
    throw error === failure ? notCsv(error) : error;
  }
  if (batch.length > 0) yield batch;
}

/** As bytes, because a piece of text could end within a character. */
async function* piecesOf(text: string): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  for (let from = 0; from < bytes.length; from += PIECE) {
    yield bytes.subarray(from, from + PIECE);
    await setImmediate();
  }
}

/** Finds the separator and the start of the rows. */
function startOf(csv: string): { text: string; delimiter: string; before: number } {
  const [head, declared] = /^\ufeff?"?sep=(.)"?\r?\n/.exec(csv) ?? [];
  if (head !== undefined && declared !== undefined)
    return { text: csv.slice(head.length), delimiter: declared, before: 1 };
  return { text: csv, delimiter: separatorOf(csv.slice(0, PIECE)), before: 0 };
}

/** The separator that occurs, outside quotes, equally often in most of the first lines. */
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
  // commas also occur in names and decimal numbers, so the others win a tie
  return ['\t', ';', ','].reduce((best, sign) => (score(sign) > score(best) ? sign : best));
}

/** The parser's records with the option `info`, which its types lack: each record with the line number of its end. */
const Read = z.object({ record: z.array(z.string()), info: z.object({ lines: z.number() }) });

const OPTIONS = {
  bom: true,
  info: true,
  trim: true,
  relax_quotes: true,
  relax_column_count: true,
  skip_empty_lines: true,
  skip_records_with_empty_values: true,
} as const;

const rowOf = ({ record, info }: z.infer<typeof Read>, before: number): CsvRow => ({
  line: info.lines + before,
  cells: record.map(withoutWrapping),
});

/** Removes the `="+1212…"` or apostrophe by which programs stop spreadsheets from treating a number as a quantity, or a text as a formula. */
const withoutWrapping = (cell: string): string =>
  textOfCell(cell.replace(/^="(.*)"$/, '$1')).replace(/^'(?=[+\d(])/, '');

const notCsv = (error: unknown) => unreadable(`This file can’t be read as CSV: ${messageOf(error)}.`);

function unreadable(message: string) {
  return invalidField('csv', message);
}
