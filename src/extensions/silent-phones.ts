import type { Db } from '../platform/db/db.ts';
import * as sql from './sql.ts';

/** The phones that are registered at an Asterisk. */
export const phonesOfNode = (db: Db, node: string): Promise<sql.RegisteredPhone[]> => sql.phonesOfNode(db, node);

/** Those of these extensions, of any tenant, without a registered phone that answers. */
export const absentExtensions = (db: Db, ids: readonly string[]): Promise<string[]> => sql.absentExtensions(db, ids);

/** Writes which phones of an Asterisk are registered and don't answer. Their extensions are offline, but calls still try them. */
export const markSilentPhones = (db: Db, node: string, addresses: readonly string[]): Promise<void> =>
  sql.markSilentPhones(db, node, addresses);
