import { type Selectable, sql } from 'kysely';
import type { Tx } from '../platform/db/db.ts';
import { isPrepared } from '../platform/db/prepared-statements.ts';
import { keyset, type SortColumn } from '../platform/db/keyset.ts';
import { type Cursor, DEFAULT_PAGE_SIZE } from '../platform/http/paging.ts';
import type { Database } from '../platform/db/schema.ts';
import { digitsOf, searchWords } from '../platform/db/search.ts';
import type { SuspensionBehavior, TenantSort } from './contract.ts';
import { type SuspensionReason, TENANT_STATUSES, type TenantStatus } from '../status/contract.ts';
import { type Reasons, statusesThatPermit } from '../status/rules.ts';

export type TenantRow = Selectable<Database['tenants']>;

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

export const cursorOf =
  (sort: TenantSort) =>
  (row: ListedTenant): Cursor => ({ key: SORTS[sort].of(row), id: row.id });

export type ListQuery = {
  partnerId: string;
  search: string | undefined;
  statuses: TenantStatus[];
  sort: TenantSort;
  descending: boolean;
  after: Cursor | null;
  limit: number;
};

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
  const { rows } = await sql<{
    n: number;
  }>`select count_found_tenants(${partnerId}, ${searchWords(search)}, ${digitsOf(search)}, ${someOf(statuses)}) as n`.execute(
    tx,
  );
  return rows[0]!.n;
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
  return Object.fromEntries(
    TENANT_STATUSES.map((status) => [status, rows.find((row) => row.status === status)?.tenants ?? 0]),
  ) as Record<TenantStatus, number>;
}

export function findTenant(tx: Tx, id: string): Promise<TenantRow | undefined> {
  return tx.selectFrom('tenants').selectAll().where('id', '=', id).executeTakeFirst();
}

/** Waits for admissions in progress, and blocks new ones until this transaction ends: see calls/sql.ts. */
export function lockTenant(tx: Tx, id: string): Promise<TenantRow | undefined> {
  return tx.selectFrom('tenants').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

/** Skips prefixes that are or ever were in use. Returns how many were inserted. */
export async function insertPrefixes(tx: Tx, prefixes: { prefix: string; tenant_id: string }[]): Promise<number> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('sip_prefixes')
    .values(prefixes)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return Number(numInsertedOrUpdatedRows ?? 0n);
}

export async function prefixIsTaken(tx: Tx, prefix: string): Promise<boolean> {
  const { rows } = await sql<{ taken: boolean }>`select prefix_is_taken(${prefix}) as taken`.execute(tx);
  return rows[0]!.taken;
}

export type NewTenant = Pick<
  TenantRow,
  | 'id'
  | 'partner_id'
  | 'name'
  | 'sip_prefix'
  | 'status'
  | 'was_active'
  | 'suspension_reasons'
  | 'billing_email'
  | 'default_cnam'
  | 'timezone'
  | 'billing_profile_id'
  | 'defaults_version'
> & { e911_address: string | null };

export function insertTenant(tx: Tx, tenant: NewTenant): Promise<TenantRow> {
  return tx.insertInto('tenants').values(tenant).returningAll().executeTakeFirstOrThrow();
}

export type TenantChange = Partial<
  Pick<
    TenantRow,
    | 'name'
    | 'billing_email'
    | 'default_cnam'
    | 'timezone'
    | 'billing_profile_id'
    | 'status'
    | 'was_active'
    | 'suspension_reasons'
    | 'operator_reasons'
    | 'cancelled_at'
    | 'purge_at'
  >
> & { e911_address?: string | null };

