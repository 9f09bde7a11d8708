import { type Selectable, sql } from 'kysely';
import type { Destination, Target } from '../destinations/contract.ts';
import type { Tx } from '../platform/db/db.ts';
import { hasIntegrationData, integrationDataOf, isFiltered } from '../platform/db/integration-data.ts';
import { keyset, type SortColumn } from '../platform/db/keyset.ts';
import { allRows, oneRow } from '../platform/db/rows.ts';
import type { Database } from '../platform/db/schema.ts';
import { hasWords, searchedDigits, textOf } from '../platform/db/search.ts';
import type { SortedPage } from '../platform/http/paging.ts';
import type { StoredAddress } from '../platform/values/address.ts';
import { newId } from '../platform/values/ids.ts';
import type { IntegrationData, IntegrationFilter } from '../platform/values/integration-data.ts';

/** A number's routing as stored. */
export type RoutingColumns = {
  routing_kind: Destination['kind'];
  routing_target_id: string | null;
  routing_number: string | null;
};

type Row = Selectable<Database['dids']>;
export type DidRow = Row & { tenant_name: string | null; integration: IntegrationData | null };

const SELECT = sql`select d.*, t.name as tenant_name, ${integrationDataOf(sql`d.id`)} as integration from dids d left join tenants t on t.id = d.tenant_id`;

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
} & IntegrationFilter;

/** Searches part of a number in any notation, or words of the name of the number's tenant. */
async function matching(tx: Tx, { partnerId, tenantId, search, status, ...data }: DidFilter) {
  const conditions = [
    partnerId && sql`d.partner_id = ${partnerId}`,
    tenantId && sql`d.tenant_id = ${tenantId}`,
    status && sql`d.status = ${status}`,
    search && (await matchesSearch(tx, search)),
    isFiltered(data) && hasIntegrationData('did', sql`d.id`, data),
  ].filter((condition) => typeof condition === 'object');
  return sql.join(conditions, sql` and `);
}

async function matchesSearch(tx: Tx, search: string) {
  const digits = await searchedDigits(tx, search);
  if (digits !== null) return sql`d.number like ${`%${digits}%`}`;
  return sql`d.tenant_id in (select t.id from tenants t where ${hasWords(textOf('t.name', 't.sip_prefix'), search)})`;
}

export async function listDids(tx: Tx, filter: DidFilter, query: SortedPage<keyof typeof SORTS>): Promise<DidRow[]> {
  const { rows: place, order } = keyset(SORTS[query.sort], query.descending, query.after, sql`d.id`);
  const statement = sql<DidRow>`${SELECT}
    where ${await matching(tx, filter)} and ${place} order by ${order} limit ${query.limit + 1}`;
  return allRows(tx, statement);
}

export async function countDids(tx: Tx, filter: DidFilter): Promise<number> {
  const { n } = await oneRow(
    tx,
    sql<{ n: number }>`select count(*)::int as n from dids d where ${await matching(tx, filter)}`,
  );
  return n;
}

export function findDids(tx: Tx, ids: string[]): Promise<DidRow[]> {
  return allRows(tx, sql<DidRow>`${SELECT} where d.id = any(${ids}) order by d.number`);
}

/** Like `findDids`, with the rows locked in one order until this transaction ends. Lock their tenants first, with `lockTenants`. */
export function lockDids(tx: Tx, ids: string[]): Promise<DidRow[]> {
  return allRows(tx, sql<DidRow>`${SELECT} where d.id = any(${ids}) order by d.id for no key update of d`);
}

export async function numbersOf(tx: Tx, tenantId: string): Promise<string[]> {
  const query = tx.selectFrom('dids').select('number').where('tenant_id', '=', tenantId).orderBy('number');
  return (await query.execute()).map((row) => row.number);
}

/** All numbers of a tenant, locked like by `lockDids`. The caller has locked the tenant's row, so the set cannot change. */
export function lockDidsOfTenant(tx: Tx, tenantId: string): Promise<Row[]> {
  return tx.selectFrom('dids').selectAll().where('tenant_id', '=', tenantId).orderBy('id').forNoKeyUpdate().execute();
}

