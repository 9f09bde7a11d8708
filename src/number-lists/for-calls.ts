import type { CallerCondition } from '../flows/content/parts-contract.ts';
import type { Complete } from '../flows/interpreter/walk.ts';
import type { Tx } from '../platform/db/db.ts';
import { beginningsOf } from './rules.ts';
import * as sql from './sql.ts';

/** The tenant's own ones of these lists. */
export const numberListsAmong = (tx: Tx, ids: readonly string[]): Promise<string[]> => sql.listsAmong(tx, ids);

/**
 * Whether a caller meets a condition, by the current lists and contacts. Needs at most one statement. `number`: in E.164, null if the caller hides
 * it. Null if the tenant has no such list.
 */
export async function callerIs(
  tx: Tx,
  tenantId: string,
  condition: Complete<CallerCondition>,
  number: string | null,
): Promise<boolean | null> {
  switch (condition.kind) {
    case 'anonymous':
      return number === null;
    case 'startsWith':
      return number?.startsWith(condition.prefix) ?? false;
    case 'inContacts':
      return number !== null && sql.isContact(tx, tenantId, number);
    case 'inList': {
      const caller = number ?? '';
      return sql.listHas(tx, tenantId, { listId: condition.listId, number: caller, beginnings: beginningsOf(caller) });
    }
  }
}
