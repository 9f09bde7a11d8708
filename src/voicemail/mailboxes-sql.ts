import { type Insertable, type RawBuilder, type Selectable, sql, type Updateable } from 'kysely';
import type { Db, Tx } from '../platform/db/db.ts';
import { keyset, type SortColumn } from '../platform/db/keyset.ts';
import { allRows, firstRow, oneRow } from '../platform/db/rows.ts';
import type { Database } from '../platform/db/schema.ts';
import { hasWords, textOf } from '../platform/db/search.ts';
import type { SortedPage } from '../platform/http/paging.ts';

type Table = Database['mailboxes'];
export type MailboxRow = Selectable<Table> & {
  takes_messages: boolean;
  messages: number;
  unread: number;
  lamp_extension_ids: string[];
};

export const SORTS = {
  // at most 7 digits, sorted as numbers: 99 comes before 101
  number: { by: sql`m.number::integer`, type: 'integer', of: (row) => row.number },
  name: { by: sql`m.name collate "und-x-icu"`, type: 'text', of: (row) => row.name },
} as const satisfies Record<string, SortColumn<MailboxRow>>;

const withCounts = (rows: RawBuilder<unknown>) => sql`
  select m.*, coalesce(e.voicemail_enabled, true) as takes_messages, v.messages, v.unread,
    array(select l.extension_id from mailbox_lamps l where l.mailbox_id = m.id order by l.extension_id) as lamp_extension_ids
  from ${rows} m left join extensions e on e.id = m.extension_id
    cross join lateral (select count(*)::int as messages, count(*) filter (where read_at is null)::int as unread
      from voicemails where mailbox_id = m.id) v`;

const matching = (search: string | undefined) =>
  search ? hasWords(textOf('m.number', 'm.name'), search) : sql<boolean>`true`;

export function listMailboxes(
  tx: Tx,
  query: { search: string | undefined } & SortedPage<keyof typeof SORTS>,
): Promise<MailboxRow[]> {
  const { rows: place, order } = keyset(SORTS[query.sort], query.descending, query.after, sql`m.id`);
  // messages are counted only for the rows of this page
  const page = sql`(select * from mailboxes m where ${matching(query.search)} and ${place} order by ${order} limit ${query.limit + 1})`;
  return allRows(tx, sql<MailboxRow>`${withCounts(page)} order by ${order}`);
}

export async function countMailboxes(tx: Tx, search: string | undefined): Promise<number> {
  return (await oneRow(tx, sql<{ n: number }>`select count(*)::int as n from mailboxes m where ${matching(search)}`)).n;
}

export async function findMailbox(tx: Tx, id: string): Promise<MailboxRow | null> {
  return (await firstRow(tx, sql<MailboxRow>`${withCounts(sql`(select * from mailboxes where id = ${id})`)}`)) ?? null;
}

export async function findMailboxByNumber(tx: Tx, number: string): Promise<MailboxRow | null> {
  const one = sql`(select * from mailboxes where number = ${number} and tenant_id = ctx_tenant())`;
  return (await firstRow(tx, sql<MailboxRow>`${withCounts(one)}`)) ?? null;
}

export async function mailboxOfExtension(tx: Tx, extensionId: string): Promise<MailboxRow | null> {
  const one = sql`(select * from mailboxes where extension_id = ${extensionId})`;
  return (await firstRow(tx, sql<MailboxRow>`${withCounts(one)}`)) ?? null;
}

/** Serializes changes of a mailbox's message count. */
export async function lockMailbox(tx: Tx, id: string): Promise<void> {
  await tx.selectFrom('mailboxes').select('id').where('id', '=', id).forNoKeyUpdate().execute();
}

/** Counts new and old messages of these extensions' mailboxes. Null: of all mailboxes of all tenants with messages. */
export function messageCounts(
  db: Db,
  extensions: readonly string[] | null,
): Promise<{ extensionId: string; fresh: number; old: number }[]> {
  const query = sql<{ extensionId: string; fresh: number; old: number }>`
    select extension_id as "extensionId", fresh, old from message_counts(${extensions})`;
  return allRows(db, query);
}

/** False if the tenant already has a mailbox with this number, or the extension has one. */
export async function insertMailbox(tx: Tx, row: Insertable<Table>): Promise<boolean> {
  const result = await tx
    .insertInto('mailboxes')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

export async function updateMailbox(tx: Tx, id: string, change: Updateable<Table>): Promise<void> {
  await tx
    .updateTable('mailboxes')
    .set({ ...change, version: sql<number>`version + 1` })
    .where('id', '=', id)
    .execute();
}

/** The ones of these extensions that belong to the transaction's tenant. */
export async function ownExtensions(tx: Tx, tenantId: string, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const query = tx
    .selectFrom('extensions')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('id', 'in', [...ids]);
  return (await query.execute()).map(({ id }) => id);
}

/** Replaces the extensions whose lamps follow the mailbox. */
export async function putLamps(
  tx: Tx,
  { id, tenantId }: { id: string; tenantId: string },
  extensionIds: readonly string[],
): Promise<void> {
  await tx.deleteFrom('mailbox_lamps').where('mailbox_id', '=', id).execute();
  const rows = extensionIds.map((extension_id) => ({ mailbox_id: id, tenant_id: tenantId, extension_id }));
  if (rows.length > 0) await tx.insertInto('mailbox_lamps').values(rows).execute();
}

export async function deleteMailbox(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('mailbox_lamps').where('mailbox_id', '=', id).execute();
  await tx.deleteFrom('mailboxes').where('id', '=', id).execute();
}

export async function partnerOf(tx: Tx, tenantId: string): Promise<string> {
  const query = tx.selectFrom('tenants').select('partner_id').where('id', '=', tenantId);
  return (await query.executeTakeFirstOrThrow()).partner_id;
}

export async function greetingsInUse(tx: Tx, tenantId: string): Promise<string[]> {
  const rows = await tx.selectFrom('mailboxes').select('greeting_file').where('tenant_id', '=', tenantId).execute();
  return rows.flatMap(({ greeting_file }) => greeting_file ?? []);
}
