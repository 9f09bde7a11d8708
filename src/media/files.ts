import { addJob, type Db, inContext, type Tx } from '../platform/db/db.ts';
import type { Storage, StoredFile } from '../platform/db/storage.ts';
import { lockDataAgainstPurge } from '../platform/db/tenant-lock.ts';
import { DAY_MS } from '../platform/time/durations.ts';
import { MAX_MEDIA_SECONDS } from './contract.ts';
import type { PhoneSound } from './convert.ts';
import * as sql from './files-sql.ts';
import { narrowFile, wideFile } from './rules.ts';
import { pendingMedia } from './sql.ts';

export const uploadFile = (pending: string): string => `${pending}.upload`;

/** Stores a converted sound under its hash. The same content is stored once. Needs the tenant’s lock. */
export async function storeFiles(tx: Tx, storage: Storage, tenantId: string, sound: PhoneSound): Promise<void> {
  const { hash, milliseconds, narrow, wide } = sound;
  // even if the row exists: a crash may have happened between the files and the row
  await storage.put(tenantId, 'media', narrowFile(hash), narrow);
  await storage.put(tenantId, 'media', wideFile(hash), wide);
  await sql.putFile(tx, { tenant_id: tenantId, hash, milliseconds, bytes: String(narrow.length + wide.length) });
}

/** Stores a sound in one transaction with what `refer` writes. Does nothing for a tenant that is being purged. */
export async function storeSound(
  db: Db,
  storage: Storage,
  { tenantId, sound }: { tenantId: string; sound: PhoneSound },
  refer: (tx: Tx) => Promise<void>,
): Promise<void> {
  await inContext(db, { tenantId }, async (tx) => {
    if (!(await lockDataAgainstPurge(tx, tenantId))) return;
    await storeFiles(tx, storage, tenantId, sound);
    await refer(tx);
  });
}

/** Long enough for calls in progress to finish playing a sound, even if they repeat it. */
const GRACE_MS = 2 * MAX_MEDIA_SECONDS * 1000;

export const removeUnplayedSoon = (tx: Tx, tenantId: string): Promise<void> =>
  addJob(tx, 'remove_unplayed_media', { tenantId }, { key: `unplayed-media:${tenantId}`, afterMs: GRACE_MS });

/** Removes every file of the tenant that nothing plays. Converted sounds are deleted only here. */
export async function removeUnplayed(db: Db, storage: Storage, tenantId: string): Promise<number> {
  return inContext(db, { tenantId }, async (tx) => {
    if (!(await lockDataAgainstPurge(tx, tenantId))) return 0;
    const hashes = await sql.deleteUnplayed(tx, tenantId);
    // under the lock, because the same sound may be converted again right after it
    for (const hash of hashes)
      for (const name of [narrowFile(hash), wideFile(hash)]) await storage.remove(tenantId, 'media', name);
    return hashes.length;
  });
}

/** Removes files without a row, left by transactions that failed after writing them. */
export async function sweepMediaFiles(db: Db, storage: Storage, now: Date): Promise<number> {
  let removed = 0;
  for (const tenantId of await storage.tenants()) {
    // a younger file may belong to a row that is being written
    const old = ({ modifiedAt }: StoredFile) => now.getTime() - modifiedAt.getTime() > DAY_MS;
    const names = (await storage.list(tenantId, 'media')).filter(old).map(({ name }) => name);
    if (names.length === 0) continue;
    await inContext(db, { tenantId }, async (tx) => {
      if (!(await lockDataAgainstPurge(tx, tenantId))) return;
      const known = new Set([
        ...(await sql.storedHashes(tx, tenantId)).flatMap((hash) => [narrowFile(hash), wideFile(hash)]),
        ...(await pendingMedia(tx, tenantId)).map(uploadFile),
      ]);
      for (const name of names.filter((one) => !known.has(one))) {
        await storage.remove(tenantId, 'media', name);
        removed++;
      }
    });
  }
  return removed;
}
