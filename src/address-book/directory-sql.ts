import { type Selectable, sql } from 'kysely';
import type { Db, Tx } from '../platform/db/db.ts';
import { allRows, firstRow } from '../platform/db/rows.ts';
import type { Database } from '../platform/db/schema.ts';
import type { TenantStatus } from '../status/contract.ts';
import type { DirectoryEntry } from './directory-formats.ts';

export type DirectoryRow = Selectable<Database['phone_directories']>;

export function findDirectory(tx: Tx, tenantId: string): Promise<DirectoryRow | undefined> {
  return tx.selectFrom('phone_directories').selectAll().where('tenant_id', '=', tenantId).executeTakeFirst();
}

export async function insertDirectory(
  tx: Tx,
  row: Pick<DirectoryRow, 'tenant_id' | 'secret_hash' | 'sealed_secret'>,
): Promise<void> {
  await tx.insertInto('phone_directories').values(row).execute();
}

export async function deleteDirectory(tx: Tx, tenantId: string): Promise<void> {
  await tx.deleteFrom('phone_directories').where('tenant_id', '=', tenantId).execute();
}

/** The tenant whose directory has this secret. Runs before the tenant, and so its context, is known. */
export function tenantOfDirectory(
  db: Db,
  hash: Buffer,
): Promise<{ tenantId: string; status: TenantStatus } | undefined> {
  const query = sql<{ tenantId: string; status: TenantStatus }>`
    select tenant_id as "tenantId", status from tenant_of_directory(${hash})`;
  return firstRow(db, query);
}

/** The extensions by number, then contacts by name up to the limit. */
export function directoryEntries(tx: Tx, tenantId: string, limit: number): Promise<DirectoryEntry[]> {
  const query = sql<DirectoryEntry>`
    with extension as (
      select e.name, e.number from extensions e where e.tenant_id = ${tenantId} order by e.number::integer limit ${limit}),
    contact as (
      select b.id, b.name, b.company from address_book b where b.tenant_id = ${tenantId}
      order by b.name collate "und-x-icu", b.id limit ${limit} - (select count(*) from extension))
    select e.name, '' as company, json_build_array(json_build_object('kind', 'extension', 'number', e.number)) as numbers
      from extension e
    union all
    select c.name, c.company, (select json_agg(json_build_object('kind', n.kind, 'number', n.number) order by n.position)
      from address_book_numbers n where n.tenant_id = ${tenantId} and n.contact_id = c.id) from contact c`;
  return allRows(tx, query);
}
