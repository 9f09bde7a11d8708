import { asNobody, openDb, openPool } from '../platform/db/db.ts';
import { verifyTrail } from './audit.ts';

/** Verifies every chain of the platform and prints the result. Returns false if anything was tampered with. */
export async function verifyCommand(databaseUrl: string, print: (line: string) => void): Promise<boolean> {
  const pool = openPool(databaseUrl, 'verify-audit', 1);
  try {
    const { ok, checked, upTo, heads, broken } = await asNobody(openDb(pool), (tx) => verifyTrail(tx, 'all'));
    for (const { chain, length, hash } of heads) print(`${hash}  ${chain}  ${length} events`);
    for (const { chain, events, first, loose } of broken) {
      if (events > 0) print(`BROKEN ${chain}: ${events} events changed, missing or blanked, the first is ${first}`);
      if (loose > 0) print(`BROKEN ${chain}: ${loose} events are in no chain`);
    }
    print(
      `${ok ? 'The audit trail is intact' : 'The audit trail was CHANGED'}: ${checked} events checked, up to ${upTo}.`,
    );
    return ok;
  } finally {
    await pool.end();
  }
}
