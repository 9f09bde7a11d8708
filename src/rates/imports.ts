import { addJob, type Tx } from '../platform/db/db.ts';
import { recordEvent } from '../platform/db/events.ts';
import type { Actor } from '../platform/http/caller.ts';
import { errorFactory, invalidField, notFound } from '../platform/http/errors.ts';
import { DAY_MS } from '../platform/time/durations.ts';
import { newId } from '../platform/values/ids.ts';
import { fromMicros } from '../platform/values/money.ts';
import { MAX_OPEN_IMPORTS, type RateImport, rateImportErrors, type RatesPreview } from './import-contract.ts';
import * as imports from './imports-sql.ts';
import { nounOf, targetOf } from './rate-tables.ts';
import { Compared, RefusedRows } from './read-import.ts';
import * as sql from './sql.ts';
import { confirmedBy } from './write-import.ts';

const fail = errorFactory(rateImportErrors);

/** Imports of a table are listed, and removed, by age. */
const LISTED = 20;
const KEPT_MS = 7 * DAY_MS;

export const listImports = async (tx: Tx, table: sql.RateTableRow): Promise<{ items: RateImport[] }> => ({
  items: (await imports.importsOf(tx, table.id, LISTED)).map(toImport),
});

/** 404 if the table has no such import. */
export async function findImport(tx: Tx, table: sql.RateTableRow | undefined, id: string) {
  const row = table && (await imports.findImport(tx, table.id, id));
  return row && { table, row };
}

/** Refuses a time in the past, because calls since then have been charged. */
export function readMoment(validFrom: string | undefined, now: Date): Date | null {
  if (validFrom === undefined) return null;
  const from = new Date(validFrom);
  if (from >= now) return from;
  throw invalidField('validFrom', 'Choose a moment to come: calls before it have been charged.');
}

/** Stores a file of rates for a job to read. Codes: `too_many_imports`, `invalid` for a time in the past. */
export async function startImport(
  tx: Tx,
  by: Actor,
  table: sql.RateTableRow,
  { csv, validFrom, now }: { csv: string; validFrom?: string | undefined; now: Date },
): Promise<RateImport> {
  const from = readMoment(validFrom, now);
  if ((await imports.countOpen(tx, table.id)) >= MAX_OPEN_IMPORTS)
    throw fail(
      'too_many_imports',
      `This table has ${MAX_OPEN_IMPORTS} unfinished imports. Finish or cancel one first.`,
    );
  const row = await createImport(tx, table, csv, from);
  const payload = payloadOf(table, row.id);
  await addJob(tx, 'read_rate_import', payload);
  await addJob(tx, 'remove_rate_import', payload, { afterMs: KEPT_MS });
  await recordEvent(tx, by, { ...eventOf(table, 'import_uploaded'), after: { name: table.name, rows: row.lines } });
  return toImport(row);
}

export const createImport = (tx: Tx, table: sql.RateTableRow, csv: string, from: Date | null) =>
  imports.insertImport(tx, {
    id: newId(),
    partner_id: table.partner_id,
    table_id: table.id,
    valid_from: from,
    content: csv,
    lines: linesOf(csv),
  });

/** The approximate number of rows of a file: its lines without the headings. */
export function linesOf(csv: string): number {
  let lines = 0;
  for (let at = csv.indexOf('\n'); at >= 0; at = csv.indexOf('\n', at + 1)) if (at < csv.length - 1) lines += 1;
  return lines;
}

const payloadOf = ({ id: tableId, partner_id: partnerId, kind }: sql.RateTableRow, importId: string) => ({
  importId,
  tableId,
  partnerId,
  kind,
});

const eventOf = (table: sql.RateTableRow, act: 'import_uploaded' | 'import_confirmed' | 'import_cancelled') => ({
  action: `${nounOf(table)}.${act}`,
  target: targetOf(table),
  partnerId: table.partner_id,
});

/** Has a job write the rates of an import whose preview was checked. Codes: `import_not_ready`, `import_outdated`. */
export async function confirmImport(
  tx: Tx,
  by: Actor,
  found: { table: sql.RateTableRow; row: imports.ImportRow },
  now: Date,
): Promise<RateImport> {
  const table = await sql.lockForLists(tx, found.table.id);
  if (!table) throw notFound();
  const row = await imports.lockImport(tx, found.row.id);
  if (!row) throw notFound();
  if (row.state !== 'ready') throw fail('import_not_ready', 'This import can’t be confirmed now.');
  const base = await sql.listAt(tx, table.id, row.valid_from ?? now);
  if ((base?.id ?? null) !== row.base_list_id)
    throw fail('import_outdated', 'Other rates were imported meanwhile. Upload the file again to see what it changes.');
  if (row.valid_from && row.valid_from < now)
    throw fail('import_outdated', 'The start time of these rates has passed. Upload the file again.');
  if (row.valid_from && base?.valid_from.getTime() === row.valid_from.getTime())
    throw fail('import_outdated', 'The table already has rates that start at this time. Upload the file for another.');
  await imports.confirm(tx, row.id, confirmedBy(by));
  await addJob(tx, 'write_rate_import', payloadOf(table, row.id));
  await recordEvent(tx, by, { ...eventOf(table, 'import_confirmed'), after: { name: table.name, rates: row.rows } });
  return toImport({ ...row, state: 'writing' });
}

/** Cancels an import in any state before its rates take effect, and discards it. Codes: `import_done`. */
export async function cancelImport(
  tx: Tx,
  by: Actor,
  { table, row: { id } }: { table: sql.RateTableRow; row: imports.ImportRow },
): Promise<void> {
  const row = await imports.lockImport(tx, id);
  if (!row) throw notFound();
  if (row.state === 'done') throw fail('import_done', 'These rates have been imported already.');
  await imports.deleteImport(tx, id);
  await recordEvent(tx, by, { ...eventOf(table, 'import_cancelled'), before: { name: table.name, rows: row.lines } });
}

/** Removes an old import, unless it is being written. */
export async function deleteImport(tx: Tx, id: string): Promise<void> {
  const row = await imports.lockImport(tx, id);
  if (row && row.state !== 'writing') await imports.deleteImport(tx, id);
}

export function toImport(row: imports.ImportRow): RateImport {
  const isWritten = row.state === 'writing' || row.state === 'done';
  const compared = row.compared === null ? null : Compared.parse(row.compared);
  const read = row.state === 'reading' ? Math.max(0, row.last_line - 1) : row.lines;
  return {
    id: row.id,
    state: row.state,
    validFrom: row.valid_from?.toISOString() ?? null,
    done: isWritten ? row.written : Math.min(read, row.lines),
    of: isWritten ? (compared?.rows ?? 0) : row.lines,
    problem: row.problem,
    preview: compared && toPreview(row, compared),
    createdAt: row.created_at.toISOString(),
  };
}

const shown = (micros: string): string => fromMicros(BigInt(micros));

export function toPreview(row: imports.ImportRow, { rows: _rows, largest, first, ...counts }: Compared): RatesPreview {
  return {
    ...counts,
    refused: row.refused,
    columns: row.columns,
    refusedRows: RefusedRows.parse(row.refused_rows),
    largestChanges: largest.map(({ prefix, before, after }) => ({
      prefix,
      before: shown(before),
      after: shown(after),
    })),
    firstRows: first.map(({ perMinute, ...read }) => ({ ...read, perMinute: shown(perMinute) })),
  };
}
