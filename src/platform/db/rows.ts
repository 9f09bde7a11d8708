import type { RawBuilder } from 'kysely';
import type { Db, Tx } from './db.ts';

/** Runs a query in plain SQL, and returns its rows. */
export const allRows = async <Row>(db: Db | Tx, query: RawBuilder<Row>): Promise<Row[]> =>
  (await query.execute(db)).rows;

/** Runs a query in plain SQL that has at most one row, or of which only the first counts. Undefined if there is none. */
export const firstRow = async <Row>(db: Db | Tx, query: RawBuilder<Row>): Promise<Row | undefined> =>
  (await allRows(db, query))[0];

/** Runs a query in plain SQL that has exactly one row. */
export const oneRow = async <Row>(db: Db | Tx, query: RawBuilder<Row>): Promise<Row> =>
  onlyRow(await allRows(db, query));

/** Runs a statement in plain SQL, and returns how many rows it added, changed or deleted. */
export const changedRows = async (db: Db | Tx, statement: RawBuilder<unknown>): Promise<number> =>
  Number((await statement.execute(db)).numAffectedRows ?? 0n);

/** The row of a query that has exactly one, such as a count or the result of a function. Throws if it has another number of rows. */
export function onlyRow<Row>(rows: readonly Row[]): Row {
  const [row] = rows;
  if (row === undefined || rows.length > 1) throw new Error(`A query for one row has ${rows.length} rows.`);
  return row;
}
