import { type Selectable, sql } from 'kysely';
import type { Tx } from '../../platform/db/db.ts';
import type { Database } from '../../platform/db/schema.ts';

export type ExemptionRow = Selectable<Database['tax_exemptions']>;

export function findExemption(tx: Tx, tenantId: string): Promise<ExemptionRow | undefined> {
  return tx.selectFrom('tax_exemptions').selectAll().where('tenant_id', '=', tenantId).executeTakeFirst();
}

export async function putExemption(tx: Tx, row: Omit<ExemptionRow, 'version'>): Promise<void> {
  const { certificate, valid_from, valid_until } = row;
  await tx
    .insertInto('tax_exemptions')
    .values(row)
    .onConflict((conflict) =>
      conflict
        .column('tenant_id')
        .doUpdateSet({ certificate, valid_from, valid_until, version: sql`tax_exemptions.version + 1` }),
    )
    .execute();
}

export async function deleteExemption(tx: Tx, tenantId: string): Promise<void> {
  await tx.deleteFrom('tax_exemptions').where('tenant_id', '=', tenantId).execute();
}
