import { addRecorded } from '../media/media.ts';
import { phoneSeconds } from '../platform/audio/wav.ts';
import { asTenant, type Db } from '../platform/db/db.ts';
import type { Storage } from '../platform/db/storage.ts';
import { lockTenants } from '../platform/db/tenant-lock.ts';
import { tenantMay } from '../status/rules.ts';
import * as sql from './sql.ts';

/** A shorter recording means that a key was pressed at once. */
const MIN_SECONDS = 0.5;

/** Reads and deletes the recordings of calls. */
export type Recorded = { read: (id: string) => Promise<Buffer | null>; forget: (id: string) => Promise<void> };

/**
 * Puts the recording of a call into the media library on behalf of the user who requested the call, and ends the call. It can crash at any point and
 * be repeated, because the recording is deleted only once the library has it, and the call ends last.
 */
export async function storeRecorded(
  { db, storage, recorded }: { db: Db; storage: Storage; recorded: Recorded },
  { id, tenantId }: { id: string; tenantId: string },
): Promise<void> {
  const wav = await recorded.read(id);
  const outcome = await asTenant(db, tenantId, async (tx) => {
    const [tenant] = await lockTenants(tx, [tenantId]);
    const row = await sql.findServiceCall(tx, id);
    if (row === null || row.media_id !== null) return 'done';
    if (!tenant || row.media_name === null || !tenantMay(tenant.status, 'partnerChanges')) return 'refused';
    if (wav === null || phoneSeconds(wav.length) < MIN_SECONDS) return 'nothing_recorded';
    const mediaId = await addRecorded(tx, row.requested_by, { tenant, name: row.media_name, wav, storage });
    await sql.updateServiceCall(tx, id, { media_id: mediaId });
    return 'done';
  });
  await recorded.forget(id);
  await asTenant(db, tenantId, (tx) => sql.updateServiceCall(tx, id, { state: 'ended', outcome }));
}
