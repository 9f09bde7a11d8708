import { z } from 'zod';
import { RATE_CLASSES } from '../outbound/contract.ts';
import type { Tx } from '../platform/db/db.ts';
import { AppError, invalidField } from '../platform/http/errors.ts';
import { readCsvInBatches, shownCell } from '../platform/http/requests/read-csv.ts';
import { MAX_RATE_ROWS, NAMED_ROWS } from './import-contract.ts';
import * as imports from './imports-sql.ts';
import { type Columns, duplicate, readHeadings, readRates } from './rate-sheet.ts';
import * as sql from './sql.ts';

/** Runs work in a transaction with the importer's context, or in that of the request. */
export type Within = <R>(work: (tx: Tx) => Promise<R>) => Promise<R>;

/** How many rows are read and stored at a time. */
const ROWS_AT_ONCE = 500;

/** The stored comparison of an import. Amounts in micros, as text. */
export const Compared = z.object({
  rows: z.number(),
  added: z.number(),
  changed: z.number(),
  same: z.number(),
  missing: z.number(),
  free: z.number(),
  repeated: z.number(),
  largest: z.array(z.object({ prefix: z.string(), before: z.string(), after: z.string() })),
  first: z.array(
    z.object({
      line: z.number(),
      prefix: z.string(),
      destination: z.string(),
      perMinute: z.string(),
      increments: z.string(),
      // the release before this one stored none
      class: z.enum(RATE_CLASSES).nullable().default(null),
    }),
  ),
});
export type Compared = z.infer<typeof Compared>;

export const RefusedRows = z.array(z.object({ line: z.number(), prefix: z.string(), message: z.string() }));

/**
 * Reads the file of an import, and compares it with the rates before it. It can be killed at any point, and can run twice at the same time: it
 * continues after the last stored line. It ends if the import is cancelled.
 */
export async function readImport(within: Within, id: string, now: () => Date): Promise<void> {
  const file = await within((tx) => imports.fileToRead(tx, id));
  if (!file) return;
  try {
    const last = await storeAll(within, id, file);
    if (last === null) return;
    await within((tx) => compare(tx, id, last, now()));
  } catch (error) {
    const problem = problemOf(error);
    if (problem === null) throw error;
    await within((tx) => imports.refuseImport(tx, id, problem));
  }
}

/** An error about the whole file. */
export const invalidSheet = (message: string) => invalidField('csv', message);

const problemOf = (error: unknown): string | null =>
  error instanceof AppError && error.code === 'invalid' ? error.message : null;

/** Returns the last line; null if another run reads the file, or if the import was cancelled. */
async function storeAll(within: Within, id: string, file: imports.FileToRead): Promise<number | null> {
  let columns: Columns | null = null;
  let after = file.last_line;
  let rows = 0;
  for await (const batch of readCsvInBatches(file.csv, ROWS_AT_ONCE)) {
    const body = columns ? batch : batch.slice(1);
    columns ??= columnsOf(batch[0]?.cells ?? [], file);
    rows += body.length;
    if (rows > MAX_RATE_ROWS)
      throw invalidSheet(`You can import at most ${MAX_RATE_ROWS.toLocaleString('en-US')} rows at once.`);
    const fresh = body.filter(({ line }) => line > after);
    const through = fresh.at(-1)?.line;
    if (through === undefined) continue;
    const piece = { after, through, columns: columns.names, ...readRates(fresh, columns, file.currency) };
    if (!(await within((tx) => imports.storeRows(tx, id, piece)))) return null;
    after = through;
  }
  if (columns === null) throw invalidSheet('This file is empty.');
  if (rows === 0) throw invalidSheet('This file has no rows below its headings.');
  return after;
}

function columnsOf(cells: readonly string[], { kind }: imports.FileToRead): Columns {
  const headings = cells.map(shownCell);
  const columns = readHeadings(headings);
  if ('message' in columns) throw invalidSheet(columns.message);
  const { class: ofClass } = columns.at;
  if (kind !== 'retail' && ofClass !== undefined)
    throw invalidSheet(
      `Remove the column “${headings[ofClass]}”. The class of a call comes from the partner’s own rates.`,
    );
  return columns;
}

async function compare(tx: Tx, id: string, lastLine: number, now: Date): Promise<void> {
  const row = await imports.lockImport(tx, id);
  if (row?.state !== 'reading' || row.last_line !== lastLine) return;
  const { repeated, conflicts } = await imports.dropRepeated(tx, id);
  const base = await sql.listAt(tx, row.table_id, row.valid_from ?? now);
  const baseListId = base?.id ?? null;
  const { rows, added, same, free, before } = await imports.compareRows(tx, id, baseListId);
  const largest = await imports.largestChanges(tx, id, baseListId);
  const first = (await imports.firstRows(tx, id)).map((staged) => ({
    line: staged.line,
    prefix: staged.prefix,
    destination: staged.destination,
    perMinute: staged.per_minute_micros,
    increments: `${staged.initial_seconds}/${staged.increment_seconds}`,
    class: staged.class,
  }));
  const compared: Compared = {
    rows,
    added,
    same,
    free,
    repeated,
    largest,
    first,
    changed: rows - added - same,
    missing: before - (rows - added),
  };
  const refused = row.refused + conflicts.length;
  const refusedRows = [...RefusedRows.parse(row.refused_rows), ...conflicts.map(duplicate)]
    .toSorted((one, other) => one.line - other.line)
    .slice(0, NAMED_ROWS);
  if (refused > 0) await imports.dropRows(tx, id);
  await imports.finishReading(tx, id, {
    state: refused > 0 ? 'refused' : 'ready',
    compared: JSON.stringify(compared),
    baseListId,
    refused,
    refusedRows: JSON.stringify(refusedRows),
  });
}
