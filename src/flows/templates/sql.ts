import { type Insertable, type Selectable, sql } from 'kysely';
import type { Tx } from '../../platform/db/db.ts';
import { allRows } from '../../platform/db/rows.ts';
import type { Database } from '../../platform/db/schema.ts';

type Table = Database['flow_templates'];
export type TemplateRow = Selectable<Table>;

/** The templates of the partner of the transaction's tenant. */
export function listTemplates(tx: Tx): Promise<TemplateRow[]> {
  return tx.selectFrom('flow_templates').selectAll().orderBy('name').orderBy('id').execute();
}

export async function findTemplate(tx: Tx, id: string): Promise<TemplateRow | null> {
  return (await tx.selectFrom('flow_templates').selectAll().where('id', '=', id).executeTakeFirst()) ?? null;
}

export async function insertTemplate(tx: Tx, row: Insertable<Table>): Promise<void> {
  await tx.insertInto('flow_templates').values(row).execute();
}

export async function deleteTemplate(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('flow_templates').where('id', '=', id).execute();
}

/** The names of the tenant's objects of any kind. */
export async function namesOf(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
  const query = sql<{ id: string; name: string }>`
    select w.id, n.name from unnest(${[...ids]}::uuid[]) as w(id) join (
      select id, name from extensions union all select id, name from ring_groups union all select id, name from mailboxes
      union all select id, name from schedules union all select id, name from number_lists
      union all select id, name from media union all select id, name from flows) n on n.id = w.id`;
  return new Map((await allRows(tx, query)).map(({ id, name }) => [id, name]));
}
