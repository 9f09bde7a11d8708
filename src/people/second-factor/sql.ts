import { sql } from 'kysely';
import type { Tx } from '../../platform/db/db.ts';
import { oneRow } from '../../platform/db/rows.ts';

export async function useCode(tx: Tx, userId: string, step: number): Promise<boolean> {
  const { good } = await oneRow(tx, sql<{ good: boolean }>`select use_code(${userId}, ${step}) as good`);
  return good;
}

export async function useRecoveryCode(tx: Tx, userId: string, hash: Buffer): Promise<boolean> {
  const { good } = await oneRow(tx, sql<{ good: boolean }>`select use_recovery_code(${userId}, ${hash}) as good`);
  return good;
}

export function ownSecondFactor(tx: Tx, userId: string) {
  return tx
    .selectFrom('second_factors')
    .select(['sealed_secret', 'confirmed_at'])
    .where('user_id', '=', userId)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

export async function countRecoveryCodes(tx: Tx, userId: string): Promise<number> {
  const { n } = await tx
    .selectFrom('recovery_codes')
    .select(sql<number>`count(*)::int`.as('n'))
    .where('user_id', '=', userId)
    .executeTakeFirstOrThrow();
  return n;
}

/** False if a second factor is already in use. */
export async function beginSecondFactor(tx: Tx, userId: string, sealed: Buffer): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('second_factors')
    .values({ user_id: userId, sealed_secret: sealed })
    .onConflict((conflict) =>
      conflict
        .column('user_id')
        .doUpdateSet({ sealed_secret: sealed, created_at: sql<Date>`now()` })
        .where('second_factors.confirmed_at', 'is', null),
    )
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

export async function confirmSecondFactor(tx: Tx, userId: string, step: number): Promise<void> {
  await tx
    .updateTable('second_factors')
    .set({ confirmed_at: sql<Date>`now()`, last_step: step })
    .where('user_id', '=', userId)
    .execute();
}

export async function replaceRecoveryCodes(tx: Tx, userId: string, hashes: Buffer[]): Promise<void> {
  await tx.deleteFrom('recovery_codes').where('user_id', '=', userId).execute();
  await tx
    .insertInto('recovery_codes')
    .values(hashes.map((code_hash) => ({ user_id: userId, code_hash })))
    .execute();
}

/** False if there was none. */
export async function deleteSecondFactor(tx: Tx, userId: string): Promise<boolean> {
  const { numDeletedRows } = await tx.deleteFrom('second_factors').where('user_id', '=', userId).executeTakeFirst();
  return numDeletedRows > 0n;
}

/** False if the account has no second factor. */
export async function resetSecondFactorOf(tx: Tx, email: string, eventId: string): Promise<boolean> {
  const { who } = await oneRow(
    tx,
    sql<{ who: string | null }>`select reset_second_factor(${email}, ${eventId}) as who`,
  );
  return who !== null;
}
