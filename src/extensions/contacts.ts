import type { Tx } from '../platform/db/db.ts';
import * as sql from './sql.ts';

/** Drops all registrations of a tenant's phones. A phone can register again only while Asterisk's view still has its endpoint. */
export function dropContactsOfTenant(tx: Tx, tenantId: string): Promise<void> {
  return sql.dropContactsOfTenant(tx, tenantId);
}
