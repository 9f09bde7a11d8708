import { sql } from 'kysely';
import type { Tx } from '../platform/db/db.ts';
import { allRows } from '../platform/db/rows.ts';

/** The columns that refer to a converted file by its hash. A file stays as long as a row refers to it. */
const PLAYED_BY = [
  { table: 'media', column: 'hash' },
  { table: 'flow_version_media', column: 'hash' },
  { table: 'flow_texts', column: 'hash' },
] as const;

export async function putFile(
  tx: Tx,
  row: { tenant_id: string; hash: string; milliseconds: number; bytes: string },
): Promise<void> {
  await tx
    .insertInto('media_files')
    .values(row)
    .onConflict((conflict) => conflict.columns(['tenant_id', 'hash']).doNothing())
    .execute();
}

export async function deleteUnplayed(tx: Tx, tenantId: string): Promise<string[]> {
  const unplayed = PLAYED_BY.map(
    ({ table, column }) =>
      sql`not exists (select from ${sql.table(table)} p where p.tenant_id = f.tenant_id and p.${sql.ref(column)} = f.hash)`,
  );
  const query = sql<{ hash: string }>`
    delete from media_files f where f.tenant_id = ${tenantId} and ${sql.join(unplayed, sql` and `)} returning f.hash`;
  return (await allRows(tx, query)).map(({ hash }) => hash);
}

export async function storedHashes(tx: Tx, tenantId: string): Promise<string[]> {
  const query = tx.selectFrom('media_files').select('hash').where('tenant_id', '=', tenantId);
  return (await query.execute()).map(({ hash }) => hash);
}
