import type { Tx } from '../platform/db/db.ts';
import * as sql from './sql.ts';

/** Drops every registration of a tenant's phones. Each comes back at its next REGISTER only if the view still has its endpoint. */
export function dropContactsOfTenant(tx: Tx, tenantId: string): Promise<void> {
  return sql.dropContactsOfTenant(tx, tenantId);
}
