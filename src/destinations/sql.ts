import type { Tx } from '../platform/db/db.ts';

export async function isOwnNumber(tx: Tx, tenantId: string, number: string): Promise<boolean> {
  const query = tx.selectFrom('dids').select('id').where('number', '=', number).where('tenant_id', '=', tenantId);
  return (await query.executeTakeFirst()) !== undefined;
}
