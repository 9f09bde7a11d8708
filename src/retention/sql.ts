import { type RawBuilder, type Selectable, sql } from 'kysely';
import type { Tx } from '../platform/db/db.ts';
import { PREPARED } from '../platform/db/prepared-statements.ts';
import { allRows, changedRows, firstRow, oneRow } from '../platform/db/rows.ts';
import type { Database } from '../platform/db/schema.ts';
import { BEFORE_ALL_IDS } from '../platform/values/ids.ts';
import { LEDGER_MONTHS, PURGE, type PurgeLine, ROWS_PER_QUERY } from './rules.ts';

type TenantRow = Selectable<Database['tenants']>;
export type Tombstone = Selectable<Database['tombstones']>;

/** The database's clock, because machines' clocks differ and the database's policies use this one. */
export async function readClock(tx: Tx): Promise<Date> {
  const { now } = await oneRow(tx, sql<{ now: Date }>`select now()`);
  return now;
}

/** Locks the tenant against every change, and against new rows that refer to it, until this transaction ends. */
export function lockTenantForPurge(tx: Tx, id: string): Promise<TenantRow | undefined> {
  return tx.selectFrom('tenants').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

/** The tenant's status can't change until this transaction ends. */
export function lockTenantStatus(tx: Tx, id: string): Promise<TenantRow | undefined> {
  return tx.selectFrom('tenants').selectAll().where('id', '=', id).forKeyShare().executeTakeFirst();
}

export async function markStarted(tx: Tx, id: string, at: Date): Promise<void> {
  await tx.updateTable('tenants').set({ purge_started_at: at }).where('id', '=', id).execute();
}

export async function deleteTenant(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('tenants').where('id', '=', id).execute();
}

export type Due = { tenant_id: string; partner_id: string; purge_at: Date };

type Page = (work: (tx: Tx) => Promise<Due[]>) => Promise<Due[]>;

/** Due tenants of all partners without a legal hold, longest overdue first, read page by page. */
export const tenantsToPurge = (page: Page, now: Date) => cancelledTenants(page, new Date(0), now, false);

/** Cancelled tenants of all partners that are due between `now` and `until`, on legal hold or not: a hold must not be noticeable. */
export const tenantsNearPurge = (page: Page, now: Date, until: Date) => cancelledTenants(page, now, until, true);

async function* cancelledTenants(page: Page, from: Date, until: Date, includeHeld: boolean) {
  const atMost = 500;
  let after: Due = { tenant_id: BEFORE_ALL_IDS, partner_id: '', purge_at: from };
  for (;;) {
    const last = after;
    const due = await page((tx) => {
      const query = sql<Due>`select * from tenants_to_purge(${until}, ${last.purge_at}, ${last.tenant_id},
        ${atMost}, ${includeHeld})`;
      return allRows(tx, query);
    });
    yield* due;
    const end = due.at(-1);
    if (!end || due.length < atMost) return;
    after = end;
  }
}

/** Rows that mention a tenant without a column for it. Running jobs are left to finish. */
const MENTIONS: Record<string, (tenantId: string) => RawBuilder<boolean>> = {
  idempotency_keys: (
    id,
  ) => sql`(lower(path) like ${`%/tenants/${id}%`} or position(convert_to(${id}, 'UTF8') in answer) > 0
    or actor_id in (select u.id from users u where u.tenant_id = ${id}))`,
  'graphile_worker._private_jobs': (id) => sql`locked_at is null and (position(${id} in payload::text) > 0
    or key in (select 'send_mail:' || m.id from mails m where m.tenant_id = ${id}))`,
};

/** The rows that a line still has to process; null if it never has any. */
function unprocessed(line: PurgeLine, tenantId: string): RawBuilder<boolean> | null {
  if (line.fate === 'cascades' || line.fate === 'retained') return null;
  if (line.by === 'mention') {
    const mentions = MENTIONS[line.table];
    if (!mentions) throw new Error(`How do rows of ${line.table} mention a tenant?`);
    return mentions(tenantId);
  }
  const named = sql<boolean>`${sql.ref(line.by)} = ${tenantId}`;
  if (line.fate === 'blanked') {
    const filled = sql.join(
      line.columns.map((column) => sql`${sql.ref(column)} is not null`),
      sql` or `,
    );
    const exempt = line.unless ? sql`and ${sql.ref(line.unless.column)} <> all(${[...line.unless.is]})` : sql``;
    return sql`${named} and (${filled}) ${exempt}`;
  }
  if (line.fate === 'counted') {
    return sql`${named} and exists (select from jsonb_each(${sql.ref(line.column)}) part
      where jsonb_typeof(part.value) = 'array' or part.key <> all(${[...line.keys]}))`;
  }
  return named;
}

/** A line with something to do for the purge. */
type WorkingLine = PurgeLine & { fate: 'deleted' | 'blanked' | 'counted' };

function blankedColumns(line: PurgeLine & { fate: 'blanked' | 'counted' }): RawBuilder<unknown> {
  if (line.fate === 'blanked') {
    return sql.join(line.columns.map((column) => sql`${sql.ref(column)} = null`));
  }
  return sql`${sql.ref(line.column)} = (select coalesce(jsonb_object_agg(part.key,
      case jsonb_typeof(part.value) when 'array' then to_jsonb(jsonb_array_length(part.value)) else part.value end), '{}')
    from jsonb_each(${sql.ref(line.column)}) part where part.key = any(${[...line.keys]}))`;
}

/**
 * The locations (ctid) of rows that a line still has to process, at most `atMost`. One query finds them for many batches, because each
 * further query would scan all the rows deleted before.
 */
export async function findUnprocessed(tx: Tx, line: PurgeLine, tenantId: string, atMost: number): Promise<string[]> {
  const rows = needsNoWork(line) ? null : unprocessed(line, tenantId);
  if (rows === null) return [];
  const query = sql<{
    place: string;
  }>`select ctid::text as place from ${sql.table(line.table)} where ${rows} limit ${atMost}`;
  return (await allRows(tx, query)).map(({ place }) => place);
}

/** Applies a line to the rows at these locations, or to all, and returns their number. */
export async function applyLine(
  tx: Tx,
  line: PurgeLine,
  tenantId: string,
  places: string[] | 'everywhere',
): Promise<number> {
  if (needsNoWork(line)) return 0;
  const rows = unprocessed(line, tenantId);
  if (rows === null) return 0;
  const table = sql.table(line.table);
  const which = places === 'everywhere' ? rows : sql`${PREPARED} ctid = any(${places}::tid[]) and (${rows})`;
  if (line.inOrder) await sql`select from ${table} where ${which} order by id for update`.execute(tx);
  const change =
    line.fate === 'deleted'
      ? sql`delete from ${table} where ${which}`
      : sql`update ${table} set ${blankedColumns(line)} where ${which}`;
  return changedRows(tx, change);
}

/** Lines that need no work, only the proof. */
const needsNoWork = (line: PurgeLine): line is Exclude<PurgeLine, WorkingLine> =>
  line.fate === 'released' || line.fate === 'cascades' || line.fate === 'retained';

/** The number of rows that a line has not processed. */
export async function countUnprocessed(tx: Tx, line: PurgeLine, tenantId: string): Promise<number> {
  const rows = unprocessed(line, tenantId);
  if (rows === null) return 0;
  const count = sql<{ n: number }>`select count(*)::int as n from ${sql.table(line.table)} where ${rows}`;
  return (await oneRow(tx, count)).n;
}

/** Every column that refers to a tenant, from the database's catalog. */
export function tenantColumns(tx: Tx): Promise<{ table: string; column: string }[]> {
  const query = sql<{ table: string; column: string }>`
    select case n.nspname when 'public' then '' else n.nspname || '.' end || c.relname as "table", a.attname as "column"
    from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
    where c.relkind in ('r', 'p') and not c.relispartition and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
      and a.attnum > 0 and not a.attisdropped
      and (a.attname ~ '(^|_)tenant_id$' or exists (select from pg_constraint k, unnest(k.conkey, k.confkey) as ref (own, other)
        where k.conrelid = c.oid and k.contype = 'f' and k.confrelid = 'public.tenants'::regclass and ref.own = a.attnum
          and ref.other = (select attnum from pg_attribute where attrelid = k.confrelid and attname = 'id')))
    order by 1, 2`;
  return allRows(tx, query);
}

/** Tables whose rows the database deletes together with rows of a purged table. */
export async function cascadingTables(tx: Tx): Promise<{ table: string; parent: string }[]> {
  const query = sql<{ table: string; parent: string }>`
    select k.conrelid::regclass::text as "table", k.confrelid::regclass::text as parent from pg_constraint k
    where k.contype = 'f' and k.confdeltype = 'c' order by 1`;
  return (await allRows(tx, query)).filter(({ parent }) =>
    PURGE.some((line) => line.table === parent && line.fate === 'deleted'),
  );
}

/** Inserts many; those that already exist are skipped. */
export async function insertTombstones(tx: Tx, tombstones: Tombstone[]): Promise<void> {
  for (let from = 0; from < tombstones.length; from += 1000) {
    await tx
      .insertInto('tombstones')
      .values(tombstones.slice(from, from + 1000))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

export function listTombstones(tx: Tx): Promise<Tombstone[]> {
  return tx.selectFrom('tombstones').selectAll().execute();
}

export async function existingTenants(tx: Tx, ids: string[]): Promise<string[]> {
  return (await allRows(tx, sql<{ id: string }>`select id from existing_tenants(${ids}) as id`)).map((row) => row.id);
}

export function findHold(tx: Tx, tenantId: string): Promise<Selectable<Database['legal_holds']> | undefined> {
  return tx.selectFrom('legal_holds').selectAll().where('tenant_id', '=', tenantId).executeTakeFirst();
}

/** Replaces the hold entirely, with a new version number. */
export async function putHold(
  tx: Tx,
  hold: { tenant_id: string; reason: string; placed_by: string; placed_by_email: string },
): Promise<void> {
  const anew = { placed_at: sql<Date>`now()`, version: sql<number>`nextval('legal_hold_versions')` };
  await tx
    .insertInto('legal_holds')
    .values(hold)
    .onConflict((conflict) => conflict.column('tenant_id').doUpdateSet({ ...hold, ...anew }))
    .execute();
}

export async function deleteHold(tx: Tx, tenantId: string): Promise<void> {
  await tx.deleteFrom('legal_holds').where('tenant_id', '=', tenantId).execute();
}

/** Locks a tenant against other changes of its hold and against the start of its purge, until this transaction ends. */
export async function lockTenantForOperator(tx: Tx, id: string): Promise<void> {
  await sql`select lock_tenant_for_operator(${id})`.execute(tx);
}

export function adminsOfPartner(tx: Tx, partnerId: string): Promise<{ id: string; email: string }[]> {
  return tx
    .selectFrom('users')
    .select(['id', 'email'])
    .where('partner_id', '=', partnerId)
    .where('role', '=', 'partner_admin')
    .orderBy('id')
    .execute();
}

export async function removeJob(tx: Tx, key: string): Promise<void> {
  await sql`select remove_job(${key})`.execute(tx);
}

/** Deletes the oldest expired lines of the ledger, at most one query's worth. Returns how many. */
export async function dropOldLedger(tx: Tx): Promise<number> {
  const ledger = sql<{ dropped: number }>`
    select drop_old_ledger(${LEDGER_MONTHS} * interval '1 month', ${ROWS_PER_QUERY}) as dropped`;
  return (await oneRow(tx, ledger)).dropped;
}

type OldBooks = { tenant_id: string; partner_id: string };

/** Purged tenants whose books have been kept for their years, in the order of their ids. */
export function tenantsWithOldBooks(tx: Tx, now: Date, after: string, atMost: number): Promise<OldBooks[]> {
  return allRows(tx, sql<OldBooks>`select * from tenants_with_old_books(${now}, ${after}, ${atMost})`);
}

/** What was deleted; undefined if the books have to be kept, or have already been deleted. */
export function deleteOldBooks(
  tx: Tx,
  tenantId: string,
  now: Date,
): Promise<{ invoices: number; credit_notes: number; payments: number } | undefined> {
  const query = sql<{
    invoices: number;
    credit_notes: number;
    payments: number;
  }>`select * from delete_old_books(${tenantId}, ${now})`;
  return firstRow(tx, query);
}
