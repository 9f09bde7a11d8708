import { type Insertable, type Selectable, sql, type Updateable } from 'kysely';
import type { Tx } from '../../platform/db/db.ts';
import { allRows, firstRow } from '../../platform/db/rows.ts';
import type { Database } from '../../platform/db/schema.ts';

export type AccountRow = Selectable<Database['payment_accounts']>;

export function findAccount(tx: Tx, partnerId: string): Promise<AccountRow | undefined> {
  return tx.selectFrom('payment_accounts').selectAll().where('partner_id', '=', partnerId).executeTakeFirst();
}

export async function insertAccount(tx: Tx, account: Insertable<Database['payment_accounts']>): Promise<void> {
  await tx.insertInto('payment_accounts').values(account).execute();
}

export async function updateAccount(
  tx: Tx,
  partnerId: string,
  change: Updateable<Database['payment_accounts']>,
): Promise<void> {
  await tx
    .updateTable('payment_accounts')
    .set({ ...change, version: sql`version + 1` })
    .where('partner_id', '=', partnerId)
    .execute();
}

/** Of all partners, in the order of their ids. */
export function partnersWithAccounts(tx: Tx, after: string, atMost: number): Promise<{ id: string }[]> {
  const query = sql<{ id: string }>`
    select partner_id as id from partners_with_payment_accounts(${after}, ${atMost})`;
  return allRows(tx, query);
}

/** Saves the outcome of checking a key. No effect if the key has been replaced meanwhile. */
export async function saveCheck(
  tx: Tx,
  { partner_id, sealed_key }: AccountRow,
  change: { state: 'ready' | 'refused'; account?: string },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('payment_accounts')
    .set({ ...change, version: sql`version + 1` })
    .where('partner_id', '=', partner_id)
    .where('sealed_key', '=', sealed_key)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export async function deleteAccount(tx: Tx, partnerId: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('payment_accounts')
    .where('partner_id', '=', partnerId)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

/** Deletes customers and cards of a partner's tenants. Returns the number of cards. */
export async function forgetCards(tx: Tx, partnerId: string): Promise<number> {
  await tx.deleteFrom('payment_customers').where('partner_id', '=', partnerId).execute();
  const { numDeletedRows } = await tx.deleteFrom('cards').where('partner_id', '=', partnerId).executeTakeFirst();
  return Number(numDeletedRows);
}

export type EventAccount = {
  partner_id: string;
  sealed_webhook_secret: Buffer | null;
  live: boolean;
  account: string | null;
};

/** The account whose events are posted to an address. Nobody is signed in yet. */
export function accountAt(tx: Tx, path: string): Promise<EventAccount | undefined> {
  return firstRow(tx, sql<EventAccount>`select * from payment_account_at(${path})`);
}
