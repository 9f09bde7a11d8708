import type { z } from 'zod';
import type { Actor } from '../platform/http/caller.ts';
import type { Tx } from '../platform/db/db.ts';
import { checkVersion } from '../platform/http/if-match.ts';
import { errorFactory, notFound, platformErrors } from '../platform/http/errors.ts';
import { changes, recordEvent } from '../platform/db/events.ts';
import { addExternalIds, idsInUse, saveIntegrationData } from '../platform/db/integration-data.ts';
import { mergeIntegrationData, NO_INTEGRATION_DATA } from '../platform/values/integration-data.ts';
import { readCsv } from '../platform/http/read-csv.ts';
import { cursorBy } from '../platform/db/keyset.ts';
import { readPage, toPage } from '../platform/http/paging.ts';
import {
  type Did,
  type DidEdit,
  type DidQuery,
  type DidsCreated,
  type DidsImported,
  numberErrors,
} from './contract.ts';
import { type Choice, chooseColumn, entryOf, externalIdColumn, type Table, toTable } from './csv-columns.ts';
import { readImportedIds } from './imported-ids.ts';
import { toDid } from './numbers.ts';
import { ageingUntil, readEntries, toRanges } from './rules.ts';
import * as sql from './sql.ts';

const fail = errorFactory({ ...platformErrors, ...numberErrors });

type Refused = z.infer<typeof DidsCreated>['refused'][number];

export async function listInventory(tx: Tx, partnerId: string, query: z.output<typeof DidQuery>, now: Date) {
  const page = readPage<keyof typeof sql.SORTS>(query);
  const { search, status, tenantId, externalId, metadata } = query;
  const filter = { partnerId, search, status, tenantId, externalId, metadata };
  const rows = await sql.listDids(tx, filter, page);
  const total = await sql.countDids(tx, filter);
  return toPage(rows, page.limit, total, cursorBy(sql.SORTS[page.sort]), (row) => toDid(row, now));
}

export async function findNumber(tx: Tx, id: string): Promise<sql.DidRow | null> {
  return (await sql.findDids(tx, [id]))[0] ?? null;
}

/** Saves what the partner's own programs keep about a number. Codes: `stale_version`, `external_id_taken`, `invalid`. */
export async function editNumber(
  tx: Tx,
  by: Actor,
  partnerId: string,
  id: string,
  patch: z.output<typeof DidEdit>,
  { ifMatch, now }: { ifMatch: number | null; now: Date },
): Promise<Did> {
  const [row] = await sql.lockDids(tx, [id]);
  if (!row) throw notFound();
  checkVersion(ifMatch, row.version);
  const before = row.integration ?? NO_INTEGRATION_DATA;
  const integration = mergeIntegrationData(before, patch);
  const changed = changes(before, integration);
  if (!changed) return toDid(row, now);
  const tenantId = row.tenant_id;
  await saveIntegrationData(tx, by, { noun: 'did', id, partnerId, tenantId }, before, integration);
  await sql.bumpVersion(tx, id);
  const target = { kind: 'did', id };
  const { number } = row;
  await recordEvent(tx, by, {
    action: 'did.edited',
    target,
    partnerId,
    tenantId,
    before: { number, ...changed.before },
    after: { number, ...changed.after },
  });
  return toDid({ ...row, integration, version: row.version + 1 }, now);
}

/** Adds numbers and ranges to the inventory and returns one result per number. Unreadable entries fail the request with 422 and their paths. */
export async function addNumbers(
  tx: Tx,
  by: Actor,
  partnerId: string,
  entries: string[],
  now: Date,
): Promise<z.infer<typeof DidsCreated>> {
  const { numbers, faults, tooMany } = readEntries(entries);
  if (tooMany) throw tooManyIn('numbers');
  if (faults.length > 0) {
    throw fail('invalid', 'Some entries are not phone numbers.', {
      errors: faults.map(({ index, message }) => ({ path: `numbers.${index}`, message })),
    });
  }
  const { added, refused } = await insertNumbers(tx, by, partnerId, [...numbers.keys()]);
  return { added: added.map((row) => toDid(row, now)), refused };
}

/**
 * Like `addNumbers`, from a CSV file: a bad line is refused by itself, and every row and column is accounted for. A dry run does everything and
 * rolls it back. If several columns may hold the numbers, a dry run returns the candidates, and an import is refused until `column` is given.
 */
