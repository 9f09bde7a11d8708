import { type Selectable, sql } from 'kysely';
import type { Tx } from '../platform/db/db.ts';
import { newId } from '../platform/values/ids.ts';
import { keyset, type SortColumn } from '../platform/db/keyset.ts';
import type { Cursor } from '../platform/http/paging.ts';
import type { Database } from '../platform/db/schema.ts';
import { digitsOf, hasWords, textOf } from '../platform/db/search.ts';
import type { RoutingColumns, Target } from './destinations.ts';

type Row = Selectable<Database['dids']>;
export type DidRow = Row & { tenant_name: string | null };

const SHOWN = sql`select d.*, t.name as tenant_name from dids d left join tenants t on t.id = d.tenant_id`;

const NEVER = new Date(0);

export const SORTS = {
  number: { by: sql`d.number`, type: 'text', of: (row) => row.number },
  status: { by: sql`d.status`, type: 'text', of: (row) => row.status },
  releasedAt: {
    by: sql`coalesce(d.released_at, 'epoch')`,
    type: 'timestamptz',
    of: (row) => (row.released_at ?? NEVER).toISOString(),
  },
} as const satisfies Record<string, SortColumn<Row>>;

export type DidFilter = {
  partnerId?: string;
  tenantId?: string | undefined;
  search?: string | undefined;
  status?: string | undefined;
};

/** Part of a number, however it is written, or words of the name of the tenant that has it: a tenant’s own list has no names. */
function matching({ partnerId, tenantId, search, status }: DidFilter) {
  const conditions = [
    partnerId && sql`d.partner_id = ${partnerId}`,
    tenantId && sql`d.tenant_id = ${tenantId}`,
    status && sql`d.status = ${status}`,
    search && searched(search),
  ].filter((condition) => typeof condition === 'object');
  return sql.join(conditions, sql` and `);
}

function searched(search: string) {
  const digits = digitsOf(search);
  if (digits !== null) return sql`d.number like ${`%${digits}%`}`;
  return sql`d.tenant_id in (select t.id from tenants t where ${hasWords(textOf('t.name', 't.sip_prefix'), search)})`;
}

export async function listDids(
  tx: Tx,
  filter: DidFilter,
  wish: { sort: keyof typeof SORTS; descending: boolean; after: Cursor | null; limit: number },
): Promise<DidRow[]> {
  const { rows: place, order } = keyset(SORTS[wish.sort], wish.descending, wish.after, sql`d.id`);
  const { rows } = await sql<DidRow>`${SHOWN}
    where ${matching(filter)} and ${place} order by ${order} limit ${wish.limit + 1}`.execute(tx);
  return rows;
}

