import type { Tx } from './db.ts';

/**
 * Serializes changes of settings that a partner has one row for. It locks the partner, because that row may not exist
 * yet.
 */
export async function lockPartner(tx: Tx, partnerId: string): Promise<void> {
  await tx.selectFrom('partners').select('id').where('id', '=', partnerId).forNoKeyUpdate().execute();
}
