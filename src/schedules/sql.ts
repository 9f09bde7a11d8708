import { type Insertable, type RawBuilder, type Selectable, sql, type Updateable } from 'kysely';
import type { Tx } from '../platform/db/db.ts';
import { keyset, type SortColumn } from '../platform/db/keyset.ts';
import { PREPARED } from '../platform/db/prepared-statements.ts';
import { allRows, firstRow, oneRow } from '../platform/db/rows.ts';
import type { Database } from '../platform/db/schema.ts';
import { hasWords, textOf } from '../platform/db/search.ts';
import type { SortedPage } from '../platform/http/paging.ts';

type Table = Database['schedules'];
/** `zone`: the tenant's current time zone. */
export type ScheduleRow = Selectable<Table> & { zone: string };

const withZone = (rows: RawBuilder<unknown>) =>
  sql`select s.id, s.tenant_id, s.name, s.code, s.week, s.holidays, s.override_open, s.override_until, s.version, s.created_at,
    t.timezone as zone from ${rows} s join tenants t on t.id = s.tenant_id`;

export const SORTS = {
  name: { by: sql`s.name collate "und-x-icu"`, type: 'text', of: (row) => row.name },
  createdAt: { by: sql`s.created_at`, type: 'timestamptz', of: (row) => row.created_at.toISOString() },
} as const satisfies Record<string, SortColumn<ScheduleRow>>;

const matching = (search: string | undefined) => (search ? hasWords(textOf('s.name'), search) : sql`true`);

export function listSchedules(
  tx: Tx,
  query: { search: string | undefined } & SortedPage<keyof typeof SORTS>,
): Promise<ScheduleRow[]> {
  const { rows: place, order } = keyset(SORTS[query.sort], query.descending, query.after, sql`s.id`);
  const page = sql`(select * from schedules s where ${matching(query.search)} and ${place} order by ${order} limit ${query.limit + 1})`;
  return allRows(tx, sql<ScheduleRow>`${withZone(page)} order by ${order}`);
}

export async function countSchedules(tx: Tx, search?: string): Promise<number> {
  return (await oneRow(tx, sql<{ n: number }>`select count(*)::int as n from schedules s where ${matching(search)}`)).n;
}

/** The tenant's own ones of these schedules, in one statement. */
export function schedulesAmong(tx: Tx, tenantId: string, ids: readonly string[]): Promise<ScheduleRow[]> {
  const among = sql`schedules`;
  const query = sql<ScheduleRow>`${PREPARED}${withZone(among)} where s.tenant_id = ${tenantId} and s.id = any(${ids}::uuid[])`;
  return allRows(tx, query);
}

export async function findSchedule(tx: Tx, id: string): Promise<ScheduleRow | null> {
  return (await firstRow(tx, sql<ScheduleRow>`${withZone(sql`schedules`)} where s.id = ${id}`)) ?? null;
}

export async function idOfCode(tx: Tx, tenantId: string, code: string): Promise<string | null> {
  const query = tx.selectFrom('schedules').select('id').where('tenant_id', '=', tenantId).where('code', '=', code);
  return (await query.executeTakeFirst())?.id ?? null;
}

export async function insertSchedule(tx: Tx, row: Insertable<Table>): Promise<void> {
  await tx.insertInto('schedules').values(row).execute();
}

export async function updateSchedule(tx: Tx, id: string, change: Updateable<Table>): Promise<void> {
  await tx
    .updateTable('schedules')
    .set({ ...change, version: sql<number>`version + 1` })
    .where('id', '=', id)
    .execute();
}

export async function deleteSchedule(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('schedules').where('id', '=', id).execute();
}
