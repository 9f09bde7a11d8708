import { type Selectable, sql } from 'kysely';
import type { Tx } from '../platform/db/db.ts';
import { integrationDataOf } from '../platform/db/integration-data.ts';
import { PREPARED } from '../platform/db/prepared-statements.ts';
import { firstRow, oneRow } from '../platform/db/rows.ts';
import type { Database } from '../platform/db/schema.ts';
import type { IntegrationData } from '../platform/values/integration-data.ts';
import type { TenantStatus } from '../status/contract.ts';

export type TenantRow = Selectable<Database['tenants']> & { integration: IntegrationData | null };

/** Listed individually, because a prepared plan becomes invalid when the meaning of `*` changes. */
const SHOWN_COLUMNS = [
  'id',
  'name',
  'sip_prefix',
  'sandbox',
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
export type ShownTenant = Pick<TenantRow, (typeof SHOWN_COLUMNS)[number] | 'integration'>;

/** The same columns for a SQL statement. `id`: the tenant's id, if plain `id` would be ambiguous. */
export const shownColumns = (id = sql`tenants.id`) =>
  sql`${sql.raw(SHOWN_COLUMNS.join(', '))}, ${integrationDataOf(id)} as integration`;

const integration = () => integrationDataOf(sql`tenants.id`).as('integration');

export function findTenant(tx: Tx, id: string): Promise<ShownTenant | undefined> {
  return firstRow(tx, sql<ShownTenant>`${PREPARED}select ${shownColumns()} from tenants where id = ${id}`);
}

/** Waits for admissions in progress, and blocks new ones until this transaction ends: see calls/sql.ts. */
export function lockTenant(tx: Tx, id: string): Promise<TenantRow | undefined> {
  return tx.selectFrom('tenants').selectAll().select(integration()).where('id', '=', id).forUpdate().executeTakeFirst();
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
  const { taken } = await oneRow(tx, sql<{ taken: boolean }>`select prefix_is_taken(${prefix}) as taken`);
  return taken;
}

export type NewTenant = Pick<
  TenantRow,
  | 'id'
  | 'partner_id'
  | 'name'
  | 'sip_prefix'
  | 'sandbox'
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
  return tx.insertInto('tenants').values(tenant).returningAll().returning(integration()).executeTakeFirstOrThrow();
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
    .returning(integration())
    .executeTakeFirstOrThrow();
}

/** On this notification call control ends the tenant's calls. It also checks after every reconnect, so a lost notification does no harm. */
export async function notifyStatus(tx: Tx, tenantId: string, status: TenantStatus): Promise<void> {
  await sql`select pg_notify('tenant_status', ${JSON.stringify({ tenantId, status })})`.execute(tx);
}

/** Locks the profile against deletion until this transaction ends. */
export function findBillingProfile(tx: Tx, id: string): Promise<{ currency: string } | undefined> {
  return tx.selectFrom('billing_profiles').select('currency').where('id', '=', id).forKeyShare().executeTakeFirst();
}
