import type { Db } from '../platform/db/db.ts';
import { messageCounts } from './mailboxes-sql.ts';

export type Lamp = { extensionId: string; fresh: number; old: number };

/**
 * The lamp states of these extensions' phones. Null: all extensions whose lamp should be lit or that have old messages.
 */
export const readLamps = (db: Db, extensions: readonly string[] | null): Promise<Lamp[]> =>
  messageCounts(db, extensions);