/** Adds the numbers that no partner has, and returns their ids. Sorted, so that concurrent imports of the same numbers cannot deadlock. */
export async function insertDids(tx: Tx, partnerId: string, numbers: string[]): Promise<string[]> {
  const sorted = numbers.toSorted();
  const query = sql<{ id: string }>`insert into dids (id, partner_id, number)
    select n.id, ${partnerId}, n.number from unnest(${sorted.map(newId)}::uuid[], ${sorted}::text[]) as n (id, number)
    on conflict (number) do nothing returning id`;
  return (await allRows(tx, query)).map((row) => row.id);
}

/** Which of the numbers this partner already has. */
export async function ownNumbers(tx: Tx, partnerId: string, numbers: string[]): Promise<string[]> {
  const query = sql<{
    number: string;
  }>`select number from dids where partner_id = ${partnerId} and number = any(${numbers})`;
  return (await allRows(tx, query)).map((row) => row.number);
}

/** Runs `work`, rolls back its changes and returns its result. */
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

/** Returns numbers to the inventory, unrouted, with their last tenant. A number being ported keeps that status. */
export async function releaseDids(tx: Tx, ids: string[], now: Date): Promise<void> {
  await sql`update dids set tenant_id = null, status = case status when 'ASSIGNED' then 'UNASSIGNED' else status end,
    released_at = ${now}, last_tenant_id = tenant_id,
    last_tenant_name = (select t.name from tenants t where t.id = dids.tenant_id),
    routing_kind = 'none', routing_target_id = null, routing_number = null, e911_address = null, version = version + 1
    where id = any(${ids})`.execute(tx);
}

/** Assigns numbers again with their previous routing. */
export async function restoreDids(
  tx: Tx,
  tenantId: string,
  numbers: readonly ({ didId: string; e911Address: StoredAddress | null } & RoutingColumns)[],
): Promise<void> {
  await sql`update dids d set tenant_id = ${tenantId}, status = 'ASSIGNED', released_at = null, last_tenant_id = null,
      last_tenant_name = null, version = d.version + 1,
      routing_kind = r.kind, routing_target_id = r.target_id, routing_number = r.number, e911_address = r.address
    from unnest(${numbers.map(({ didId }) => didId)}::uuid[], ${numbers.map((one) => one.routing_kind)}::text[],
        ${numbers.map((one) => one.routing_target_id)}::uuid[], ${numbers.map((one) => one.routing_number)}::text[],
        ${numbers.map((one) => one.e911Address && JSON.stringify(one.e911Address))}::jsonb[])
      as r (did_id, kind, target_id, number, address)
    where d.id = r.did_id`.execute(tx);
}

/** For changes that are stored in other tables. */
export async function bumpVersion(tx: Tx, id: string): Promise<void> {
  await tx
    .updateTable('dids')
    .set({ version: sql<number>`version + 1` })
    .where('id', '=', id)
    .execute();
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

/** Null: the tenant's own address. */
export async function updateAddress(tx: Tx, id: string, address: StoredAddress | null): Promise<void> {
  await tx
    .updateTable('dids')
    .set({ e911_address: address && JSON.stringify(address), version: sql<number>`version + 1` })
    .where('id', '=', id)
    .execute();
}

/** The numbers that lead to the target, in order. */
export async function numbersTo(tx: Tx, { kind, id }: Target): Promise<string[]> {
  const query = tx
    .selectFrom('dids')
    .select('number')
    .where('routing_target_id', '=', id)
    .where('routing_kind', '=', kind);
  return (await query.orderBy('number').execute()).map((row) => row.number);
}

/** Unroutes the numbers that lead to the target. */
export async function unroute(tx: Tx, { kind, id }: Target): Promise<void> {
  await tx
    .updateTable('dids')
    .set({ routing_kind: 'none', routing_target_id: null, version: sql<number>`version + 1` })
    .where('routing_target_id', '=', id)
    .where('routing_kind', '=', kind)
    .execute();
}
