import { sql } from 'kysely';
import { type Home, homeOf } from '../numbers/e164.ts';
import type { Tx } from './db.ts';
import { firstRow } from './rows.ts';

/** How a tenant's dialled numbers are read: by the country of its address, and by its lowest number. */
export async function tenantHome(tx: Tx, tenantId: string): Promise<Home> {
  const query = sql<{ country: string | null; did: string | null }>`
    select t.e911_address->>'country' as country, (select min(d.number) from dids d where d.tenant_id = t.id) as did
    from tenants t where t.id = ${tenantId}`;
  const row = await firstRow(tx, query);
  return homeOf(row?.country, row?.did ?? null);
}
