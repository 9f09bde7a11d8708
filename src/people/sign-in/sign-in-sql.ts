import { sql } from 'kysely';
import type { Tx } from '../../platform/db/db.ts';
import { firstRow, oneRow } from '../../platform/db/rows.ts';
import type { ThrottleRule } from '../rules.ts';

export type SignInFactor = { sealedSecret: Buffer; lastStep: number };
export type SignInRow = { user_id: string; password_hash: string | null; factor: SignInFactor | null };

export async function findSignIn(tx: Tx, email: string): Promise<SignInRow | null> {
  type Found = {
    user_id: string;
    password_hash: string | null;
    sealed_secret: Buffer | null;
    last_step: string | null;
  };
  const row = await firstRow(tx, sql<Found>`select * from find_sign_in(${email})`);
  if (!row) return null;
  const { user_id, password_hash, sealed_secret: sealedSecret } = row;
  return { user_id, password_hash, factor: sealedSecret && { sealedSecret, lastStep: Number(row.last_step) } };
}

/** Counts the attempt and returns 0, or returns the seconds to wait without counting it. */
export async function countAttempt(tx: Tx, key: Buffer, rule: ThrottleRule): Promise<number> {
  const { wait } = await oneRow(
    tx,
    sql<{
      wait: number;
    }>`select count_attempt(${key}, ${rule.free}, ${rule.firstSeconds}, ${rule.longestSeconds}) as wait`,
  );
  return wait;
}

/** The number of failures within the last hour. */
export async function failuresOf(tx: Tx, key: Buffer): Promise<number> {
  const { failures } = await oneRow(tx, sql<{ failures: number }>`select failures_of(${key}) as failures`);
  return failures;
}

export async function countFailure(tx: Tx, key: Buffer): Promise<void> {
  await sql`select count_failure(${key})`.execute(tx);
}

export async function uncountAttempt(tx: Tx, key: Buffer): Promise<void> {
  await sql`select uncount_attempt(${key})`.execute(tx);
}

export async function clearAttempts(tx: Tx, key: Buffer): Promise<void> {
  await sql`select clear_attempts(${key})`.execute(tx);
}
