import { sql } from 'kysely';
import type { Tx } from '../platform/db/db.ts';
import { hasIntegrationData, isFiltered } from '../platform/db/integration-data.ts';
import { cursorBy, keyset, type SortColumn } from '../platform/db/keyset.ts';
import { PREPARED } from '../platform/db/prepared-statements.ts';
import { allRows, oneRow } from '../platform/db/rows.ts';
import { digitsOf, hasWords, searchWords } from '../platform/db/search.ts';
import { DEFAULT_PAGE_SIZE, type SortedPage } from '../platform/http/paging.ts';
import type { IntegrationFilter } from '../platform/values/integration-data.ts';
import { TENANT_STATUSES, type TenantStatus } from '../status/contract.ts';
import type { TenantSort } from './contract.ts';
import { shownColumns, type ShownTenant } from './sql.ts';

const SORTS = {
  name: { by: sql`name collate "und-x-icu"`, type: 'text', of: (row) => row.name },
  sipPrefix: { by: sql`sip_prefix`, type: 'text', of: (row) => row.sip_prefix },
  status: { by: sql`status`, type: 'text', of: (row) => row.status },
  usersCount: { by: sql`users_count`, type: 'integer', of: (row) => String(row.users_count) },
  didsCount: { by: sql`dids_count`, type: 'integer', of: (row) => String(row.dids_count) },
  extensionsCount: { by: sql`extensions_count`, type: 'integer', of: (row) => String(row.extensions_count) },
  createdAt: { by: sql`created_at`, type: 'timestamptz', of: (row) => row.created_at.toISOString() },
} as const satisfies Record<TenantSort, SortColumn<ShownTenant>>;

export const cursorOf = (sort: TenantSort) => cursorBy<ShownTenant>(SORTS[sort]);

export type ListQuery = {
  partnerId: string;
  search: string | undefined;
  statuses: TenantStatus[];
} & IntegrationFilter &
  SortedPage<TenantSort>;

/** True for the common query, of which there are few variants, and whose plan uses an index for all parameter values. So it is prepared. */
const isCommonQuery = ({ search, statuses, limit, ...data }: ListQuery): boolean =>
  !search && !isFiltered(data) && someOf(statuses) === null && limit === DEFAULT_PAGE_SIZE;

/**
 * A sorted page of tenants, plus one row that shows whether another page follows. A search runs as `searcher`, whose policy lets it use
 * the trigram index; it plans better when it knows the number of results (`matches`).
 */
export function listTenants(tx: Tx, query: ListQuery, matches: number | null = null): Promise<ShownTenant[]> {
  const { partnerId, search, statuses, sort, descending, after, limit } = query;
  // filters on external ids and metadata match few tenants, so the search needs no index
  const filtered = isFiltered(query);
  const place = keyset(SORTS[sort], descending, after, sql`id`);
  const some = someOf(statuses);
  const from =
    search && !filtered
      ? sql`search_tenants(${partnerId}, ${searchWords(search)}, ${digitsOf(search, null)}, ${some}, ${sort}, ${descending}, ${after?.key ?? null}::text, ${after?.id ?? null}::uuid,
        ${limit + 1}, ${matches})`
      : sql`tenants where ${filtered ? amongFiltered(query) : inStatus(query)} and ${place.rows}`;
  const [before, atMost] = isCommonQuery(query) ? [PREPARED, sql.lit(limit + 1)] : [sql``, limit + 1];
  const found = search && !filtered ? sql`search_tenants.id` : sql`tenants.id`;
  const statement = sql<ShownTenant>`${before}select ${shownColumns(found)}
    from ${from} order by ${place.order} limit ${atMost}`;
  return allRows(tx, statement);
}

type Choice = Pick<ListQuery, 'partnerId' | 'search' | 'statuses' | 'externalId' | 'metadata'>;

function inStatus({ partnerId, statuses }: Choice) {
  const some = someOf(statuses);
  return sql`partner_id = ${partnerId} ${some ? sql`and status = any(${some})` : sql``}`;
}

const amongFiltered = (choice: Choice) => sql`${inStatus(choice)}
  and ${hasIntegrationData('tenant', sql`tenants.id`, choice)} and ${choice.search ? matchesSearch(choice.search) : sql`true`}`;

/** Must match `search_tenants`. */
function matchesSearch(search: string) {
  const digits = digitsOf(search, null);
  const named = hasWords(sql`search_text`, search);
  if (digits === null) return named;
  return sql`(${named} or exists (select from dids d where d.tenant_id = tenants.id and d.number like ${`%${digits}%`}))`;
}

/** The number of tenants in all pages of a list. */
export async function countTenants(tx: Tx, query: Omit<ListQuery, keyof SortedPage<TenantSort>>): Promise<number> {
  const { partnerId, search, statuses } = query;
  if (isFiltered(query)) {
    const counted = sql<{ n: number }>`select count(*)::int as n from tenants where ${amongFiltered(query)}`;
    return (await oneRow(tx, counted)).n;
  }
  if (!search) {
    // `tenant_counts` doesn't include sandboxes
    const counted = sql<{ n: number }>`${PREPARED}select (
      coalesce((select sum(tenants) from tenant_counts where partner_id = ${partnerId} and status = any(${statuses})), 0)
      + (select count(*) from tenants where partner_id = ${partnerId} and sandbox and status = any(${statuses})))::int as n`;
    return (await oneRow(tx, counted)).n;
  }
  const { n } = await oneRow(
    tx,
    sql<{
      n: number;
    }>`select count_found_tenants(${partnerId}, ${searchWords(search)}, ${digitsOf(search, null)}, ${someOf(statuses)}) as n`,
  );
  return n;
}

/** Null if the filter includes every status. */
const someOf = (statuses: TenantStatus[]) => (statuses.length < TENANT_STATUSES.length ? statuses : null);

/** The counts by status, without sandboxes. */
export async function tenantCounts(tx: Tx, partnerId: string): Promise<Record<TenantStatus, number>> {
  const rows = await tx
    .selectFrom('tenant_counts')
    .modifyFront(PREPARED)
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
