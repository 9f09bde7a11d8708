import { setImmediate } from 'node:timers/promises';
import type { z } from 'zod';
import type { Tx } from '../platform/db/db.ts';
import { recordEvent } from '../platform/db/events.ts';
import type { Actor } from '../platform/http/caller.ts';
import { errorFactory, fail as refuse } from '../platform/http/errors.ts';
import { readCsv } from '../platform/http/read-csv.ts';
import { newId } from '../platform/values/ids.ts';
import { fromMicros } from '../platform/values/money.ts';
import { rateErrors } from './contract.ts';
import { MAX_RATE_ROWS, NAMED_ROWS, type RatesImported, type RatesImportQuery } from './import-contract.ts';
import { compareRates, readHeadings, type Sheet, sheetReader } from './rate-sheet.ts';
import { lockTable, nounOf, rateOf, targetOf } from './rate-tables.ts';
import * as sql from './sql.ts';

const fail = errorFactory(rateErrors);

/**
 * Gives a table the rates of a CSV file from a moment on, all of them or none. A dry run reads the same and writes nothing. Codes: `rates_refused`,
 * `valid_from_taken`, `invalid` for a file that can't be read and for a moment in the past.
 */
export async function importRates(
  tx: Tx,
  by: Actor,
  tableId: string,
  csv: string,
  { dryRun, validFrom }: z.output<typeof RatesImportQuery>,
  now: Date,
): Promise<RatesImported> {
  const from = validFrom === undefined ? now : new Date(validFrom);
  if (from < now) throw invalid('validFrom', 'Choose a moment to come: calls before it have been charged.');
  const table = await lockTable(tx, tableId);
  const sheet = await readSheet(csv, table.currency);
  const { rows, refused } = sheet;
  const list = await sql.listAt(tx, table.id, from);
  const before = list ? (await sql.allRates(tx, list.id)).map(rateOf) : [];
  const compared = compareRates(before, rows);
  if (!dryRun) {
    const [first] = refused;
    if (first)
      throw fail('rates_refused', `Nothing was imported. Line ${first.line}: ${first.message}`, {
        errors: refused.slice(0, 20).map(({ line, message }) => ({ path: 'csv', message: `Line ${line}: ${message}` })),
      });
    const inserted = await sql.insertList(tx, {
      id: newId(),
      partner_id: table.partner_id,
      table_id: table.id,
      valid_from: from,
      rates: rows.length,
    });
    if (!inserted) throw fail('valid_from_taken', 'The table has other rates from this very moment. Choose another.');
    await insert(tx, inserted, sheet);
    await recordEvent(tx, by, {
      action: `${nounOf(table)}.imported`,
      target: targetOf(table),
      partnerId: table.partner_id,
      after: { name: table.name, validFrom: from.toISOString(), rates: rows.length, changed: compared.changed },
    });
  }
  return toResult(dryRun, sheet, compared);
}

/** So many rows are read, or written, before other requests have their turn. */
const ROWS_PER_TURN = 2000;

async function readSheet(csv: string, currency: string): Promise<Sheet> {
  const [head, ...body] = readCsv(csv);
  const columns = readHeadings(head?.cells ?? []);
  if ('message' in columns) throw invalid('csv', columns.message);
  if (body.length === 0) throw invalid('csv', 'This file has no rows below its headings.');
  if (body.length > MAX_RATE_ROWS)
    throw invalid('csv', `You can import at most ${MAX_RATE_ROWS.toLocaleString('en-US')} rows at once.`);
  const { sheet, read } = sheetReader(columns, currency);
  for (const [index, row] of body.entries()) {
    read(row);
    if (index % ROWS_PER_TURN === 0) await setImmediate();
  }
  return sheet;
}

async function insert(tx: Tx, list: sql.RateListRow, { rows }: Sheet): Promise<void> {
  for (let from = 0; from < rows.length; from += ROWS_PER_TURN) {
    const rates = rows.slice(from, from + ROWS_PER_TURN).map(({ rate }) => rate);
    await sql.insertRates(tx, list.partner_id, list.id, rates);
  }
}

const invalid = (path: string, message: string) => refuse('invalid', message, { errors: [{ path, message }] });

const shown = (micros: number): string => fromMicros(BigInt(micros));

function toResult(dryRun: boolean, sheet: Sheet, compared: ReturnType<typeof compareRates>): RatesImported {
  const { largest, ...counts } = compared;
  return {
    dryRun,
    ...counts,
    free: sheet.rows.filter(({ rate }) => rate.perMinuteMicros === 0).length,
    repeated: sheet.repeated,
    refused: sheet.refused.length,
    columns: sheet.columns,
    refusedRows: sheet.refused.slice(0, NAMED_ROWS),
    largestChanges: largest.map(({ prefix, before, after }) => ({
      prefix,
      before: shown(before),
      after: shown(after),
    })),
    firstRows: sheet.rows.slice(0, NAMED_ROWS).map(({ line, rate }) => ({
      line,
      prefix: rate.prefix,
      destination: rate.destination,
      perMinute: shown(rate.perMinuteMicros),
      increments: `${rate.initialSeconds}/${rate.incrementSeconds}`,
    })),
  };
}
