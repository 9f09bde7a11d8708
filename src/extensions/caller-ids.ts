import type { Tx } from '../platform/db/db.ts';
import * as sql from './sql.ts';

/** The extensions that call out with a number, by the number's id. */
export type CallerIds = ReadonlyMap<string, readonly string[]>;

/**
 * No extension calls out with a number that its tenant no longer has. Returns which did, as `restoreCallerIds` takes it. Extensions are seen only
 * as their tenant, so that is the transaction's context.
 */
export async function clearCallerIds(tx: Tx, didIds: string[]): Promise<CallerIds> {
  const callers = await sql.callersWith(tx, didIds);
  await sql.setCallerId(
    tx,
    callers.map(({ id }) => id),
    null,
  );
  return new Map([...Map.groupBy(callers, ({ didId }) => didId)].map(([didId, of]) => [didId, of.map(({ id }) => id)]));
}

/** Gives extensions back the caller IDs that `clearCallerIds` took. The numbers are the tenant's again. */
export async function restoreCallerIds(tx: Tx, callerIds: CallerIds): Promise<void> {
  for (const [didId, extensionIds] of callerIds) await sql.setCallerId(tx, extensionIds, didId);
}
