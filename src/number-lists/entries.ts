import type { z } from 'zod';
import type { Tx } from '../platform/db/db.ts';
import { type Owner, recordEvent } from '../platform/db/events.ts';
import { tenantHome } from '../platform/db/tenant-home.ts';
import { lockTenants } from '../platform/db/tenant-lock.ts';
import type { Actor } from '../platform/http/caller.ts';
import { errorFactory, invalidField, notFound, platformErrors } from '../platform/http/errors.ts';
import { readChoice, toTable, whichColumn, withUses } from '../platform/http/requests/number-columns.ts';
import { readCsv } from '../platform/http/requests/read-csv.ts';
import { newId } from '../platform/values/ids.ts';
import {
  type EntriesImported,
  type EntriesImportQuery,
  type Entry,
  type EntryCreate,
  MAX_ENTRIES,
  numberListErrors,
} from './contract.ts';
import { isPattern, noteColumn, planImport } from './import-plan.ts';
import { eventOf, reread, toEntry } from './number-lists.ts';
import { patternText, readPattern } from './rules.ts';
import * as sql from './sql.ts';

const fail = errorFactory({ ...platformErrors, ...numberListErrors });

/** Codes: `invalid` (not a number, or already in the list), `list_full`. */
export async function addEntry(
  tx: Tx,
  by: Actor,
  { tenant, listId, input }: { tenant: Owner; listId: string; input: z.output<typeof EntryCreate> },
): Promise<Entry> {
  const { number: written, note } = input;
  await lockTenants(tx, [tenant.id]);
  const list = await reread(tx, listId);
  const pattern = readPattern(written, await tenantHome(tx, tenant.id));
  if (!pattern)
    throw invalidField('number', 'Enter a number such as +12125550101, or the beginning of one such as +1212*.');
  const known = await sql.entriesOf(tx, listId);
  if (known.some((one) => one.number === pattern.number && one.is_prefix === pattern.isPrefix))
    throw invalidField('number', 'This number is already in the list.');
  requireRoom(list.entries + 1);
  const entry = { id: newId(), ...pattern, note };
  await save(tx, by, { tenant, list, entries: [entry], what: { added: [patternText(pattern)] } });
  return entry;
}

export async function removeEntry(
  tx: Tx,
  by: Actor,
  tenant: Owner,
  { listId, entryId }: { listId: string; entryId: string },
): Promise<void> {
  await lockTenants(tx, [tenant.id]);
  const list = await reread(tx, listId);
  const row = await sql.findEntry(tx, listId, entryId);
  if (!row) throw notFound();
  await sql.deleteEntry(tx, entryId);
  await sql.touchList(tx, listId);
  const before = { name: list.name, removed: [patternText(toEntry(row))] };
  await recordEvent(tx, by, { ...eventOf('number_list.number_removed', tenant, listId), before });
}

/**
 * Adds the valid rows of a CSV file, and returns why the others can't be added and how each column was read. A dry run plans the same and writes
 * nothing. If several columns may hold the numbers, a dry run returns the candidates, and an import fails until `column` is given. Codes: `invalid`,
 * `list_full`.
 */
export async function importEntries(
  tx: Tx,
  by: Actor,
  {
    tenant,
    listId,
    csv,
    query: { dryRun, column },
  }: { tenant: Owner; listId: string; csv: string; query: z.output<typeof EntriesImportQuery> },
): Promise<EntriesImported> {
  const rows = readCsv(csv);
  if (rows.length > MAX_ENTRIES + 1) throw tooManyNumbers();
  await lockTenants(tx, [tenant.id]);
  const list = await reread(tx, listId);
  const known = (await sql.entriesOf(tx, listId)).map(toEntry);
  const home = await tenantHome(tx, tenant.id);
  const table = toTable(rows, (cell) => isPattern(cell, home));
  const choice = readChoice(table, column);
  const note = choice.kind === 'question' ? null : noteColumn(table, choice);
  const file = { dryRun, rows: table.rows.length, columns: withUses(table, choice, { column: note, use: 'note' }) };
  if (choice.kind === 'question') {
    if (dryRun) return { ...file, added: 0, changed: 0, same: 0, refused: [] };
    throw whichColumn(table, choice.candidates);
  }
  const { added, changed, same, refused, tooMany } = planImport(table.rows, { choice, note }, known, home);
  if (tooMany) throw tooManyNumbers();
  requireRoom(list.entries + added.length);
  const entries = [...added.map((entry) => ({ id: newId(), ...entry })), ...changed];
  if (!dryRun && entries.length > 0)
    await save(tx, by, { tenant, list, entries, what: { added: added.length, changed: changed.length } });
  return { ...file, added: added.length, changed: changed.length, same, refused };
}

const tooManyNumbers = () => invalidField('csv', 'A file has at most 10,000 numbers.');

async function save(
  tx: Tx,
  by: Actor,
  {
    tenant,
    list,
    entries,
    what,
  }: { tenant: Owner; list: sql.ListRow; entries: readonly Entry[]; what: Record<string, unknown> },
): Promise<void> {
  await sql.saveEntries(tx, { id: list.id, tenantId: tenant.id }, entries);
  await sql.touchList(tx, list.id);
  const after = { name: list.name, ...what };
  await recordEvent(tx, by, { ...eventOf('number_list.numbers_added', tenant, list.id), after });
}

function requireRoom(entries: number): void {
  if (entries > MAX_ENTRIES)
    throw fail('list_full', `A list can have at most ${MAX_ENTRIES.toLocaleString('en-US')} numbers.`);
}
