import { sql } from 'kysely';
import type { Tx } from '../platform/db/db.ts';
import type { Missed } from './missed.ts';

export async function tenantOf(tx: Tx, tenantId: string): Promise<{ partnerId: string; name: string } | undefined> {
  const query = tx.selectFrom('tenants').select(['partner_id as partnerId', 'name']).where('id', '=', tenantId);
  return query.executeTakeFirst();
}

export const partnerOf = async (tx: Tx, tenantId: string): Promise<string | undefined> =>
  (await tenantOf(tx, tenantId))?.partnerId;

/** A flow and what calls go through in it, locked against another report and against publishing. */
export async function lockedFlow(
  tx: Tx,
  id: string,
): Promise<{ name: string; missed: Missed[]; content: unknown } | undefined> {
  const { rows } = await sql<{ name: string; missed: Missed[]; content: unknown }>`
    select f.name, f.missed, (select v.content from flow_versions v where v.flow_id = f.id and v.number = f.published) as content
    from flows f where f.id = ${id} for update of f`.execute(tx);
  return rows[0];
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

export async function adminsOf(tx: Tx, partnerId: string): Promise<string[]> {
  const query = tx.selectFrom('users').select('email').where('partner_id', '=', partnerId);
  return (await query.where('role', '=', 'partner_admin').orderBy('email').execute()).map(({ email }) => email);
}
