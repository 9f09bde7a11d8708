import { type Selectable, sql } from 'kysely';
import type { Target } from '../destinations/contract.ts';
import type { Tx } from '../platform/db/db.ts';
import type { Database } from '../platform/db/schema.ts';

type Table = Database['forwarding'];
export type ForwardingRow = Selectable<Table>;
type Values = Omit<ForwardingRow, 'extension_id' | 'tenant_id' | 'version'>;

export async function findExtension(tx: Tx, id: string): Promise<{ id: string; number: string; name: string } | null> {
  const query = tx.selectFrom('extensions').select(['id', 'number', 'name']).where('id', '=', id);
  return (await query.executeTakeFirst()) ?? null;
}

export function findForwarding(tx: Tx, extensionId: string): Promise<ForwardingRow | undefined> {
  return tx.selectFrom('forwarding').selectAll().where('extension_id', '=', extensionId).executeTakeFirst();
}

export async function putForwarding(
  tx: Tx,
  extension: { id: string; tenantId: string },
  { always, busy, no_answer, unreachable, ...rest }: Values,
): Promise<void> {
  const json = (value: unknown) => (value === null ? null : sql<never>`${JSON.stringify(value)}::jsonb`);
  const values = {
    always: json(always),
    busy: json(busy),
    no_answer: json(no_answer),
    unreachable: json(unreachable),
    ...rest,
  };
  await tx
    .insertInto('forwarding')
    .values({ extension_id: extension.id, tenant_id: extension.tenantId, ...values })
    .onConflict((conflict) =>
      conflict.column('extension_id').doUpdateSet({ ...values, version: sql`forwarding.version + 1` }),
    )
    .execute();
}

/** All forwarding of the transaction's tenant, by extension number. */
export async function listForwarding(tx: Tx): Promise<(ForwardingRow & { number: string; name: string })[]> {
  const query = tx.selectFrom('forwarding as f').innerJoin('extensions as e', 'e.id', 'f.extension_id').selectAll('f');
  return query.select(['e.number', 'e.name']).orderBy('e.number').execute();
}

const leadsTo = ({ kind, id }: Target) => {
  const target = sql`${JSON.stringify({ kind, id })}::jsonb`;
  return sql<boolean>`(always @> ${target} or busy @> ${target} or no_answer @> ${target} or unreachable @> ${target})`;
};

/** The extensions that forward to the target. */
export async function forwardingTo(tx: Tx, target: Target): Promise<{ number: string; name: string }[]> {
  const query = tx.selectFrom('forwarding as f').innerJoin('extensions as e', 'e.id', 'f.extension_id');
  return query.select(['e.number', 'e.name']).where(leadsTo(target)).orderBy('e.number').execute();
}

/** Called before an extension is deleted. */
export async function deleteForwarding(tx: Tx, extensionId: string): Promise<void> {
  await tx.deleteFrom('forwarding').where('extension_id', '=', extensionId).execute();
}

export async function clearForwards(tx: Tx, target: Target): Promise<void> {
  const { kind, id } = target;
  const unless = (column: string) =>
    sql`case when ${sql.ref(column)} @> ${JSON.stringify({ kind, id })}::jsonb then null else ${sql.ref(column)} end`;
  await sql`update forwarding set always = ${unless('always')}, busy = ${unless('busy')}, no_answer = ${unless('no_answer')},
    unreachable = ${unless('unreachable')}, version = version + 1 where ${leadsTo(target)}`.execute(tx);
}
