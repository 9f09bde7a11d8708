import { sql } from 'kysely';
import type { Tx } from '../platform/db/db.ts';

type Name = { id: string; number: string | null; name: string };

export function publishedName(tx: Tx, tenantId: string, id: string): Promise<Name | undefined> {
  const query = tx.selectFrom('flows').select(['id', 'number', 'name']).where('id', '=', id);
  return query.where('tenant_id', '=', tenantId).where('published', 'is not', null).executeTakeFirst();
}

/** The flows whose published version or draft uses something, other than itself. */
export async function flowsUsing(tx: Tx, id: string): Promise<Name[]> {
  const { rows } = await sql<Name>`select f.id, f.number, f.name from flows f
    where f.id <> ${id} and (${id}::uuid = any(f.draft_uses) or exists (select from flow_versions v
      where v.flow_id = f.id and v.number = f.published and ${id}::uuid = any(v.uses))) order by f.name, f.id`.execute(
    tx,
  );
  return rows;
}
