import { sql } from 'kysely';
import type { Tx } from '../platform/db/db.ts';

/** The country of the tenant's address and its lowest number, used to read outside numbers. */
export async function regionOf(tx: Tx, tenantId: string): Promise<{ country: string | null; did: string | null }> {
  const { rows } = await sql<{ country: string | null; did: string | null }>`
    select t.e911_address->>'country' as country, (select min(d.number) from dids d where d.tenant_id = t.id) as did
    from tenants t where t.id = ${tenantId}`.execute(tx);
  return rows[0] ?? { country: null, did: null };
}
