import type { Tx } from '../platform/db/db.ts';
import * as sql from './sql.ts';

/** All extensions of the transaction's tenant, by number, with their current presence. */
export const presenceOfAll = (tx: Tx): Promise<sql.ExtensionPresence[]> => sql.allWithPresence(tx);

/** Some extensions of the transaction's tenant, by id. */
export async function extensionsById(tx: Tx, ids: readonly string[]): Promise<Map<string, sql.ExtensionName>> {
  if (ids.length === 0) return new Map();
  return new Map((await sql.namesById(tx, ids)).map((extension) => [extension.id, extension]));
}
