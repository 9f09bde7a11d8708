import { sql } from 'kysely';
import type { Tx } from '../platform/db/db.ts';
import { isPrepared } from '../platform/db/prepared-statements.ts';
import { cursorBy, keyset, type SortColumn } from '../platform/db/keyset.ts';
import { DEFAULT_PAGE_SIZE, type SortedPage } from '../platform/http/paging.ts';
import { digitsOf, searchWords } from '../platform/db/search.ts';
import type { TenantSort } from './contract.ts';
import { TENANT_STATUSES, type TenantStatus } from '../status/contract.ts';
import { type TenantRow } from './sql.ts';
import { oneRow } from '../platform/db/one-row.ts';

/** Listed individually, because a prepared plan becomes invalid when the meaning of `*` changes. */
const COLUMNS = [
  'id',
  'name',
  'sip_prefix',
  'status',
  'was_active',
  'suspension_reasons',
  'operator_reasons',
  'billing_email',
  'default_cnam',
  'timezone',
  'billing_profile_id',
  'e911_address',
  'users_count',
  'dids_count',
  'extensions_count',
  'created_at',
  'cancelled_at',
  'purge_at',
  'defaults_version',
  'version',
] as const satisfies (keyof TenantRow)[];

/** The columns that the API shows. */
export type ListedTenant = Pick<TenantRow, (typeof COLUMNS)[number]>;

const SORTS = {
  name: { by: sql`name collate "und-x-icu"`, type: 'text', of: (row) => row.name },
  sipPrefix: { by: sql`sip_prefix`, type: 'text', of: (row) => row.sip_prefix },
  status: { by: sql`status`, type: 'text', of: (row) => row.status },
  usersCount: { by: sql`users_count`, type: 'integer', of: (row) => String(row.users_count) },
  didsCount: { by: sql`dids_count`, type: 'integer', of: (row) => String(row.dids_count) },
  extensionsCount: { by: sql`extensions_count`, type: 'integer', of: (row) => String(row.extensions_count) },
  createdAt: { by: sql`created_at`, type: 'timestamptz', of: (row) => row.created_at.toISOString() },
} as const satisfies Record<TenantSort, SortColumn<ListedTenant>>;

export const cursorOf = (sort: TenantSort) => cursorBy<ListedTenant>(SORTS[sort]);

export type ListQuery = {
  partnerId: string;
  search: string | undefined;
  statuses: TenantStatus[];
} & SortedPage<TenantSort>;

/** True for the common query, of which there are few variants, and whose plan uses an index for all parameter values. So it is prepared. */
const isCommonQuery = ({ search, statuses, limit }: ListQuery): boolean =>
  !search && someOf(statuses) === null && limit === DEFAULT_PAGE_SIZE;

/**
 * A sorted page of tenants, plus one row that shows whether another page follows. A search runs as `searcher`, whose policy lets it use
 * the trigram index; it plans better when it knows the number of results (`found`).
 */
export async function listTenants(tx: Tx, query: ListQuery, found: number | null = null): Promise<ListedTenant[]> {
  const { partnerId, search, statuses, sort, descending, after, limit } = query;
  const place = keyset(SORTS[sort], descending, after, sql`id`);
  const some = someOf(statuses);
  const from = search
    ? sql`search_tenants(${partnerId}, ${searchWords(search)}, ${digitsOf(search)}, ${some}, ${sort}, ${descending}, ${after?.key ?? null}::text, ${after?.id ?? null}::uuid,
        ${limit + 1}, ${found})`
    : sql`tenants where partner_id = ${partnerId} ${some ? sql`and status = any(${some})` : sql``} and ${place.rows}`;
  const [before, atMost] = isCommonQuery(query) ? [isPrepared, sql.lit(limit + 1)] : [sql``, limit + 1];
  const { rows } = await sql<ListedTenant>`${before}select ${sql.raw(COLUMNS.join(', '))}
    from ${from} order by ${place.order} limit ${atMost}`.execute(tx);
  return rows;
}

/** The number of tenants in all pages of a list. */
export async function countTenants(
  tx: Tx,
  { partnerId, search, statuses }: Pick<ListQuery, 'partnerId' | 'search' | 'statuses'>,
): Promise<number> {
  if (!search) {
    const counts = await tenantCounts(tx, partnerId);
    return statuses.reduce((sum, status) => sum + counts[status], 0);
  }
  const { n } = await oneRow(
    tx,
    sql<{
      n: number;
    }>`select count_found_tenants(${partnerId}, ${searchWords(search)}, ${digitsOf(search)}, ${someOf(statuses)}) as n`,
  );
  return n;
}

/** Null if the filter includes every status. */
const someOf = (statuses: TenantStatus[]) => (statuses.length < TENANT_STATUSES.length ? statuses : null);

export async function tenantCounts(tx: Tx, partnerId: string): Promise<Record<TenantStatus, number>> {
  const rows = await tx
    .selectFrom('tenant_counts')
    .modifyFront(isPrepared)
    .select(['status', 'tenants'])
    .where('partner_id', '=', partnerId)
    .execute();
  const count = (status: TenantStatus) => rows.find((row) => row.status === status)?.tenants ?? 0;
  return {
    TRIAL: count('TRIAL'),
    ACTIVE: count('ACTIVE'),
    SUSPENDED: count('SUSPENDED'),
    CANCELLED: count('CANCELLED'),
  };
}
