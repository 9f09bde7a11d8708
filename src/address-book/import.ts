import { setImmediate } from 'node:timers/promises';
import type { Tx } from '../platform/db/db.ts';
import { eventsOf, type Owner, recordEvent } from '../platform/db/events.ts';
import { tenantHome } from '../platform/db/tenant-home.ts';
import { lockTenants } from '../platform/db/tenant-lock.ts';
import type { Actor } from '../platform/http/caller.ts';
import { invalidField } from '../platform/http/errors.ts';
import { readCsv } from '../platform/http/requests/read-csv.ts';
import { isId, newId } from '../platform/values/ids.ts';
import { requireRoom } from './address-book.ts';
import { type Column, hasNames, kindsIn, readColumns, readRow, type Row } from './csv-columns.ts';
import { type ContactsImported, MAX_IMPORT_ROWS } from './import-contract.ts';
import { importPlanner, type PlannedRow } from './import-plan.ts';
import * as sql from './sql.ts';

/**
 * Adds and changes contacts from a CSV file, all good rows in one transaction, and returns what happened to each row. A dry run plans the same and
 * writes nothing.
 */
export async function importContacts(
  tx: Tx,
  by: Actor,
  { tenant, csv, dryRun }: { tenant: Owner; csv: string; dryRun: boolean },
): Promise<ContactsImported> {
  const { columns, rows } = readFile(csv);
  await lockTenants(tx, [tenant.id]);
  const ids = rows.flatMap(({ id }) => (id !== undefined && isId(id) ? [id] : []));
  const known = await sql.findContacts(tx, ids, [...new Set(rows.map(({ name }) => name))]);
  const plan = importPlanner(known, kindsIn(columns), await tenantHome(tx, tenant.id));
  const planned = await inTurns(rows, plan);
  const count = (outcome: PlannedRow['outcome']) => planned.filter((row) => row.outcome === outcome).length;
  const [added, changed] = [count('new'), count('changed')];
  await requireRoom(tx, added);
  if (!dryRun && added + changed > 0) {
    await write(tx, tenant, planned);
    await recordEvent(tx, by, {
      ...eventOf('contacts.imported', tenant, tenant.id),
      after: { added, changed },
    });
  }
  return {
    dryRun,
    columns: columns.map(({ name, use }) => ({ name, use })),
    added,
    changed,
    same: count('same'),
    refused: count('refused'),
    rows: planned.map(toResult),
  };
}

/** Parsing ten thousand numbers at once would block every other request. */
const ROWS_PER_TURN = 200;
async function inTurns<Row, Result>(rows: readonly Row[], work: (row: Row) => Result): Promise<Result[]> {
  const results: Result[] = [];
  for (let from = 0; from < rows.length; from += ROWS_PER_TURN) {
    results.push(...rows.slice(from, from + ROWS_PER_TURN).map(work));
    await setImmediate();
  }
  return results;
}

async function write(tx: Tx, tenant: Owner, planned: PlannedRow[]): Promise<void> {
  const added = planned.flatMap((row) => (row.outcome === 'new' ? [{ ...row.contact, id: newId() }] : []));
  await sql.insertContacts(tx, tenant.id, added);
  const changed = planned.flatMap((row) => (row.outcome === 'changed' ? [row.contact] : []));
  await sql.updateContacts(tx, tenant.id, changed);
}

function readFile(csv: string): { columns: Column[]; rows: Row[] } {
  const [head, ...body] = readCsv(csv);
  const columns = readColumns(head?.cells ?? []);
  if (!hasNames(columns))
    throw unusable(
      'No column holds names. The first row has to name the columns, such as Name, Company, Work, Mobile.',
    );
  if (body.length === 0) throw unusable('This file has no rows below its headings.');
  if (body.length > MAX_IMPORT_ROWS)
    throw unusable(`You can import at most ${MAX_IMPORT_ROWS.toLocaleString('en-US')} rows at once.`);
  return { columns, rows: body.map((row) => readRow(row, columns)) };
}

const unusable = (message: string) => invalidField('csv', message);

function toResult(row: PlannedRow): ContactsImported['rows'][number] {
  const { line, name } = row;
  switch (row.outcome) {
    case 'new':
      return { outcome: 'new', line, name, numbers: row.contact.numbers };
    case 'changed':
      return { outcome: 'changed', line, name, numbers: row.contact.numbers, fields: row.fields };
    case 'same':
      return { outcome: 'same', line, name };
    case 'refused':
      return { outcome: 'refused', line, name, message: row.message };
  }
}

const eventOf = eventsOf('tenant');
