import { type RawBuilder, type Selectable, sql } from 'kysely';
import type { z } from 'zod';
import type { Db, Tx } from '../platform/db/db.ts';
import { keyset, type SortColumn } from '../platform/db/keyset.ts';
import { PREPARED } from '../platform/db/prepared-statements.ts';
import { allRows, oneRow } from '../platform/db/rows.ts';
import type { Database } from '../platform/db/schema.ts';
import type { Page } from '../platform/http/paging.ts';
import { type ApiRequestQuery, MAX_COUNTED, RETENTION_DAYS } from './contract.ts';

type Table = Database['api_requests'];
export type RequestRow = Selectable<Table> & { key_name: string | null };
/** The parameter of `record_api_requests`. `partner_id`: null for a tenant's own key. */
export type NewRequest = Omit<Selectable<Table>, 'slot' | 'at' | 'partner_id'> & {
  partner_id: string | null;
  at: string;
};

export const BY_TIME = {
  by: sql`r.at`,
  type: 'timestamptz',
  of: (row) => row.at.toISOString(),
} as const satisfies SortColumn<RequestRow>;

/** `by`: whose programs sent the requests. */
export type RequestFilter = Pick<z.output<typeof ApiRequestQuery>, 'keyId' | 'id' | 'result'> & {
  by: 'partner' | 'tenant';
};

const RESULTS: Record<NonNullable<RequestFilter['result']>, RawBuilder<boolean>> = {
  ok: sql`r.status < 400`,
  refused: sql`r.status between 400 and 499`,
  failed: sql`r.status >= 500`,
};

const matching = ({ by, keyId, id, result }: RequestFilter) =>
  sql.join(
    [
      by === 'tenant' ? sql`r.by_tenant` : sql`not r.by_tenant`,
      sql`r.at > now() - make_interval(days => ${RETENTION_DAYS})`,
      ...(keyId ? [sql`r.key_id = ${keyId}`] : []),
      ...(id ? [sql`r.id = ${id}`] : []),
      ...(result ? [RESULTS[result]] : []),
    ],
    sql` and `,
  );

export function listRequests(tx: Tx, filter: RequestFilter, page: Page): Promise<RequestRow[]> {
  const { rows: place, order } = keyset(BY_TIME, page.descending, page.after, sql`r.id`);
  const query = sql<RequestRow>`select r.*, (select k.name from api_keys k where k.id = r.key_id) as key_name
    from api_requests r where ${matching(filter)} and ${place} order by ${order} limit ${page.limit + 1}`;
  return allRows(tx, query);
}

export async function countRequests(tx: Tx, filter: RequestFilter): Promise<number> {
  const counted = sql<{ n: number }>`select count(*)::int as n from
    (select from api_requests r where ${matching(filter)} limit ${MAX_COUNTED}) counted`;
  return (await oneRow(tx, counted)).n;
}

export async function recordRequests(db: Db, requests: readonly NewRequest[]): Promise<void> {
  await sql`${PREPARED}select record_api_requests(${JSON.stringify(requests)}::jsonb)`.execute(db);
}

export async function emptyNextDay(tx: Tx): Promise<void> {
  await sql`select empty_next_day_of_api_requests()`.execute(tx);
}
