import { sql } from 'kysely';
import type { Tx } from '../platform/db/db.ts';
import { oneRow } from '../platform/db/rows.ts';

export type TenantKeySettingsRow = { allowed: boolean; version: number; keys: number; tenants: number };

/** The partner's setting, with what it affects. The transaction's context must be the partner. */
export function readSettings(tx: Tx, partnerId: string): Promise<TenantKeySettingsRow> {
  return oneRow(
    tx,
    sql<TenantKeySettingsRow>`select coalesce(s.allowed, false) as allowed, coalesce(s.version, 0) as version,
      (select count(*)::int from api_keys k where k.tenant_id is not null) as keys,
      (select count(distinct k.tenant_id)::int from api_keys k where k.tenant_id is not null) as tenants
    from (select 1) as once left join tenant_key_settings s on s.partner_id = ${partnerId}`,
  );
}

/** Whether the partner allows the transaction's tenant to have keys. */
export async function isAllowed(tx: Tx): Promise<boolean> {
  const row = await tx.selectFrom('tenant_key_settings').select('allowed').executeTakeFirst();
  return row?.allowed ?? false;
}

export async function saveSettings(tx: Tx, partnerId: string, allowed: boolean): Promise<void> {
  await tx
    .insertInto('tenant_key_settings')
    .values({ partner_id: partnerId, allowed })
    .onConflict((conflict) =>
      conflict.column('partner_id').doUpdateSet({ allowed, version: sql<number>`tenant_key_settings.version + 1` }),
    )
    .execute();
}
