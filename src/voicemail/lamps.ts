import type { Db } from '../platform/db/db.ts';
import { messageCounts } from './mailboxes-sql.ts';
import { lampOf } from './rules.ts';

export type Lamp = { name: string; fresh: number; old: number };

/**
 * The lamp states of these extensions' phones. Null: all extensions whose lamp should be lit or that have old messages.
 */
export async function readLamps(db: Db, extensions: readonly string[] | null): Promise<Lamp[]> {
  const counts = await messageCounts(db, extensions);
  return counts.map(({ extensionId, fresh, old }) => ({ name: lampOf(extensionId), fresh, old }));
}
