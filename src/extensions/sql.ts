import { type Insertable, type RawBuilder, type Selectable, sql, type Updateable } from 'kysely';
import type { Db, Tx } from '../platform/db/db.ts';
import { hasIntegrationData, integrationDataOf, isFiltered } from '../platform/db/integration-data.ts';
import { keyset, type SortColumn } from '../platform/db/keyset.ts';
import { PREPARED } from '../platform/db/prepared-statements.ts';
import { allRows, firstRow, oneRow } from '../platform/db/rows.ts';
import type { Database } from '../platform/db/schema.ts';
import { hasWords, textOf } from '../platform/db/search.ts';
import type { SortedPage } from '../platform/http/paging.ts';
import type { IntegrationData, IntegrationFilter } from '../platform/values/integration-data.ts';
import type { Presence } from './contract.ts';

type Table = Database['extensions'];
export type ExtensionName = { id: string; number: string; name: string };
export type ExtensionPresence = ExtensionName & { presence: Presence };
/** An extension without its secrets, which are selected separately, only where they are needed. */
export type ExtensionRow = Omit<Selectable<Table>, 'ha1' | 'sealed_password'> & {
  presence: Presence;
  integration: IntegrationData | null;
};

/** Rows of `extensions` with their presence. */
const withPresence = (rows: RawBuilder<unknown>) => sql`
  select e.id, e.tenant_id, e.number, e.name, e.sip_username, e.ring_seconds, e.voicemail_enabled, e.record_calls, e.record_directions, e.encrypted_only, e.call_waiting, e.in_menus, e.switches_schedules,
    e.outbound_did_id, e.version, e.created_at,
    (select p.presence from extension_presence p where p.extension_id = e.id) as presence,
    ${integrationDataOf(sql`e.id`)} as integration
  from ${rows} e`;

export const SORTS = {
  // at most 7 digits, sorted as numbers: 99 comes before 101
  number: { by: sql`e.number::integer`, type: 'integer', of: (row) => row.number },
  name: { by: sql`e.name collate "und-x-icu"`, type: 'text', of: (row) => row.name },
  createdAt: { by: sql`e.created_at`, type: 'timestamptz', of: (row) => row.created_at.toISOString() },
} as const satisfies Record<string, SortColumn<ExtensionRow>>;

type ListFilter = { search?: string | undefined } & IntegrationFilter;

/** Searches words of the number, the name and the SIP user name. */
const matching = ({ search, ...data }: ListFilter) => sql`
  ${search ? hasWords(textOf('e.number', 'e.name', 'e.sip_username'), search) : sql`true`}
  and ${hasIntegrationData('extension', sql`e.id`, data)}`;

export function listExtensions(
  tx: Tx,
  filter: ListFilter,
  page: SortedPage<keyof typeof SORTS>,
): Promise<ExtensionRow[]> {
  const { rows: place, order } = keyset(SORTS[page.sort], page.descending, page.after, sql`e.id`);
  // presence is looked up only for the rows of this page
  const rows = sql`(select * from extensions e where ${matching(filter)} and ${place} order by ${order} limit ${page.limit + 1})`;
  return allRows(tx, sql<ExtensionRow>`${withPresence(rows)} order by ${order}`);
}

export async function countExtensions(tx: Tx, filter: ListFilter): Promise<number> {
  const counted =
    filter.search || isFiltered(filter)
      ? sql<{ n: number }>`select count(*)::int as n from extensions e where ${matching(filter)}`
      : sql<{ n: number }>`select extensions_count as n from tenants where id = ctx_tenant()`;
  return (await oneRow(tx, counted)).n;
}

export async function findExtension(tx: Tx, id: string): Promise<ExtensionRow | null> {
  const query = sql<ExtensionRow>`${withPresence(sql`(select * from extensions where id = ${id})`)}`;
  return (await firstRow(tx, query)) ?? null;
}

export async function insertExtension(tx: Tx, row: Insertable<Table>): Promise<void> {
  await tx.insertInto('extensions').values(row).execute();
}

export type WatchableExtension = { id: string; tenantId: string; number: string; sipUsername: string };

export function watchableExtensions(db: Db): Promise<WatchableExtension[]> {
  const query = sql<WatchableExtension>`
    select id, tenant_id as "tenantId", number, sip_username as "sipUsername" from watchable_extensions()`;
  return allRows(db, query);
}

