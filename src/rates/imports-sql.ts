import { type Insertable, type Selectable, sql } from 'kysely';
import type { Tx } from '../platform/db/db.ts';
import { allRows, firstRow, oneRow } from '../platform/db/rows.ts';
import type { Database } from '../platform/db/schema.ts';
import { NAMED_ROWS } from './import-contract.ts';
import type { ReadRow, RefusedRow } from './rate-sheet.ts';
import type { RateTableKind } from './tables.ts';

/** Everything but the file. */
const COLUMNS = [
  'id',
  'partner_id',
  'table_id',
  'state',
  'valid_from',
  'lines',
  'last_line',
  'columns',
  'rows',
  'refused',
  'refused_rows',
  'problem',
  'compared',
  'base_list_id',
  'written',
  'confirmed_by',
  'created_at',
] as const;
export type ImportRow = Pick<Selectable<Database['rate_imports']>, (typeof COLUMNS)[number]>;

export function insertImport(tx: Tx, row: Insertable<Database['rate_imports']>): Promise<ImportRow> {
  return tx.insertInto('rate_imports').values(row).returning(COLUMNS).executeTakeFirstOrThrow();
}

export function findImport(tx: Tx, tableId: string, id: string): Promise<ImportRow | undefined> {
  const row = tx.selectFrom('rate_imports').select(COLUMNS).where('id', '=', id);
  return row.where('table_id', '=', tableId).executeTakeFirst();
}

/** The current row, locked until this transaction ends. */
export function lockImport(tx: Tx, id: string): Promise<ImportRow | undefined> {
  return tx.selectFrom('rate_imports').select(COLUMNS).where('id', '=', id).forUpdate().executeTakeFirst();
}

/** The latest first. */
export function importsOf(tx: Tx, tableId: string, most: number): Promise<ImportRow[]> {
  const rows = tx.selectFrom('rate_imports').select(COLUMNS).where('table_id', '=', tableId);
  return rows.orderBy('created_at', 'desc').orderBy('id', 'desc').limit(most).execute();
}

export async function countOpen(tx: Tx, tableId: string): Promise<number> {
  const count = tx.selectFrom('rate_imports').select(sql<number>`count(*)::int`.as('n'));
  return (await count.where('table_id', '=', tableId).where('state', '<>', 'done').executeTakeFirstOrThrow()).n;
}

export type FileToRead = {
  csv: string;
  currency: string;
  kind: RateTableKind;
  last_line: number;
  rows: number;
  refused: number;
};

/** A file that is being read, with the last stored line; undefined if nothing is left to read. */
export function fileToRead(tx: Tx, id: string): Promise<FileToRead | undefined> {
  const file = tx.selectFrom('rate_imports as i').innerJoin('rate_tables as t', 't.id', 'i.table_id');
  return file
    .select(['i.content as csv', 't.currency', 't.kind', 'i.last_line', 'i.rows', 'i.refused'])
    .where('i.id', '=', id)
    .where('i.state', '=', 'reading')
    .where('i.content', 'is not', null)
    .$narrowType<{ csv: string }>()
    .executeTakeFirst();
}

type Piece = { after: number; through: number; columns: string[]; rates: ReadRow[]; refused: RefusedRow[] };

/** Stores the rows up to a line. False if another run has stored them, or if the import was cancelled. */
export async function storeRows(
  tx: Tx,
  id: string,
  { after, through, columns, rates, refused }: Piece,
): Promise<boolean> {
  const taken = sql<{ id: string }>`
    update rate_imports set last_line = ${through}, columns = ${columns}, rows = rows + ${rates.length}, refused = refused + ${refused.length},
      refused_rows = case when jsonb_array_length(refused_rows) < ${NAMED_ROWS}
        then refused_rows || ${JSON.stringify(refused.slice(0, NAMED_ROWS))}::jsonb else refused_rows end
    where id = ${id} and state = 'reading' and last_line = ${after} returning id`;
  if ((await firstRow(tx, taken)) === undefined) return false;
  const column = <Key extends keyof ReadRow['rate']>(key: Key) => rates.map(({ rate }) => rate[key]);
  await sql`insert into rate_import_rows (import_id, line, prefix, destination, setup_micros, per_minute_micros, initial_seconds,
      increment_seconds, minimum_micros, class)
    select ${id}, r.* from unnest(${rates.map(({ line }) => line)}::int[], ${column('prefix')}::text[], ${column('destination')}::text[],
      ${column('setupMicros')}::bigint[], ${column('perMinuteMicros')}::bigint[], ${column('initialSeconds')}::int[],
      ${column('incrementSeconds')}::int[], ${column('minimumMicros')}::bigint[], ${column('class')}::text[]) as r`.execute(
    tx,
  );
  return true;
}

/** Deletes the rows that repeat the prefix of an earlier one. Returns how many had the same rate, and those that had another. */
export async function dropRepeated(
  tx: Tx,
  id: string,
): Promise<{ repeated: number; conflicts: { line: number; prefix: string; first: number }[] }> {
  const query = sql<{ line: number; prefix: string; first: number; same: boolean }>`
    with marked as (
      select line, prefix, first_value(line) over same_prefix as first,
        (destination, setup_micros, per_minute_micros, initial_seconds, increment_seconds, minimum_micros, class)
          is not distinct from (first_value(destination) over same_prefix, first_value(setup_micros) over same_prefix,
            first_value(per_minute_micros) over same_prefix, first_value(initial_seconds) over same_prefix,
            first_value(increment_seconds) over same_prefix, first_value(minimum_micros) over same_prefix,
            first_value(class) over same_prefix) as same
      from rate_import_rows where import_id = ${id} window same_prefix as (partition by prefix order by line)
    ), gone as (
      delete from rate_import_rows r using marked m where r.import_id = ${id} and r.line = m.line and m.line <> m.first
    )
    select line, prefix, first, same from marked where line <> first order by line`;
  const rows = await allRows(tx, query);
  return { repeated: rows.filter(({ same }) => same).length, conflicts: rows.filter(({ same }) => !same) };
}

