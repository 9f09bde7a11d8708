import { extensionHeardBy } from '../people/users/users.ts';
import type { Tx } from '../platform/db/db.ts';
import type { Caller } from '../platform/http/caller.ts';
import { findRecording, type RecordingRow } from './recordings-sql.ts';

/** Which recordings somebody may access: all of the tenant's, those of one extension, or none. */
export type Access = 'all' | 'none' | { extensionId: string };

/** A tenant's plain users can access those of their own extension, if an admin of the tenant allows it. */
export async function accessOf(tx: Tx, caller: Caller): Promise<Access> {
  if (caller.role !== 'tenant_user') return 'all';
  const extensionId = await extensionHeardBy(tx, caller.id);
  return extensionId === null ? 'none' : { extensionId };
}

/** Finds a recording that this caller may access. Others count as not existing. */
export async function findAccessible(tx: Tx, caller: Caller, id: string): Promise<RecordingRow | null> {
  const row = await findRecording(tx, id);
  if (!row) return null;
  const access = await accessOf(tx, caller);
  return access === 'all' || (access !== 'none' && row.extension_ids.includes(access.extensionId)) ? row : null;
}
