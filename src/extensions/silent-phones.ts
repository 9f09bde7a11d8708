import type { Db } from '../platform/db/db.ts';
import * as sql from './sql.ts';

/** The phones that are registered at an Asterisk. */
export const phonesOfNode = (db: Db, node: string): Promise<sql.RegisteredPhone[]> => sql.phonesOfNode(db, node);

/** The ones of these extensions, of any tenant, without a registered phone that responds. */
export const absentExtensions = (db: Db, ids: readonly string[]): Promise<string[]> => sql.absentExtensions(db, ids);

/** Marks registered phones of an Asterisk that don't respond. Their extensions are offline, but calls still try them. */
export const markSilentPhones = (db: Db, node: string, addresses: readonly string[]): Promise<void> =>
  sql.markSilentPhones(db, node, addresses);