export async function importNumbers(
  tx: Tx,
  by: Actor,
  partnerId: string,
  csv: string,
  { dryRun, column }: { dryRun: boolean; column?: number | undefined },
): Promise<DidsImported> {
  const table = toTable(readCsv(csv));
  const choice = column === undefined ? chooseColumn(table) : chosenColumn(table, column);
  const idColumn = externalIdColumn(table);
  const file = {
    dryRun,
    rows: table.rows.length,
    columns: table.columns.map((one) => ({
      ...one,
      use: one.column === idColumn ? 'externalId' : useOf(one.column, choice),
    })),
  };
  if (choice.kind === 'question') {
    if (dryRun) return { ...file, added: [], refused: [], skipped: [] };
    throw whichColumn(table, choice.candidates);
  }
  const entries = table.rows.map((row) => ({
    line: row.line,
    text: entryOf(row, choice),
    externalId: idColumn === null ? '' : (row.cells[idColumn - 1] ?? '').trim(),
  }));
  const filled = entries.filter(({ text }) => text !== '');
  const { numbers, repeats, faults, tooMany } = readEntries(filled.map(({ text }) => text));
  if (tooMany) throw tooManyIn('csv');
  const given = filled.map(({ externalId }) => externalId).filter((id) => id !== '');
  const imported = readImportedIds(filled, numbers, await holdersOf(tx, partnerId, given));
  faults.push(...imported.faults);
  const faulty = new Set(imported.faults.map(({ index }) => index));
  const wanted = [...numbers].flatMap(([number, index]) => (faulty.has(index) ? [] : [number]));
  const work = () => insertNumbers(tx, by, partnerId, wanted, imported.ids);
  const { added, refused } = await (dryRun ? sql.dryRun(tx, work) : work());
  // the indexes are those of the entries that were read
  const place = (index: number) => ({ line: filled[index]!.line, number: filled[index]!.text });
  const inOrder = (lines: DidsImported['skipped']) => lines.toSorted((a, b) => a.line - b.line);
  return {
    ...file,
    added: added.map((row) => row.number),
    refused: inOrder([
      ...faults.map(({ index, message }) => ({ ...place(index), code: 'invalid', message })),
      ...refused.map((one) => ({ line: filled[numbers.get(one.number)!]!.line, ...one })),
    ]),
    skipped: inOrder([
      ...entries
        .filter(({ text }) => text === '')
        .map(({ line }) => ({ line, number: '', code: 'empty', message: 'No number in this row.' })),
      ...repeats.map(({ index, first, ...count }) => ({
        ...place(index),
        code: 'repeated',
        message: repeatedIn(count, filled[first]!.line),
      })),
    ]),
  };
}

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

function chosenColumn({ columns }: Table, column: number): Choice {
  if (columns.some((one) => one.column === column)) return { kind: 'column', column };
  const message = 'This file has no such column.';
  throw fail('invalid', message, { errors: [{ path: 'column', message }] });
}

function useOf(column: number, choice: Choice): DidsImported['columns'][number]['use'] {
  if (choice.kind === 'question') return choice.candidates.includes(column) ? 'candidate' : 'ignored';
  if (choice.kind === 'column') return choice.column === column ? 'numbers' : 'ignored';
  if (choice.from === column) return 'from';
  return choice.to === column ? 'to' : 'ignored';
}

function whichColumn({ columns }: Table, candidates: number[]) {
  const names = columns
    .filter(({ column }) => candidates.includes(column))
    .map(({ column, name }) => name ?? `column ${column}`);
  const message = `Choose the column with the numbers: ${names.join(', ')}.`;
  return fail('invalid', message, { errors: [{ path: 'column', message }] });
}

const repeatedIn = ({ repeated, of }: { repeated: number; of: number }, line: number): string =>
  repeated === of
    ? `Already in line ${line}.`
    : `${repeated} of ${of} numbers are already in line ${line} or after it.`;

function tooManyIn(path: string) {
  const message = 'You can add at most 10,000 numbers at once.';
  return fail('invalid', message, { errors: [{ path, message }] });
}

/** Removes an unassigned number from the inventory. A mistyped number would otherwise block the partner that really has it. */
export async function removeNumber(
  tx: Tx,
  by: Actor,
  partnerId: string,
  id: string,
  ifMatch: number | null,
  now: Date,
): Promise<void> {
  const [row] = await sql.lockDids(tx, [id]);
  if (!row) throw notFound();
  checkVersion(ifMatch, row.version);
  if (row.status !== 'UNASSIGNED') throw fail('did_not_available', 'Release the number from its tenant first.');
  const until = ageingUntil({ status: row.status, releasedAt: row.released_at }, now)?.toISOString();
  // otherwise removing and adding it again would skip the quarantine
  if (until)
    throw fail('did_ageing', `This number is in quarantine until ${until.slice(0, 10)}. Remove it after that.`, {
      extra: { ageingUntil: until },
    });
  await sql.deleteDid(tx, id);
  const before = { number: row.number };
  await recordEvent(tx, by, { action: 'did.deleted', target: { kind: 'did', id }, partnerId, before });
}

/** `ids`: what some of the numbers are called in the partner's own system. */
async function insertNumbers(
  tx: Tx,
  by: Actor,
  partnerId: string,
  numbers: string[],
  ids: ReadonlyMap<string, string> = new Map(),
) {
  const added = await sql.findDids(tx, await sql.insertDids(tx, partnerId, numbers));
  const named = added.flatMap(({ id, number }): [string, string][] => {
    const externalId = ids.get(number);
    return externalId === undefined ? [] : [[id, externalId]];
  });
  await addExternalIds(tx, partnerId, new Map(named));
  const done = new Set(added.map((row) => row.number));
  const left = numbers.filter((number) => !done.has(number));
  const own = new Set(await sql.ownNumbers(tx, partnerId, left));
  const refused = left.map((number): Refused =>
    own.has(number)
      ? { number, code: 'already_yours', message: 'Already in your inventory.' }
      : { number, code: 'did_not_available', message: 'Not available.' },
  );
  if (added.length > 0) {
    await recordEvent(tx, by, {
      action: 'dids.added',
      target: { kind: 'partner', id: partnerId },
      partnerId,
      after: { count: added.length, numbers: toRanges([...done]) },
    });
  }
  return { added, refused };
}
