import { type Selectable, sql } from 'kysely';
import type { Tx } from '../platform/db.ts';
import type { Database } from '../platform/schema.ts';

type Table = Database['outbound_permissions'];
export type PermissionsRow = Selectable<Table>;
export type PermissionValues = Omit<PermissionsRow, 'tenant_id' | 'partner_id' | 'version'>;

export function findPermissions(tx: Tx, tenantId: string): Promise<PermissionsRow | undefined> {
  return tx.selectFrom('outbound_permissions').selectAll().where('tenant_id', '=', tenantId).executeTakeFirst();
}

/** The caller holds the tenant's row. */
export function upsertPermissions(
  tx: Tx,
  tenant: { id: string; partnerId: string },
  values: PermissionValues,
): Promise<PermissionsRow> {
  return tx
    .insertInto('outbound_permissions')
    .values({ tenant_id: tenant.id, partner_id: tenant.partnerId, ...values })
    .onConflict((conflict) =>
      conflict.column('tenant_id').doUpdateSet({ ...values, version: sql`outbound_permissions.version + 1` }),
    )
    .returningAll()
    .executeTakeFirstOrThrow();
}
