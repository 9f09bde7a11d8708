import { sql } from 'kysely';
import type { Tx } from '../../platform/db/db.ts';

export type FlowText = { text: string; hash: string | null; failed: boolean };

/** The stored ones of these texts. */
export async function textsAmong(tx: Tx, texts: readonly string[]): Promise<FlowText[]> {
  if (texts.length === 0) return [];
  return tx
    .selectFrom('flow_texts')
    .select(['text', 'hash', 'failed'])
    .where('text', 'in', [...texts])
    .execute();
}

/** Stores texts to be turned into speech. Failed ones are tried again. */
export async function requestTexts(tx: Tx, tenantId: string, texts: readonly string[]): Promise<void> {
  const rows = texts.map((text) => ({ tenant_id: tenantId, text, hash: null }));
  await tx
    .insertInto('flow_texts')
    .values(rows)
    .onConflict((conflict) => conflict.expression(sql`tenant_id, md5(text)`).doUpdateSet({ failed: false }))
    .execute();
}

export async function unspokenTexts(tx: Tx): Promise<string[]> {
  const query = tx.selectFrom('flow_texts').select('text').where('hash', 'is', null).where('failed', '=', false);
  return (await query.execute()).map(({ text }) => text);
}

export async function setSpoken(tx: Tx, text: string, change: { hash: string } | { failed: true }): Promise<void> {
  await tx.updateTable('flow_texts').set(change).where('text', '=', text).execute();
}
