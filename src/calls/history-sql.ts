import { type Selectable, sql } from 'kysely';
import type { Tx } from '../platform/db/db.ts';
import { keyset, type SortColumn } from '../platform/db/keyset.ts';
import type { Cursor } from '../platform/http/paging.ts';
import type { Database } from '../platform/db/schema.ts';
import { digitsOf } from '../platform/db/search.ts';
import type { CallRecord } from './contract.ts';

/** With the extension as it is now; null if it is no more. */
export type CallRecordRow = Selectable<Database['calls']> & { extension: CallRecord['extension'] };
export type Page = { descending: boolean; after: Cursor | null; limit: number };

export const BY_START = {
  by: sql`c.admitted_at`,
  type: 'timestamptz',
  of: (row) => row.admitted_at.toISOString(),
} as const satisfies SortColumn<CallRecordRow>;

export type CallFilter = {
  tenantId: string;
  search?: string | undefined;
  direction?: string | undefined;
  extensionId?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
};

/** Part of either number, however it is written; a search for anything else finds none. */
function matching({ tenantId, search, direction, extensionId, from, to }: CallFilter) {
  const digits = search && (digitsOf(search) ?? 'none');
  const conditions = [
    sql`c.tenant_id = ${tenantId}`,
    digits && sql`(position(${digits} in c.from_number) > 0 or position(${digits} in c.to_number) > 0)`,
    direction && sql`c.direction = ${direction}`,
    extensionId && sql`c.extension_id = ${extensionId}`,
    from && sql`c.admitted_at >= ${new Date(from)}`,
    to && sql`c.admitted_at < ${new Date(to)}`,
  ].filter((condition) => typeof condition === 'object');
  return sql.join(conditions, sql` and `);
}

export async function listCallRecords(tx: Tx, filter: CallFilter, page: Page): Promise<CallRecordRow[]> {
  const { rows: place, order } = keyset(BY_START, page.descending, page.after, sql`c.id`);
  const { rows } = await sql<CallRecordRow>`select c.*,
      (select json_build_object('id', e.id, 'number', e.number, 'name', e.name) from extensions e where e.id = c.extension_id) as extension
    from calls c where ${matching(filter)} and ${place} order by ${order} limit ${page.limit + 1}`.execute(tx);
  return rows;
}

export async function countCallRecords(tx: Tx, filter: CallFilter): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from calls c where ${matching(filter)}`.execute(
    tx,
  );
  return rows[0]?.n ?? 0;
}