export type Counts = { rows: number; added: number; same: number; free: number; before: number };

/** Compares the rows with a list; null if the table has no list yet. */
export async function compareRows(tx: Tx, id: string, listId: string | null): Promise<Counts> {
  return oneRow(
    tx,
    sql<Counts>`
      select count(*)::int as rows, (count(*) filter (where b.prefix is null))::int as added,
        (count(*) filter (where (r.destination, r.setup_micros, r.per_minute_micros, r.initial_seconds, r.increment_seconds, r.minimum_micros)
          = (b.destination, b.setup_micros, b.per_minute_micros, b.initial_seconds, b.increment_seconds, b.minimum_micros)
          and r.class is not distinct from b.class))::int as same,
        (count(*) filter (where r.per_minute_micros = 0))::int as free,
        (select count(*) from rates where list_id = ${listId})::int as before
      from rate_import_rows r left join rates b on b.list_id = ${listId} and b.prefix = r.prefix where r.import_id = ${id}`,
  );
}

/** The ten largest changes in proportion. */
export function largestChanges(
  tx: Tx,
  id: string,
  listId: string | null,
): Promise<{ prefix: string; before: string; after: string }[]> {
  const query = sql<{ prefix: string; before: string; after: string }>`
    select r.prefix, b.per_minute_micros as before, r.per_minute_micros as after
    from rate_import_rows r join rates b on b.list_id = ${listId} and b.prefix = r.prefix
    where r.import_id = ${id} and r.per_minute_micros <> b.per_minute_micros
    order by abs(ln((r.per_minute_micros + 1)::numeric / (b.per_minute_micros + 1))) desc, r.line limit 10`;
  return allRows(tx, query);
}

export type StagedRow = Selectable<Database['rate_import_rows']>;

export function firstRows(tx: Tx, id: string): Promise<StagedRow[]> {
  const rows = tx.selectFrom('rate_import_rows').selectAll().where('import_id', '=', id);
  return rows.orderBy('line').limit(NAMED_ROWS).execute();
}

/** Stores what an import would change, once all its rows have been read, and drops its file. */
export async function finishReading(
  tx: Tx,
  id: string,
  read: {
    state: 'ready' | 'refused';
    compared: string;
    baseListId: string | null;
    refused: number;
    refusedRows: string;
  },
): Promise<void> {
  const { state, compared, baseListId, refused, refusedRows } = read;
  await tx
    .updateTable('rate_imports')
    .set({ state, compared, base_list_id: baseListId, refused, refused_rows: refusedRows, content: null })
    .where('id', '=', id)
    .execute();
}

/** Ends an import that can't succeed. */
export async function refuseImport(tx: Tx, id: string, problem: string): Promise<void> {
  const open = tx.updateTable('rate_imports').set({ state: 'refused', problem, content: null });
  await open.where('id', '=', id).where('state', 'in', ['reading', 'writing']).execute();
  await dropRows(tx, id);
}

export async function dropRows(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('rate_import_rows').where('import_id', '=', id).execute();
}

export async function confirm(tx: Tx, id: string, by: string): Promise<void> {
  await tx.updateTable('rate_imports').set({ state: 'writing', confirmed_by: by }).where('id', '=', id).execute();
}

/** Copies the next rows into a list. Returns their last line and number; null if there are no more. */
export async function writeRows(
  tx: Tx,
  { id, partner_id }: Pick<ImportRow, 'id' | 'partner_id'>,
  { listId, after, most }: { listId: string; after: number; most: number },
): Promise<{ line: number; rows: number } | null> {
  const written = await oneRow(
    tx,
    sql<{ line: number | null; rows: number }>`
      with next as (
        select * from rate_import_rows where import_id = ${id} and line > ${after} order by line limit ${most}
      ), written as (
        insert into rates (partner_id, list_id, prefix, destination, setup_micros, per_minute_micros, initial_seconds, increment_seconds, minimum_micros, class)
        select ${partner_id}, ${listId}, prefix, destination, setup_micros, per_minute_micros, initial_seconds, increment_seconds, minimum_micros, class
        from next
      )
      select max(line) as line, count(*)::int as rows from next`,
  );
  return written.line === null ? null : { line: written.line, rows: written.rows };
}

/** False if the import was cancelled. */
export async function saveWritten(tx: Tx, id: string, written: number): Promise<boolean> {
  const open = tx.updateTable('rate_imports').set({ written }).where('id', '=', id).where('state', '=', 'writing');
  return (await open.returning('id').executeTakeFirst()) !== undefined;
}

/** False if the import was cancelled. */
export async function finishWriting(tx: Tx, id: string, written: number): Promise<boolean> {
  const open = tx.updateTable('rate_imports').set({ state: 'done', written }).where('id', '=', id);
  const done = await open.where('state', '=', 'writing').returning('id').executeTakeFirst();
  if (done) await dropRows(tx, id);
  return done !== undefined;
}

export async function deleteImport(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('rate_imports').where('id', '=', id).execute();
}
