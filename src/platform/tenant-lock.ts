import type { Tx } from './db.ts';

export type HeldTenant = { id: string; partnerId: string; name: string; sipPrefix: string; status: string };

/**
 * Takes the rows of tenants whose phones or numbers are about to change: such changes of one tenant come one after the other and never wait for
 * each other in a circle. Calls are admitted meanwhile (they only keep the row, `for key share`); a change of status waits.
 */
export async function holdTenants(tx: Tx, ids: string[]): Promise<HeldTenant[]> {
  if (ids.length === 0) return [];
  const rows = await tx
    .selectFrom('tenants')
    .select(['id', 'partner_id', 'name', 'sip_prefix', 'status'])
    .where('id', 'in', ids)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
  return rows.map((row) => ({
    id: row.id,
    partnerId: row.partner_id,
    name: row.name,
    sipPrefix: row.sip_prefix,
    status: row.status,
  }));
}
