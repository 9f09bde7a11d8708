import { type Insertable, type Selectable, sql, type Updateable } from 'kysely';
import type { Db, Tx } from '../platform/db/db.ts';
import { allRows } from '../platform/db/rows.ts';
import type { Database } from '../platform/db/schema.ts';
import type { Purpose } from './contract.ts';

type Table = Database['service_calls'];
export type ServiceCallRow = Selectable<Table>;

export async function insertServiceCall(tx: Tx, row: Insertable<Table>): Promise<ServiceCallRow> {
  return tx.insertInto('service_calls').values(row).returningAll().executeTakeFirstOrThrow();
}

export async function findServiceCall(tx: Tx, id: string): Promise<ServiceCallRow | null> {
  return (await tx.selectFrom('service_calls').selectAll().where('id', '=', id).executeTakeFirst()) ?? null;
}

/** Whether a call to the extension was requested after `since` and hasn't ended. */
export async function isCalled(tx: Tx, extensionId: string, since: Date): Promise<boolean> {
  const query = tx.selectFrom('service_calls').select('id').where('extension_id', '=', extensionId);
  const open = query.where((is) =>
    is.or([
      is('state', 'in', ['ringing', 'answered']),
      is.and([is('state', '=', 'waiting'), is('created_at', '>', since)]),
    ]),
  );
  return (await open.executeTakeFirst()) !== undefined;
}

/** Assigns the call to this Asterisk, unless another one has taken it or it is older than `since`. */
export async function takeServiceCall(
  tx: Tx,
  id: string,
  { node, since }: { node: string; since: Date },
): Promise<ServiceCallRow | null> {
  const row = await tx
    .updateTable('service_calls')
    .set({ state: 'ringing', node })
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .where('created_at', '>', since)
    .returningAll()
    .executeTakeFirst();
  return row ?? null;
}

/** Changes nothing once the call has ended. */
export async function updateServiceCall(tx: Tx, id: string, change: Updateable<Table>): Promise<void> {
  await tx.updateTable('service_calls').set(change).where('id', '=', id).where('state', '<>', 'ended').execute();
}

export async function deleteOlder(tx: Tx, tenantId: string, than: Date): Promise<void> {
  await tx.deleteFrom('service_calls').where('tenant_id', '=', tenantId).where('created_at', '<', than).execute();
}

export type OpenServiceCall = {
  id: string;
  tenantId: string;
  purpose: Purpose;
  state: 'waiting' | 'ringing' | 'answered';
};

export function openServiceCalls(db: Db, node: string): Promise<OpenServiceCall[]> {
  const query = sql<OpenServiceCall>`
    select id, tenant_id as "tenantId", purpose, state from open_service_calls(${node})`;
  return allRows(db, query);
}
