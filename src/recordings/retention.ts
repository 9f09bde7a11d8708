import { asNobody, asTenant, type Db, type Tx } from '../platform/db/db.ts';
import type { Storage } from '../platform/db/storage.ts';
import { DAY_MS } from '../platform/time/durations.ts';
import { isId } from '../platform/values/ids.ts';
import * as sql from './recordings-sql.ts';
import { dropRecordings, recordingFile } from './recordings.ts';

const BATCH_SIZE = 500;
/** A younger file may be about to get its row. */
const ORPHAN_MS = DAY_MS;

/** Deletes the recordings whose retention period is over, and returns how many. */
export async function deleteExpired(db: Db, now: Date): Promise<number> {
  let deleted = 0;
  for (;;) {
    const expired = await asNobody(db, (tx) => sql.expiredRecordings(tx, now, BATCH_SIZE));
    if (expired.size === 0) return deleted;
    for (const [tenantId, ids] of expired) {
      await asTenant(db, tenantId, (tx) => dropRecordings(tx, tenantId, ids));
      deleted += ids.length;
    }
  }
}

/** Deletes old files without a row, which a crash left behind. */
export async function sweepFiles(tx: Tx, tenantId: string, storage: Storage, now: Date): Promise<void> {
  const old = (await storage.list(tenantId, 'recordings')).filter(
    ({ modifiedAt }) => now.getTime() - modifiedAt.getTime() > ORPHAN_MS,
  );
  const ids = old.map(({ name }) => name.slice(0, -recordingFile('').length)).filter(isId);
  const known = await sql.knownRecordings(tx, ids);
  for (const id of ids) if (!known.has(id)) await storage.remove(tenantId, 'recordings', recordingFile(id));
}
