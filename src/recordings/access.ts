import { extensionHeardBy } from '../people/users.ts';
import type { Tx } from '../platform/db/db.ts';
import type { Caller } from '../platform/http/caller.ts';
import { findRecording, type RecordingRow } from './recordings-sql.ts';

/** Whose recordings somebody may have: all of the tenant's, those in which one extension talked, or none. */
export type Reach = 'all' | 'none' | { extensionId: string };

/** A tenant's plain users have those of their own extension, if an admin of the tenant allows it. */
export async function reachOf(tx: Tx, caller: Caller): Promise<Reach> {
  if (caller.role !== 'tenant_user') return 'all';
  const extensionId = await extensionHeardBy(tx, caller.id);
  return extensionId === null ? 'none' : { extensionId };
}

/** The recording, if it is one that this caller may have: another is as if it did not exist. */
export async function findReachable(tx: Tx, caller: Caller, id: string): Promise<RecordingRow | null> {
  const row = await findRecording(tx, id);
  if (!row) return null;
  const reach = await reachOf(tx, caller);
  return reach === 'all' || (reach !== 'none' && row.extension_ids.includes(reach.extensionId)) ? row : null;
}
