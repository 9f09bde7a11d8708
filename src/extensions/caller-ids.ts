import type { Tx } from '../platform/db/db.ts';
import * as sql from './sql.ts';

/** By number id: the extensions that use the number as their caller ID. */
export type CallerIds = ReadonlyMap<string, readonly string[]>;

/**
 * Removes these numbers as caller IDs, because the tenant no longer has them. Returns what was removed, for `restoreCallerIds`. The transaction
 * must have the tenant as its context, since extensions are visible only to their tenant.
 */
export async function clearCallerIds(tx: Tx, didIds: string[]): Promise<CallerIds> {
  const callers = await sql.extensionsWithCallerId(tx, didIds);
  await sql.setCallerId(
    tx,
    callers.map(({ id }) => id),
    null,
  );
  return new Map([...Map.groupBy(callers, ({ didId }) => didId)].map(([didId, of]) => [didId, of.map(({ id }) => id)]));
}

/** Sets the caller IDs that `clearCallerIds` removed. The tenant has the numbers again. */
export async function restoreCallerIds(tx: Tx, callerIds: CallerIds): Promise<void> {
  for (const [didId, extensionIds] of callerIds) await sql.setCallerId(tx, extensionIds, didId);
}
