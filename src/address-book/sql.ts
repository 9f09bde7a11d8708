import { type RawBuilder, type Selectable, sql } from 'kysely';
import type { Tx } from '../platform/db/db.ts';
import { keyset, type SortColumn } from '../platform/db/keyset.ts';
import { allRows, firstRow, oneRow } from '../platform/db/rows.ts';
import type { Database } from '../platform/db/schema.ts';
import { hasWords, searchedDigits, textOf } from '../platform/db/search.ts';
import type { SortedPage } from '../platform/http/paging.ts';
import type { ContactNumber } from './contract.ts';

export type ContactRow = Selectable<Database['address_book']> & { numbers: ContactNumber[] };

/** The columns that an operation writes. */
export type ContactFields = { id: string; name: string; company: string; note: string; numbers: ContactNumber[] };

const withNumbers = (rows: RawBuilder<unknown>) => sql`
  select b.*, (select json_agg(json_build_object('kind', n.kind, 'number', n.number) order by n.position)
    from address_book_numbers n where n.contact_id = b.id) as numbers
  from ${rows} b`;

export const SORTS = {
  name: { by: sql`b.name collate "und-x-icu"`, type: 'text', of: (row) => row.name },
  company: { by: sql`b.company collate "und-x-icu"`, type: 'text', of: (row) => row.company },
  createdAt: { by: sql`b.created_at`, type: 'timestamptz', of: (row) => row.created_at.toISOString() },
} as const satisfies Record<string, SortColumn<ContactRow>>;

/** Matches words of the text, or part of a number in any notation. A search for digits can also mean a name. */
async function matching(tx: Tx, search: string | undefined): Promise<RawBuilder<unknown>> {
  if (!search) return sql`true`;
  const words = hasWords(textOf('b.name', 'b.company', 'b.note'), search);
  const digits = await searchedDigits(tx, search);
  if (digits === null) return words;
  return sql`(${words} or exists (select from address_book_numbers n
    where n.contact_id = b.id and n.number like ${`%${digits}%`}))`;
}

export async function listContacts(
  tx: Tx,
  query: { search: string | undefined } & SortedPage<keyof typeof SORTS>,
): Promise<ContactRow[]> {
  const { rows: place, order } = keyset(SORTS[query.sort], query.descending, query.after, sql`b.id`);
  const matches = await matching(tx, query.search);
  const page = sql`(select * from address_book b where ${matches} and ${place} order by ${order} limit ${query.limit + 1})`;
  return allRows(tx, sql<ContactRow>`${withNumbers(page)} order by ${order}`);
}

export async function countContacts(tx: Tx, search?: string): Promise<number> {
  const matches = await matching(tx, search);
  const count = sql<{ n: number }>`select count(*)::int as n from address_book b where ${matches}`;
  return (await oneRow(tx, count)).n;
}

export async function findContact(tx: Tx, id: string): Promise<ContactRow | null> {
  const query = sql<ContactRow>`${withNumbers(sql`(select * from address_book where id = ${id})`)}`;
  return (await firstRow(tx, query)) ?? null;
}

/** The contacts with one of these ids, or one of these names in upper or lower case. */
export function findContacts(tx: Tx, ids: string[], names: string[]): Promise<ContactRow[]> {
  const found = sql`(select * from address_book c
    where c.id = any(${ids}::uuid[]) or lower(c.name) in (select lower(n) from unnest(${names}::text[]) n))`;
  return allRows(tx, sql<ContactRow>`${withNumbers(found)} order by b.id`);
}

const recordset = (contacts: readonly ContactFields[]) =>
  sql`json_to_recordset(${JSON.stringify(contacts)}) as c (id uuid, name text, company text, note text, numbers json)`;

async function insertNumbers(tx: Tx, tenantId: string, contacts: readonly ContactFields[]): Promise<void> {
  await sql`insert into address_book_numbers (contact_id, tenant_id, position, kind, number)
    select c.id, ${tenantId}, n.position, n.value->>'kind', n.value->>'number'
    from ${recordset(contacts)}, json_array_elements(c.numbers) with ordinality as n (value, position)`.execute(tx);
}

export async function insertContacts(tx: Tx, tenantId: string, contacts: readonly ContactFields[]): Promise<void> {
  await sql`insert into address_book (id, tenant_id, name, company, note)
    select c.id, ${tenantId}, c.name, c.company, c.note from ${recordset(contacts)}`.execute(tx);
  await insertNumbers(tx, tenantId, contacts);
}

/** Writes all fields of contacts that exist. */
export async function updateContacts(tx: Tx, tenantId: string, contacts: readonly ContactFields[]): Promise<void> {
  await sql`update address_book b set name = c.name, company = c.company, note = c.note, version = b.version + 1
    from ${recordset(contacts)} where b.id = c.id`.execute(tx);
  await sql`delete from address_book_numbers where contact_id = any(${contacts.map(({ id }) => id)})`.execute(tx);
  await insertNumbers(tx, tenantId, contacts);
}

export async function deleteContact(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('address_book_numbers').where('contact_id', '=', id).execute();
  await tx.deleteFrom('address_book').where('id', '=', id).execute();
}

/** If several contacts have the same number, the first one added counts. */
export async function namesOf(tx: Tx, tenantId: string, numbers: readonly string[]): Promise<[string, string][]> {
  const query = sql<{ number: string; name: string }>`select distinct on (n.number) n.number, b.name
    from address_book_numbers n join address_book b on b.id = n.contact_id
    where n.tenant_id = ${tenantId} and n.number = any(${numbers}) order by n.number, n.contact_id`;
  return (await allRows(tx, query)).map(({ number, name }) => [number, name]);
}
