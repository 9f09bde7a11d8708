import { type Selectable, sql } from 'kysely';
import type { Tx } from '../../platform/db/db.ts';
import { oneRow } from '../../platform/db/rows.ts';
import type { Database } from '../../platform/db/schema.ts';

export type SettingsRow = Selectable<Database['invoice_settings']>;

export function findSettings(tx: Tx, partnerId: string): Promise<SettingsRow | undefined> {
  return tx.selectFrom('invoice_settings').selectAll().where('partner_id', '=', partnerId).executeTakeFirst();
}

export async function putSettings(
  tx: Tx,
  partnerId: string,
  settings: Omit<SettingsRow, 'partner_id' | 'version'>,
): Promise<void> {
  await tx
    .insertInto('invoice_settings')
    .values({ partner_id: partnerId, ...settings })
    .onConflict((conflict) =>
      conflict.column('partner_id').doUpdateSet({ ...settings, version: sql`invoice_settings.version + 1` }),
    )
    .execute();
}

/** The partner's name, and the time zone of its new tenants if it has chosen one. */
export const readPartner = (tx: Tx, partnerId: string): Promise<{ name: string; timezone: string | null }> =>
  oneRow(
    tx,
    sql<{ name: string; timezone: string | null }>`select name,
      (select timezone from tenant_defaults where partner_id = partners.id) as timezone from partners where id = ${partnerId}`,
  );
