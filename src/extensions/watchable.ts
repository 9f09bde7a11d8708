import type { Db } from '../platform/db/db.ts';
import * as sql from './sql.ts';

/** All extensions whose phones may register, of every tenant. */
export const watchableExtensions = (db: Db): Promise<sql.WatchableExtension[]> => sql.watchableExtensions(db);