export type RegisteredPhone = { address: string; connected: boolean; silent: boolean };

export function phonesOfNode(db: Db, node: string): Promise<RegisteredPhone[]> {
  return allRows(db, sql<RegisteredPhone>`select address, connected, silent from phones_of_node(${node})`);
}

export async function absentExtensions(db: Db, ids: readonly string[]): Promise<string[]> {
  return (await allRows(db, sql<{ id: string }>`select absent_extensions(${ids}::uuid[]) as id`)).map(({ id }) => id);
}

export async function markSilentPhones(db: Db, node: string, addresses: readonly string[]): Promise<void> {
  await sql`select mark_silent_phones(${node}, ${addresses})`.execute(db);
}

export const namesById = (tx: Tx, ids: readonly string[]): Promise<ExtensionName[]> =>
  tx.selectFrom('extensions').select(['id', 'number', 'name']).where('id', 'in', ids).execute();

/** All extensions of the tenant, as the live stream shows them. */
export function allWithPresence(tx: Tx): Promise<ExtensionPresence[]> {
  const query = sql<ExtensionPresence>`${PREPARED}select extension_id as id, number, name, presence
    from extension_presence order by number::integer, extension_id`;
  return allRows(tx, query);
}

export async function updateExtension(tx: Tx, id: string, change: Updateable<Table>): Promise<void> {
  await tx
    .updateTable('extensions')
    .set({ ...change, version: sql<number>`version + 1` })
    .where('id', '=', id)
    .execute();
}

export async function deleteExtension(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('extensions').where('id', '=', id).execute();
}

export async function sealedPassword(tx: Tx, id: string): Promise<Buffer | undefined> {
  const query = tx.selectFrom('extensions').select('sealed_password').where('id', '=', id);
  return (await query.executeTakeFirst())?.sealed_password;
}

/** Doesn't change the version, because nothing visible on the extension's page changes. */
export async function replacePassword(
  tx: Tx,
  id: string,
  secret: { ha1: string; sealed_password: Buffer },
): Promise<void> {
  await tx.updateTable('extensions').set(secret).where('id', '=', id).execute();
}

/** The phone gets no calls until it registers again. */
export async function dropContacts(tx: Tx, sipUsername: string): Promise<void> {
  await tx.deleteFrom('asterisk.ps_contacts').where('endpoint', '=', sipUsername).execute();
}

export async function dropContactsOfTenant(tx: Tx, tenantId: string): Promise<void> {
  await tx.deleteFrom('asterisk.ps_contacts').where('tenant_id', '=', tenantId).execute();
}

/** The extension's number and name. */
export function nameOf(tx: Tx, tenantId: string, id: string): Promise<{ number: string; name: string } | undefined> {
  const query = tx.selectFrom('extensions').select(['number', 'name']).where('id', '=', id);
  return query.where('tenant_id', '=', tenantId).executeTakeFirst();
}

/** Extensions that use one of these numbers as their caller ID. */
export function extensionsWithCallerId(tx: Tx, didIds: string[]): Promise<{ id: string; didId: string }[]> {
  const query = sql<{ id: string; didId: string }>`select id, outbound_did_id as "didId" from extensions
    where outbound_did_id = any(${didIds}) order by id`;
  return allRows(tx, query);
}

export async function setCallerId(tx: Tx, extensionIds: readonly string[], didId: string | null): Promise<void> {
  if (extensionIds.length === 0) return;
  await tx
    .updateTable('extensions')
    .set({ outbound_did_id: didId, version: sql<number>`version + 1` })
    .where('id', 'in', extensionIds)
    .execute();
}

/** Whether the tenant has this number. */
export async function hasDid(tx: Tx, tenantId: string, didId: string): Promise<boolean> {
  const query = tx.selectFrom('dids').select('id').where('id', '=', didId).where('tenant_id', '=', tenantId);
  return (await query.executeTakeFirst()) !== undefined;
}

export async function menuNumbers(tx: Tx): Promise<string[]> {
  const query = sql<{
    number: string;
  }>`select number from extensions where in_menus order by number::integer`;
  return (await allRows(tx, query)).map(({ number }) => number);
}