export async function countDids(tx: Tx, filter: DidFilter): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from dids d where ${matching(filter)}`.execute(
    tx,
  );
  return rows[0]!.n;
}

export async function findDids(tx: Tx, ids: string[]): Promise<DidRow[]> {
  const { rows } = await sql<DidRow>`${SHOWN} where d.id = any(${ids}) order by d.number`.execute(tx);
  return rows;
}

/** The same, each held until this transaction ends, in one order. Their tenants' rows come first: `holdTenants`. */
export async function lockDids(tx: Tx, ids: string[]): Promise<DidRow[]> {
  const { rows } = await sql<DidRow>`${SHOWN} where d.id = any(${ids}) order by d.id for no key update of d`.execute(
    tx,
  );
  return rows;
}

export async function numbersOf(tx: Tx, tenantId: string): Promise<string[]> {
  const query = tx.selectFrom('dids').select('number').where('tenant_id', '=', tenantId).orderBy('number');
  return (await query.execute()).map((row) => row.number);
}

/** All of a tenant, held as by `lockDids`. The caller holds the tenant's row, so none comes and none goes. */
export function lockDidsOfTenant(tx: Tx, tenantId: string): Promise<Row[]> {
  return tx.selectFrom('dids').selectAll().where('tenant_id', '=', tenantId).orderBy('id').forNoKeyUpdate().execute();
}

/** Adds those that nobody has; answers their ids. Sorted, so that two imports of the same numbers do not wait for each other in a circle. */
export async function insertDids(tx: Tx, partnerId: string, numbers: string[]): Promise<string[]> {
  const sorted = numbers.toSorted();
  const { rows } = await sql<{ id: string }>`insert into dids (id, partner_id, number)
    select n.id, ${partnerId}, n.number from unnest(${sorted.map(newId)}::uuid[], ${sorted}::text[]) as n (id, number)
    on conflict (number) do nothing returning id`.execute(tx);
  return rows.map((row) => row.id);
}

/** Those of the numbers that this partner has. */
export async function ownNumbers(tx: Tx, partnerId: string, numbers: string[]): Promise<string[]> {
  const { rows } = await sql<{
    number: string;
  }>`select number from dids where partner_id = ${partnerId} and number = any(${numbers})`.execute(tx);
  return rows.map((row) => row.number);
}

/** Runs `work` and takes its effects back: what it answers is what would have happened. */
export async function dryRun<R>(tx: Tx, work: () => Promise<R>): Promise<R> {
  await sql`savepoint try_out`.execute(tx);
  const result = await work();
  await sql`rollback to savepoint try_out`.execute(tx);
  return result;
}

export async function assignDids(tx: Tx, tenantId: string, ids: string[]): Promise<void> {
  await sql`update dids set tenant_id = ${tenantId}, status = 'ASSIGNED', released_at = null, last_tenant_id = null,
    last_tenant_name = null, version = version + 1 where id = any(${ids})`.execute(tx);
}

/** Back into the inventory, unrouted, remembering whose they were. What is being ported stays marked so. */
export async function releaseDids(tx: Tx, ids: string[], now: Date): Promise<void> {
  await sql`update dids set tenant_id = null, status = case status when 'ASSIGNED' then 'UNASSIGNED' else status end,
    released_at = ${now}, last_tenant_id = tenant_id,
    last_tenant_name = (select t.name from tenants t where t.id = dids.tenant_id),
    routing_kind = 'none', routing_target_id = null, routing_number = null, version = version + 1
    where id = any(${ids})`.execute(tx);
}

/** Gives numbers back with their routing. */
export async function restoreDids(
  tx: Tx,
  tenantId: string,
  numbers: readonly ({ didId: string } & RoutingColumns)[],
): Promise<void> {
  await sql`update dids d set tenant_id = ${tenantId}, status = 'ASSIGNED', released_at = null, last_tenant_id = null,
      last_tenant_name = null, version = d.version + 1,
      routing_kind = r.kind, routing_target_id = r.target_id, routing_number = r.number
    from unnest(${numbers.map(({ didId }) => didId)}::uuid[], ${numbers.map((one) => one.routing_kind)}::text[],
        ${numbers.map((one) => one.routing_target_id)}::uuid[], ${numbers.map((one) => one.routing_number)}::text[])
      as r (did_id, kind, target_id, number)
    where d.id = r.did_id`.execute(tx);
}

export async function deleteDid(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('dids').where('id', '=', id).execute();
}

export async function updateRouting(tx: Tx, id: string, routing: RoutingColumns): Promise<void> {
  await tx
    .updateTable('dids')
    .set({ ...routing, version: sql<number>`version + 1` })
    .where('id', '=', id)
    .execute();
}

/** Numbers that lead to the target lead nowhere from now on; returns those numbers. */
export async function unroute(tx: Tx, target: Target): Promise<string[]> {
  const rows = await tx
    .updateTable('dids')
    .set({ routing_kind: 'none', routing_target_id: null, version: sql<number>`version + 1` })
    .where('routing_target_id', '=', target.id)
    .where('routing_kind', '=', target.kind)
    .returning('number')
    .execute();
  return rows.map((row) => row.number).sort();
}

/** The country of a tenant's address, as it was typed. */
export async function countryOf(tx: Tx, tenantId: string): Promise<string | null> {
  const query = tx
    .selectFrom('tenants')
    .select(sql<string | null>`e911_address->>'country'`.as('country'))
    .where('id', '=', tenantId);
  return (await query.executeTakeFirst())?.country ?? null;
}
