import { type Selectable, sql } from 'kysely';
import type { FraudRule } from '../fraud/contract.ts';
import type { Tx } from '../platform/db/db.ts';
import type { Owner } from '../platform/db/events.ts';
import { keyset, type SortColumn } from '../platform/db/keyset.ts';
import { allRows } from '../platform/db/rows.ts';
import type { Database } from '../platform/db/schema.ts';
import { hasWords, textOf } from '../platform/db/search.ts';
import type { Page } from '../platform/http/paging.ts';
import type { TenantStatus } from '../status/contract.ts';
import { type CycleFigures, figuresOf } from './usage-sql.ts';

type Table = Database['tenant_limits'];
export type LimitsRow = Selectable<Table>;
export type LimitValues = Omit<LimitsRow, 'tenant_id' | 'partner_id' | 'version'>;

export async function insertLimits(tx: Tx, tenant: Owner, values: LimitValues): Promise<void> {
  await tx
    .insertInto('tenant_limits')
    .values({ tenant_id: tenant.id, partner_id: tenant.partnerId, ...values })
    .execute();
}

export function findLimits(tx: Tx, tenantId: string): Promise<LimitsRow | undefined> {
  return tx.selectFrom('tenant_limits').selectAll().where('tenant_id', '=', tenantId).executeTakeFirst();
}

/** The current row, locked until this transaction ends. */
export function lockLimits(tx: Tx, tenantId: string): Promise<LimitsRow | undefined> {
  return tx.selectFrom('tenant_limits').selectAll().where('tenant_id', '=', tenantId).forUpdate().executeTakeFirst();
}

export function updateLimits(tx: Tx, tenantId: string, values: LimitValues): Promise<LimitsRow> {
  const update = tx.updateTable('tenant_limits').set({ ...values, version: sql<number>`version + 1` });
  return update.where('tenant_id', '=', tenantId).returningAll().executeTakeFirstOrThrow();
}

export type Counts = {
  extensions: number;
  dids: number;
  sandbox: boolean;
  max_extensions: number | null;
  max_dids: number | null;
};

/** How many extensions and numbers the tenant has and may have. The caller has locked the tenant's row, so the counts hold until the commit. */
export const countsOf = (tx: Tx, tenantId: string): Promise<Counts> =>
  tx
    .selectFrom('tenants as t')
    .leftJoin('tenant_limits as l', 'l.tenant_id', 't.id')
    .select(['t.extensions_count as extensions', 't.dids_count as dids', 't.sandbox', 'l.max_extensions', 'l.max_dids'])
    .where('t.id', '=', tenantId)
    .executeTakeFirstOrThrow();

export type InUseRow = LimitsRow & {
  name: string;
  status: TenantStatus;
  extensions: number;
  dids: number;
  was_active: boolean;
  figures: CycleFigures | null;
  fraud_blocks: FraudRule[];
};

export const BY_NAME: SortColumn<InUseRow> = {
  by: sql`t.name collate "und-x-icu"`,
  type: 'text',
  of: (row) => row.name,
};

/** Searches words of the name and the SIP prefix. */
const matchesName = (search: string | undefined) =>
  search ? hasWords(textOf('t.name', 't.sip_prefix'), search) : sql<boolean>`true`;

export function listInUse(tx: Tx, search: string | undefined, query: Page, at: Date): Promise<InUseRow[]> {
  const { rows, order } = keyset(BY_NAME, query.descending, query.after, sql`t.id`);
  return (
    tx
      .selectFrom('tenant_limits as l')
      .innerJoin('tenants as t', 't.id', 'l.tenant_id')
      .selectAll('l')
      .select(['t.name', 't.status', 't.extensions_count as extensions', 't.dids_count as dids', 't.was_active'])
      .select(figuresOf(sql`t.id`, at).as('figures'))
      .select(
        sql<
          FraudRule[]
        >`array(select f.rule from fraud_trips f where f.tenant_id = t.id and f.action = 'block' and f.lifted_at is null order by f.rule)`.as(
          'fraud_blocks',
        ),
      )
      // a sandbox spends nothing
      .where('t.sandbox', '=', false)
      .where(matchesName(search))
      .where(rows)
      .orderBy(sql`${order}`)
      .limit(query.limit + 1)
      .execute()
  );
}

export async function countInUse(tx: Tx, search: string | undefined): Promise<number> {
  const query = tx.selectFrom('tenant_limits as l').innerJoin('tenants as t', 't.id', 'l.tenant_id');
  const { n } = await query
    .select(sql<number>`count(*)::int`.as('n'))
    .where('t.sandbox', '=', false)
    .where(matchesName(search))
    .executeTakeFirstOrThrow();
  return n;
}

export type OverLimitRow = {
  id: string;
  name: string;
  extensions: number;
  dids: number;
  max_extensions: number | null;
  max_dids: number | null;
  count: number;
};

/** The first 20, by name, of the partner's tenants at or above an alert threshold. Each row's `count` is the total. */
export function overLimit(tx: Tx, partnerId: string, statuses: string[]): Promise<OverLimitRow[]> {
  const query = sql<OverLimitRow>`
    select t.*, l.max_extensions, l.max_dids from (
      select id, name, extensions_count as extensions, dids_count as dids, (count(*) over ())::int as count from tenants
      where partner_id = ${partnerId} and status = any(${statuses})
        and (extensions_count >= extensions_alert or dids_count >= dids_alert)
      order by name collate "und-x-icu", id limit 20
    ) t join tenant_limits l on l.tenant_id = t.id
    order by t.name collate "und-x-icu", t.id`;
  return allRows(tx, query);
}
