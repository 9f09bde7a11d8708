import { sql } from 'kysely';
import type { Tx } from '../../platform/db/db.ts';
import { firstRow } from '../../platform/db/rows.ts';
import type { Missed } from '../tables.ts';

/** A flow and its published content, locked against concurrent reports and publishing. */
export function lockedFlow(
  tx: Tx,
  id: string,
): Promise<{ name: string; missed: Missed[]; content: unknown } | undefined> {
  const query = sql<{ name: string; missed: Missed[]; content: unknown }>`
    select f.name, f.missed, (select v.content from flow_versions v where v.flow_id = f.id and v.number = f.published) as content
    from flows f where f.id = ${id} for update of f`;
  return firstRow(tx, query);
}

export const flowWithMissed = (tx: Tx, id: string): Promise<{ name: string; missed: Missed[] } | undefined> =>
  tx.selectFrom('flows').select(['name', 'missed']).where('id', '=', id).executeTakeFirst();

export async function setMissed(tx: Tx, id: string, missed: readonly Missed[]): Promise<void> {
  await tx
    .updateTable('flows')
    .set({ missed: JSON.stringify(missed) })
    .where('id', '=', id)
    .execute();
}
