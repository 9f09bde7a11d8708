import { parse } from 'csv-parse/sync';
import { fail } from '../platform/errors.ts';

export type CsvLine = { line: number; text: string };

const HEADING = /^(number|did|tn|e\.?164|(tele)?phone( ?number)?)s?$/i;

/** The numbers of a CSV file with their lines: from the column of that heading, or else from the first. */
export function readCsv(csv: string): CsvLine[] {
  const [first, ...others] = records(csv);
  if (!first) throw unreadable('There is no number in this file.');
  const column = first.record.findIndex((cell) => HEADING.test(cell));
  const rows = column < 0 ? [first, ...others] : others;
  return rows.map(({ record, info }) => ({ line: info.lines, text: record[Math.max(column, 0)] ?? '' }));
}

function records(csv: string): { record: string[]; info: { lines: number } }[] {
  try {
    return parse(csv, {
      bom: true,
      info: true,
      trim: true,
      delimiter: [',', ';', '\t'],
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
    }) as unknown as { record: string[]; info: { lines: number } }[];
  } catch (error) {
    throw unreadable(`This is not a CSV file: ${(error as Error).message}.`);
  }
}

function unreadable(message: string) {
  return fail('invalid', message, { errors: [{ path: 'csv', message }] });
}
