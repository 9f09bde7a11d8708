import { type Insertable, type Selectable, sql, type Updateable } from 'kysely';
import type { Tx } from '../../platform/db/db.ts';
import { hasIntegrationData, integrationDataOf } from '../../platform/db/integration-data.ts';
import { keyset, type SortColumn } from '../../platform/db/keyset.ts';
import { firstRow, oneRow } from '../../platform/db/rows.ts';
import type { Database } from '../../platform/db/schema.ts';
import { hasWords, textOf } from '../../platform/db/search.ts';
import type { Role } from '../../platform/http/caller.ts';
import type { SortedPage } from '../../platform/http/paging.ts';
import { newId } from '../../platform/values/ids.ts';
import type { IntegrationData, IntegrationFilter } from '../../platform/values/integration-data.ts';

type Table = Database['users'];
export type UserRow = Omit<Selectable<Table>, 'password_hash'> & {
  invited: boolean;
  second_factor: boolean;
  integration: IntegrationData | null;
};

const COLUMNS = [
  'id',
  'email',
  'name',
  'role',
  'partner_id',
  'tenant_id',
  'extension_id',
  'hears_recordings',
  'version',
  'created_at',
  'last_sign_in_at',
  sql<boolean>`password_hash is null`.as('invited'),
  sql<boolean>`exists (select from second_factors f where f.user_id = users.id and f.confirmed_at is not null)`.as(
    'second_factor',
  ),
  integrationDataOf(sql`users.id`).as('integration'),
] as const;

export const SORTS = {
  email: { by: sql`email`, type: 'text', of: (row) => row.email },
  name: { by: sql`name collate "und-x-icu"`, type: 'text', of: (row) => row.name },
  createdAt: { by: sql`created_at`, type: 'timestamptz', of: (row) => row.created_at.toISOString() },
} as const satisfies Record<string, SortColumn<UserRow>>;

export type ListFilter = { search?: string | undefined } & IntegrationFilter;

const matching = ({ search, ...data }: ListFilter) => sql<boolean>`
  ${search ? hasWords(textOf('email', 'name'), search) : sql`true`} and ${hasIntegrationData('user', sql`users.id`, data)}`;

/** The users of the transaction's tenant or partner. */
export function listUsers(tx: Tx, filter: ListFilter, page: SortedPage<keyof typeof SORTS>): Promise<UserRow[]> {
  const { rows, order } = keyset(SORTS[page.sort], page.descending, page.after, sql`id`);
  return tx
    .selectFrom('users')
    .select(COLUMNS)
    .where(matching(filter))
    .where(rows)
    .orderBy(sql`${order}`)
    .limit(page.limit + 1)
    .execute();
}

export async function countUsers(tx: Tx, filter: ListFilter): Promise<number> {
  const { n } = await tx
    .selectFrom('users')
    .select(sql<number>`count(*)::int`.as('n'))
    .where(matching(filter))
    .executeTakeFirstOrThrow();
  return n;
}

export async function findUser(tx: Tx, id: string): Promise<UserRow | null> {
  return (await tx.selectFrom('users').select(COLUMNS).where('id', '=', id).executeTakeFirst()) ?? null;
}

/** The number of one of the tenant's extensions; null if it has no such extension. */
export async function extensionNumber(tx: Tx, tenantId: string, id: string): Promise<string | null> {
  const query = tx.selectFrom('extensions').select('number').where('id', '=', id).where('tenant_id', '=', tenantId);
  return (await query.executeTakeFirst())?.number ?? null;
}

/** Like `findUser`, with the row locked until this transaction ends. */
export function lockUser(tx: Tx, id: string): Promise<UserRow | undefined> {
  return tx.selectFrom('users').select(COLUMNS).where('id', '=', id).forNoKeyUpdate().executeTakeFirst();
}

/** Locks all users with the role, so that when two admins remove each other at once, one remains. */
export async function lockUsersWithRole(tx: Tx, role: Role): Promise<string[]> {
  const rows = await tx.selectFrom('users').select('id').where('role', '=', role).orderBy('id').forUpdate().execute();
  return rows.map((row) => row.id);
}

/** Undefined if any account on the platform has this address. */
export function insertUser(tx: Tx, user: Insertable<Table>): Promise<UserRow | undefined> {
  return tx
    .insertInto('users')
    .values(user)
    .onConflict((conflict) => conflict.column('email').doNothing())
    .returning(COLUMNS)
    .executeTakeFirst();
}

export function updateUser(
  tx: Tx,
  id: string,
  change: Pick<Updateable<Table>, 'name' | 'role' | 'password_hash' | 'extension_id' | 'hears_recordings'>,
): Promise<UserRow> {
  return tx
    .updateTable('users')
    .set({ ...change, version: sql`version + 1` })
    .where('id', '=', id)
    .returning(COLUMNS)
    .executeTakeFirstOrThrow();
}

export async function deleteUser(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('users').where('id', '=', id).execute();
}

export async function deleteExpired(tx: Tx): Promise<void> {
  await sql`select delete_expired()`.execute(tx);
}

export type AddressHolder = {
  user_id: string;
  role: Role;
  partner_id: string | null;
  tenant_id: string | null;
  /** has signed in at least once */
  confirmed: boolean;
  only_admin: boolean;
};

export async function addressHolder(tx: Tx, email: string): Promise<AddressHolder | null> {
  return (await firstRow(tx, sql<AddressHolder>`select * from address_holder(${email})`)) ?? null;
}

/** False if the user has signed in meanwhile. */
export async function removeUnconfirmed(tx: Tx, userId: string): Promise<boolean> {
  const { gone } = await oneRow(tx, sql<{ gone: boolean }>`select remove_unconfirmed(${userId}, ${newId()}) as gone`);
  return gone;
}
