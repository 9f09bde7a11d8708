import type { Tx } from '../platform/db/db.ts';
import { idsInUse } from '../platform/db/integration-data.ts';
import type { Actor } from '../platform/http/caller.ts';
import {
  entryOf,
  isNamed,
  readChoice,
  type Table,
  toTable,
  whichColumn,
  withUses,
} from '../platform/http/requests/number-columns.ts';
import { readCsv, shownCell } from '../platform/http/requests/read-csv.ts';
import { DEFAULT_HOME } from '../platform/numbers/e164.ts';
import type { DidsImported } from './contract.ts';
import { readImportedIds } from './imported-ids.ts';
import { insertNumbers, tooManyIn } from './inventory.ts';
import { isNumber, readEntries } from './rules.ts';
import * as sql from './sql.ts';

/**
 * Like `addNumbers`, from a CSV file. A bad line is refused without the others, and the result says what happened to every row and column. A dry run
 * does everything and rolls it back. If several columns may hold the numbers, a dry run returns the candidates, and an import fails until `column` is
 * given.
 */
export async function importNumbers(
  tx: Tx,
  by: Actor,
  { partnerId, csv, dryRun, column }: { partnerId: string; csv: string; dryRun: boolean; column?: number | undefined },
): Promise<DidsImported> {
  const table = toTable(readCsv(csv), (cell) => isNumber(cell, DEFAULT_HOME));
  const choice = readChoice(table, column);
  const idColumn = externalIdColumn(table);
  const file = {
    dryRun,
    rows: table.rows.length,
    columns: withUses(table, choice, { column: idColumn, use: 'externalId' }),
  };
  if (choice.kind === 'question') {
    if (dryRun) return { ...file, added: [], refused: [], skipped: [] };
    throw whichColumn(table, choice.candidates);
  }
  const entries = table.rows.map((row) => ({
    line: row.line,
    text: entryOf(row, choice, DEFAULT_HOME),
    externalId: idColumn === null ? '' : (row.cells[idColumn - 1] ?? '').trim(),
  }));
  const filled = entries.filter(({ text }) => text !== '');
  const { numbers, repeats, faults, tooMany } = readEntries(filled);
  if (tooMany) throw tooManyIn('csv');
  const given = filled.map(({ externalId }) => externalId).filter((id) => id !== '');
  const imported = readImportedIds(filled, numbers, await holdersOf(tx, partnerId, given));
  const withoutId = new Set(imported.faults.map(({ entry }) => entry));
  const wanted = [...numbers].flatMap(([number, entry]) => (withoutId.has(entry) ? [] : [number]));
  const work = () => insertNumbers(tx, by, { partnerId, numbers: wanted, ids: imported.ids });
  const { added, refused } = await (dryRun ? sql.dryRun(tx, work) : work());
  return {
    ...file,
    added: added.map((row) => row.number),
    refused: inOrder([
      ...[...faults, ...imported.faults].map(({ entry, message }) => ({ ...placeOf(entry), code: 'invalid', message })),
      ...refused.map((one) => ({ line: numbers.get(one.number)?.line ?? 0, ...one })),
    ]),
    skipped: inOrder([
      ...entries
        .filter(({ text }) => text === '')
        .map(({ line }) => ({ line, number: '', code: 'empty', message: 'No number in this row.' })),
      ...repeats.map(({ entry, first, ...count }) => ({
        ...placeOf(entry),
        code: 'repeated',
        message: repeatedIn(count, first.line),
      })),
    ]),
  };
}

const placeOf = ({ line, text }: { line: number; text: string }) => ({ line, number: shownCell(text) });

const inOrder = (lines: DidsImported['skipped']) => lines.toSorted((a, b) => a.line - b.line);

/** The number of each external id that is in use, by the id. */
async function holdersOf(tx: Tx, partnerId: string, externalIds: readonly string[]): Promise<Map<string, string>> {
  const inUse = await idsInUse(tx, { noun: 'did', partnerId }, externalIds);
  const rows = await sql.findDids(
    tx,
    [...inUse.values()].map(({ id }) => id),
  );
  const numbers = new Map(rows.map(({ id, number }) => [id, number]));
  return new Map([...inUse].map(([externalId, { id }]) => [externalId, numbers.get(id) ?? '']));
}

const EXTERNAL_ID = /^external ?id$/i;

/** The column with external ids, found only by its heading. Null: there is none. */
const externalIdColumn = ({ columns }: Table): number | null =>
  columns.find((one) => isNamed(one, EXTERNAL_ID))?.column ?? null;

const repeatedIn = ({ repeated, of }: { repeated: number; of: number }, line: number): string =>
  repeated === of
    ? `Already in line ${line}.`
    : `${repeated} of ${of} numbers are already in line ${line} or after it.`;
