import { type Selectable, sql } from 'kysely';
import type { Tx } from '../platform/db/db.ts';
import type { Database } from '../platform/db/schema.ts';
import type { SuspensionReason } from '../status/contract.ts';

type ContactRow = Selectable<Database['support_contacts']>;

/** The one contact visible to the transaction: the partner's own, or that of the tenant's partner. */
export function findContact(tx: Tx): Promise<ContactRow | undefined> {
  return tx.selectFrom('support_contacts').selectAll().executeTakeFirst();
}

export async function putContact(tx: Tx, partnerId: string, contact: { email: string; phone: string }): Promise<void> {
  await tx
    .insertInto('support_contacts')
    .values({ partner_id: partnerId, ...contact })
    .onConflict((conflict) =>
      conflict.column('partner_id').doUpdateSet({ ...contact, version: sql`support_contacts.version + 1` }),
    )
    .execute();
}

/** All reasons for the tenant's suspension, whether set by its partner or the operator. Empty unless it is suspended. */
export async function suspensionReasons(tx: Tx, tenantId: string): Promise<SuspensionReason[]> {
  const query = tx
    .selectFrom('tenants')
    .select(sql<SuspensionReason[]>`suspension_reasons || operator_reasons`.as('reasons'));
  const row = await query.where('id', '=', tenantId).where('status', '=', 'SUSPENDED').executeTakeFirst();
  return row?.reasons ?? [];
}
