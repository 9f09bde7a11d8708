import type { RawBuilder } from 'kysely';
import type { Db, Tx } from './db.ts';

/** The row of a query that has exactly one, such as a count or the result of a function. Throws if it has another number of rows. */
export function onlyRow<Row>(rows: readonly Row[]): Row {
  const [row] = rows;
  if (row === undefined || rows.length > 1) throw new Error(`A query for one row has ${rows.length} rows.`);
  return row;
}

/** Runs a query that has exactly one row. */
export const oneRow = async <Row>(db: Db | Tx, query: RawBuilder<Row>): Promise<Row> =>
  onlyRow((await query.execute(db)).rows);
