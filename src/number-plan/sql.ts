import { sql } from 'kysely';
import type { Tx } from '../platform/db/db.ts';
import { keyset, type SortColumn } from '../platform/db/keyset.ts';
import { allRows, firstRow, oneRow } from '../platform/db/rows.ts';
import { hasWords, textOf } from '../platform/db/search.ts';
import type { SortedPage } from '../platform/http/paging.ts';
import type { DirectoryEntry } from './contract.ts';

/** The holder of an internal number. A new kind of object with a number is a new line here. */
export function holderOf(
  tx: Tx,
  tenantId: string,
  number: string,
): Promise<{ kind: string; name: string } | undefined> {
  const query = sql<{ kind: string; name: string }>`
    select 'extension' as kind, name from extensions where tenant_id = ${tenantId} and number = ${number}
    union all select 'group', name from ring_groups where tenant_id = ${tenantId} and number = ${number}
    union all select 'mailbox', name from mailboxes where tenant_id = ${tenantId} and number = ${number}
    union all select 'call flow', name from flows where tenant_id = ${tenantId} and number = ${number}`;
  return firstRow(tx, query);
}

export const SORTS = {
  // at most 7 digits, sorted as numbers
  number: { by: sql`d.number::integer`, type: 'integer', of: (row) => row.number },
  name: { by: sql`d.name collate "und-x-icu"`, type: 'text', of: (row) => row.name },
} as const satisfies Record<string, SortColumn<DirectoryEntry>>;

/** Mailboxes and flows are left out, because the directory is for calling people. */
const entries = (search: string | undefined) => sql`(
  select * from (
    select id, 'extension' as kind, number, name from extensions where tenant_id = ctx_tenant()
    union all select id, 'group', number, name from ring_groups where tenant_id = ctx_tenant()) e
  where ${search ? hasWords(textOf('e.number', 'e.name'), search) : sql`true`}) d`;

export function listEntries(
  tx: Tx,
  query: { search: string | undefined } & SortedPage<keyof typeof SORTS>,
): Promise<DirectoryEntry[]> {
  const { rows: place, order } = keyset(SORTS[query.sort], query.descending, query.after, sql`d.id`);
  const statement = sql<DirectoryEntry>`select d.* from ${entries(query.search)} where ${place}
    order by ${order} limit ${query.limit + 1}`;
  return allRows(tx, statement);
}

export async function countEntries(tx: Tx, search: string | undefined): Promise<number> {
  return (await oneRow(tx, sql<{ n: number }>`select count(*)::int as n from ${entries(search)}`)).n;
}
