import type { z } from 'zod';
import type { ObjectUse } from '../object-uses/contract.ts';
import { type ObjectUsers, requireUnused, usesOf } from '../object-uses/object-uses.ts';
import type { Tx } from '../platform/db/db.ts';
import { eventsOf, type Owner, recordEvent, type TenantObject } from '../platform/db/events.ts';
import { cursorBy } from '../platform/db/keyset.ts';
import { lockTenants } from '../platform/db/tenant-lock.ts';
import type { Actor } from '../platform/http/caller.ts';
import { errorFactory, notFound, platformErrors } from '../platform/http/errors.ts';
import { checkVersion } from '../platform/http/if-match.ts';
import { readPage, toPage } from '../platform/http/paging.ts';
import { newId } from '../platform/values/ids.ts';
import {
  type Entry,
  type EntryQuery,
  MAX_LISTS,
  type NumberList,
  type NumberListCreate,
  numberListErrors,
  type NumberListPatch,
  type NumberListQuery,
} from './contract.ts';
import * as sql from './sql.ts';

const fail = errorFactory({ ...platformErrors, ...numberListErrors });

const toNumberList = ({ id, name, entries, version, created_at }: sql.ListRow, uses: ObjectUse[]): NumberList => ({
  id,
  name,
  entries,
  uses,
  createdAt: created_at.toISOString(),
  version,
});

export async function readNumberList(tx: Tx, row: sql.ListRow, users: ObjectUsers): Promise<NumberList> {
  return toNumberList(row, (await usesOf(tx, [row.id], users)).get(row.id) ?? []);
}

export const toEntry = ({ id, number, is_prefix, note }: sql.EntryRow): Entry => ({
  id,
  number,
  isPrefix: is_prefix,
  note,
});

export async function listNumberLists(tx: Tx, query: z.output<typeof NumberListQuery>, users: ObjectUsers) {
  const page = readPage<keyof typeof sql.SORTS>(query);
  const { search } = query;
  const rows = await sql.listLists(tx, { search, ...page });
  const total = await sql.countLists(tx, search);
  const uses = await usesOf(
    tx,
    rows.map(({ id }) => id),
    users,
  );
  return toPage({ rows, limit: page.limit, total }, cursorBy(sql.SORTS[page.sort]), (row) =>
    toNumberList(row, uses.get(row.id) ?? []),
  );
}

export async function listEntries(tx: Tx, listId: string, query: z.output<typeof EntryQuery>) {
  return entryPage(tx, listId, query, toEntry);
}

/** The entries of all lists of the transaction's tenant, each with its list. */
export async function listAllEntries(tx: Tx, query: z.output<typeof EntryQuery>) {
  return entryPage(tx, null, query, (row) => ({ listId: row.list_id, ...toEntry(row) }));
}

async function entryPage<Item>(
  tx: Tx,
  listId: string | null,
  query: z.output<typeof EntryQuery>,
  toItem: (row: sql.EntryRow) => Item,
) {
  const page = readPage<keyof typeof sql.ENTRY_SORTS>(query);
  const { search } = query;
  const rows = await sql.listEntries(tx, { listId, search, ...page });
  const total = await sql.countEntries(tx, listId, search);
  return toPage({ rows, limit: page.limit, total }, cursorBy(sql.ENTRY_SORTS[page.sort]), toItem);
}

/** Codes: `too_many_lists`. */
export async function createNumberList(
  tx: Tx,
  by: Actor,
  tenant: Owner,
  { name }: z.output<typeof NumberListCreate>,
): Promise<NumberList> {
  await lockTenants(tx, [tenant.id]);
  if ((await sql.countLists(tx)) >= MAX_LISTS)
    throw fail('too_many_lists', `A tenant can have at most ${MAX_LISTS} lists of numbers.`);
  const id = newId();
  await sql.insertList(tx, { id, tenant_id: tenant.id, name });
  await recordEvent(tx, by, { ...eventOf('number_list.created', tenant, id), after: { name } });
  return toNumberList(await reread(tx, id), []);
}

export async function editNumberList(
  tx: Tx,
  by: Actor,
  { tenant, id, patch, ifMatch, users }: TenantObject & { patch: z.output<typeof NumberListPatch>; users: ObjectUsers },
): Promise<NumberList> {
  const { name } = patch;
  await lockTenants(tx, [tenant.id]);
  const before = await reread(tx, id);
  checkVersion(ifMatch, before.version);
  if (name === undefined || name === before.name) return readNumberList(tx, before, users);
  await sql.touchList(tx, id, { name });
  await recordEvent(tx, by, {
    ...eventOf('number_list.edited', tenant, id),
    before: { name: before.name },
    after: { name },
  });
  return readNumberList(tx, await reread(tx, id), users);
}

/** Codes: `in_use`. */
export async function deleteNumberList(
  tx: Tx,
  by: Actor,
  { tenant, id, ifMatch, users }: TenantObject & { users: ObjectUsers },
): Promise<void> {
  await lockTenants(tx, [tenant.id]);
  const { name, entries, version } = await reread(tx, id);
  checkVersion(ifMatch, version);
  await requireUnused(tx, id, users);
  await sql.deleteList(tx, id);
  await recordEvent(tx, by, { ...eventOf('number_list.deleted', tenant, id), before: { name, entries } });
}

/** The current row; 404 if it was deleted while this request waited for the tenant's lock. */
export async function reread(tx: Tx, id: string): Promise<sql.ListRow> {
  const row = await sql.findList(tx, id);
  if (!row) throw notFound();
  return row;
}

export const eventOf = eventsOf('number_list');