export function updateTenant(tx: Tx, id: string, change: TenantChange): Promise<TenantRow> {
  return tx
    .updateTable('tenants')
    .set({ ...change, version: sql<number>`version + 1` })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

export type SuspensionRow = Selectable<Database['suspensions']>;

/** Replaces an earlier row of the same reason. */
export async function putSuspension(tx: Tx, row: Omit<SuspensionRow, 'at'>): Promise<void> {
  const { tenant_id, by_operator, reason, ...why } = row;
  await sql`insert into suspensions (tenant_id, by_operator, reason, note, actor_id, actor_email, actor_role)
    values (${tenant_id}, ${by_operator}, ${reason}, ${why.note}, ${why.actor_id}, ${why.actor_email}, ${why.actor_role})
    on conflict (tenant_id, by_operator, reason) do update set note = excluded.note, actor_id = excluded.actor_id,
      actor_email = excluded.actor_email, actor_role = excluded.actor_role, at = now()`.execute(tx);
}

export async function saveSuspensions(tx: Tx, tenantId: string, left: Reasons): Promise<void> {
  await sql`delete from suspensions where tenant_id = ${tenantId}
    and reason <> all(case when by_operator then ${left.operator}::text[] else ${left.own}::text[] end)`.execute(tx);
}

/** Those visible to the transaction: the operator sees its own, a partner those of its tenant. */
export function listSuspensions(tx: Tx, tenantId: string): Promise<SuspensionRow[]> {
  const query = tx.selectFrom('suspensions').selectAll().where('tenant_id', '=', tenantId);
  return query.orderBy('at').orderBy('by_operator').orderBy('reason').execute();
}

/** On this notification call control ends the tenant's calls. It also checks after every reconnect, so a lost notification does no harm. */
export async function notifyStatus(tx: Tx, tenantId: string, status: TenantStatus): Promise<void> {
  await sql`select pg_notify('tenant_status', ${JSON.stringify({ tenantId, status })})`.execute(tx);
}

/** In one row, because a big tenant has ten thousand. */
export async function extensionNumbers(tx: Tx, tenantId: string): Promise<string[]> {
  const { rows } = await sql<{ numbers: string[] }>`
    select coalesce(json_agg(number order by number collate "C"), '[]') as numbers from extensions where tenant_id = ${tenantId}`.execute(
    tx,
  );
  return rows[0]!.numbers;
}

export type Footprint = { registeredPhones: number; liveCalls: number; callsToEnd: number };

/** Registered phones, calls in progress, and those calls that a change of status ends: nothing ends an emergency call. */
export async function footprint(tx: Tx, tenantId: string): Promise<Footprint> {
  const { rows } = await sql<Footprint>`select
    (select count(distinct endpoint collate "C")::int from asterisk.ps_contacts where tenant_id = ${tenantId}
      and expiration_time > extract(epoch from now())) as "registeredPhones",
    count(*)::int as "liveCalls", (count(*) filter (where not emergency))::int as "callsToEnd"
    from live_calls where tenant_id = ${tenantId}`.execute(tx);
  return rows[0]!;
}

/** Locks the profile against deletion until this transaction ends. */
export function hasBillingProfile(tx: Tx, id: string): Promise<{ id: string } | undefined> {
  return tx.selectFrom('billing_profiles').select('id').where('id', '=', id).forKeyShare().executeTakeFirst();
}

export function findDefaults(tx: Tx, partnerId: string): Promise<Selectable<Database['tenant_defaults']> | undefined> {
  return tx.selectFrom('tenant_defaults').selectAll().where('partner_id', '=', partnerId).executeTakeFirst();
}

/** Serializes saves of the defaults. It locks the partner because the defaults' own row may not exist yet. */
export async function lockDefaults(tx: Tx, partnerId: string): Promise<void> {
  await tx.selectFrom('partners').select('id').where('id', '=', partnerId).forNoKeyUpdate().execute();
}

type DefaultsFields = {
  timezone: string;
  defaultCnam: string;
  suspensionBehavior: SuspensionBehavior;
  defaultBillingProfileId: string | null;
  defaultLimits: unknown;
  outboundPermissions: unknown;
};

export async function upsertDefaults(tx: Tx, partnerId: string, fields: DefaultsFields): Promise<void> {
  const row = {
    timezone: fields.timezone,
    default_cnam: fields.defaultCnam,
    suspension_behavior: fields.suspensionBehavior,
    default_billing_profile_id: fields.defaultBillingProfileId,
    default_limits: JSON.stringify(fields.defaultLimits),
    outbound_permissions: JSON.stringify(fields.outboundPermissions),
  };
  await tx
    .insertInto('tenant_defaults')
    .values({ partner_id: partnerId, ...row })
    .onConflict((conflict) =>
      conflict.column('partner_id').doUpdateSet({ ...row, version: sql`tenant_defaults.version + 1` }),
    )
    .execute();
}

/** Unassigned numbers, and calls in progress of all the partner's tenants. A definer function counts the calls, because only their tenant sees them. */
export async function partnerCounts(tx: Tx, partnerId: string): Promise<{ numbersFree: number; liveCalls: number }> {
  const { rows } = await sql<{ free: number; calls: number }>`select
    (select count(*)::int from dids where partner_id = ${partnerId} and status = 'UNASSIGNED') as free,
    count_live_calls(${partnerId}) as calls`.execute(tx);
  return { numbersFree: rows[0]!.free, liveCalls: rows[0]!.calls };
}

/** Tenants to be purged within 14 days, and tenants without an address for 911 (`lacks911Address`): the first 20 of each, and the total of the latter. */
export async function needingAttention(tx: Tx, partnerId: string) {
  const of = tx.selectFrom('tenants').where('partner_id', '=', partnerId).limit(20);
  const soonPurged = await of
    .select(['id', 'name', 'purge_at'])
    .where('status', '=', 'CANCELLED')
    .where('purge_at', '<', sql<Date>`now() + interval '14 days'`)
    .orderBy('purge_at')
    .execute();
  const without911 = await of
    .select(['id', 'name', sql<number>`(count(*) over ())::int`.as('count')])
    .where('status', 'in', statusesThatPermit('emergency'))
    .where('e911_address', 'is', null)
    .where('extensions_count', '>', 0)
    .orderBy('id')
    .execute();
  return { soonPurged, without911, without911Count: without911[0]?.count ?? 0 };
}

export type OperatorTenantRow = {
  tenant_id: string;
  partner_id: string;
  sip_prefix: string;
  status: TenantStatus;
  suspension_reasons: SuspensionReason[];
  operator_reasons: SuspensionReason[];
  purge_at: Date | null;
  purge_started_at: Date | null;
};

export type FoundRow = {
  tenant_id: string;
  partner_id: string;
  partner_name: string;
  name: string;
  sip_prefix: string;
  status: TenantStatus;
};

/** Matching tenants of any partner, or the one with this id. Works only in the operator's context. */
export async function findForOperator(
  tx: Tx,
  what: { search: string } | { id: string },
  atMost: number,
): Promise<FoundRow[]> {
  const [words, digits, id] =
    'id' in what ? [[], null, what.id] : [searchWords(what.search), digitsOf(what.search), null];
  const { rows } = await sql<FoundRow>`select t.*, p.name as partner_name
    from find_tenants_for_operator(${words}, ${digits}, ${id}, ${atMost}) t join partners p on p.id = t.partner_id
    order by t.name collate "und-x-icu", t.tenant_id`.execute(tx);
  return rows;
}

export async function tenantForOperator(tx: Tx, id: string): Promise<OperatorTenantRow | undefined> {
  const { rows } = await sql<OperatorTenantRow>`select * from tenant_for_operator(${id})`.execute(tx);
  return rows[0];
}
