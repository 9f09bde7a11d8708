import type { Tx } from '../platform/db/db.ts';
import * as sql from './sql.ts';

/** All extensions of the transaction's tenant with what their phones are doing now, by number. */
export const presenceOfAll = (tx: Tx): Promise<sql.ExtensionPresence[]> => sql.allWithPresence(tx);
