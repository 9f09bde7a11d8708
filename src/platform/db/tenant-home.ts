import { type RawBuilder, sql } from 'kysely';
import { type Home, homeOf } from '../numbers/e164.ts';
import type { Tx } from './db.ts';
import { firstRow } from './rows.ts';

/** How a tenant's dialled numbers are read: by the country of its address, and by its lowest number. */
export async function tenantHome(tx: Tx, tenantId: string): Promise<Home> {
  return (await findHome(tx, sql`${tenantId}::uuid`)) ?? homeOf(null, null);
}

/** The home of the transaction's tenant; null in the context of a partner or the operator. */
export const contextHome = (tx: Tx): Promise<Home | null> => findHome(tx, sql`ctx_tenant()`);

async function findHome(tx: Tx, tenantId: RawBuilder<unknown>): Promise<Home | null> {
  const query = sql<{ country: string | null; did: string | null }>`
    select t.e911_address->>'country' as country, (select min(d.number) from dids d where d.tenant_id = t.id) as did
    from tenants t where t.id = ${tenantId}`;
  const row = await firstRow(tx, query);
  return row ? homeOf(row.country, row.did) : null;
}
