import { type Insertable, type Selectable, sql, type Updateable } from 'kysely';
import type { Db, Tx } from '../platform/db/db.ts';
import { keyset, type SortColumn } from '../platform/db/keyset.ts';
import { lockByName } from '../platform/db/named-locks.ts';
import { PREPARED } from '../platform/db/prepared-statements.ts';
import { firstRow, oneRow } from '../platform/db/rows.ts';
import type { Database } from '../platform/db/schema.ts';
import type { SortedPage } from '../platform/http/paging.ts';
import type { Mode } from '../platform/values/mode.ts';
import type { TenantStatus } from '../status/contract.ts';

export type KeyRow = Selectable<Database['api_keys']> & {
  /** null: all tenants */
  tenant_ids: string[] | null;
  expired: boolean;
  maker_is_admin: boolean;
};

export const SORTS = {
  name: { by: sql`name collate "und-x-icu"`, type: 'text', of: (row) => row.name },
  createdAt: { by: sql`created_at`, type: 'timestamptz', of: (row) => row.created_at.toISOString() },
} as const satisfies Record<string, SortColumn<KeyRow>>;

/** The partner’s keys, or a tenant’s own. */
export type KeyOwner = { partnerId: string; tenantId: string | null };
/** The transaction's context contains the partner. */
type OwnKeys = Pick<KeyOwner, 'tenantId'>;

const ownedBy = ({ tenantId }: OwnKeys) => sql<boolean>`api_keys.tenant_id is not distinct from ${tenantId}::uuid`;

const keys = (tx: Tx, owner: OwnKeys) =>
  tx
    .selectFrom('api_keys')
    .where(ownedBy(owner))
    .selectAll()
    .select([
      sql<boolean>`coalesce(expires_at <= now(), false)`.as('expired'),
      sql<string[] | null>`case when not all_tenants then
        array(select t.tenant_id from api_key_tenants t where t.key_id = api_keys.id order by t.tenant_id) end`.as(
        'tenant_ids',
      ),
      sql<boolean>`exists (select from users u where u.id = made_by
        and case when api_keys.tenant_id is null then u.partner_id = api_keys.partner_id and u.role = 'partner_admin'
          else u.tenant_id = api_keys.tenant_id and u.role = 'tenant_admin' end)`.as('maker_is_admin'),
    ]);

export function listKeys(
  tx: Tx,
  owner: OwnKeys,
  { sort, descending, after, limit }: SortedPage<keyof typeof SORTS>,
): Promise<KeyRow[]> {
  const { rows, order } = keyset(SORTS[sort], descending, after, sql`id`);
  return keys(tx, owner)
    .where(rows)
    .orderBy(sql`${order}`)
    .limit(limit + 1)
    .execute();
}

export async function countKeys(tx: Tx, owner: OwnKeys): Promise<number> {
  const query = tx
    .selectFrom('api_keys')
    .where(ownedBy(owner))
    .select(sql<number>`count(*)::int`.as('n'));
  return (await query.executeTakeFirstOrThrow()).n;
}

export function findKey(tx: Tx, owner: KeyOwner, id: string): Promise<KeyRow | undefined> {
  return keys(tx, owner).where('id', '=', id).executeTakeFirst();
}

/** Serializes changes to the keys of a partner and its tenants. */
export async function lockKeys(tx: Tx, partnerId: string): Promise<void> {
  await lockByName(tx, `API keys of ${partnerId}`);
}

export async function insertKey(tx: Tx, key: Insertable<Database['api_keys']>): Promise<void> {
  await tx.insertInto('api_keys').values(key).execute();
}

export async function updateKey(tx: Tx, id: string, patch: Updateable<Database['api_keys']>): Promise<void> {
  await tx
    .updateTable('api_keys')
    .set({ ...patch, version: sql<number>`version + 1` })
    .where('id', '=', id)
    .execute();
}

export async function deleteKey(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('api_keys').where('id', '=', id).execute();
}

export async function setTenants(tx: Tx, partnerId: string, id: string, tenantIds: readonly string[]): Promise<void> {
  await tx.deleteFrom('api_key_tenants').where('key_id', '=', id).execute();
  if (tenantIds.length === 0) return;
  const rows = tenantIds.map((tenant_id) => ({ key_id: id, partner_id: partnerId, tenant_id }));
  await tx.insertInto('api_key_tenants').values(rows).execute();
}

export type FoundKey = {
  id: string;
  name: string;
  partner_id: string;
  partner_name: string;
  /** null: the partner’s key */
  tenant: { id: string; name: string; status: TenantStatus } | null;
  scopes: string[];
  tenants: string[] | null;
  addresses: string[];
  requests_per_minute: number;
  /** a tenant’s own key, which the partner no longer allows */
  stopped: boolean;
  unseen: boolean;
  mode: Mode;
  expires_at: Date | null;
};

/** The key with this hash, unless it has expired or was revoked. */
export async function readKey(db: Db, hash: Buffer): Promise<FoundKey | null> {
  const query = sql<FoundKey>`${PREPARED}select id, name, partner_id, partner_name, tenant, scopes, tenants,
    addresses, requests_per_minute, stopped, unseen, mode, expires_at from read_api_key(${hash})`;
  return (await firstRow(db, query)) ?? null;
}

export async function touchKey(db: Db, hash: Buffer, ip: string): Promise<void> {
  await sql`select touch_api_key(${hash}, ${ip})`.execute(db);
}

export type Taken = {
  granted: number;
  /** by all processes together */
  taken: number;
};

export const takeRequests = (db: Db, keyId: string, wanted: number, most: number): Promise<Taken> =>
  oneRow(db, sql<Taken>`select granted, taken from take_requests(${keyId}, ${wanted}, ${most})`);
