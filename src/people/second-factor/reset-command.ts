import { asNobody, openDb, openPool } from '../../platform/db/db.ts';
import { newId } from '../../platform/values/ids.ts';
import { resetSecondFactorOf } from './sql.ts';

/** For a user whom no admin can help. Removes the second factor and ends all sessions. False if there was no second factor. */
export async function resetSecondFactorCommand(databaseUrl: string, email: string): Promise<boolean> {
  const pool = openPool(databaseUrl, 'operator', 1);
  try {
    return await asNobody(openDb(pool), (tx) => resetSecondFactorOf(tx, email, newId()));
  } finally {
    await pool.end();
  }
}
