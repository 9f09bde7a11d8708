import type { Tx } from '../../platform/db/db.ts';
import * as sql from './cycles-sql.ts';

/**
 * Lets fees of extensions and numbers count from an earlier time. They were added in this transaction to the context's tenant, which was itself
 * created with an earlier beginning: no fee counts from before that.
 */
export async function countSince(tx: Tx, thingIds: readonly string[], since: Date): Promise<void> {
  for (const id of thingIds) await sql.moveServiceStart(tx, id, since);
}
