import { newId } from '../src/platform/values/ids.ts';
import { inTransaction, type BenchEnv } from './bench-env.ts';

export const EXTENSIONS = 10_000;
export const NUMBERS = 1000;

export type BigTenant = { id: string; name: string };

let made = 0;

/** Creates by SQL a tenant with 10,000 registered extensions and 1,000 numbers. */
export async function newBigTenant({
  superuser,
  partnerId,
}: Pick<BenchEnv, 'superuser' | 'partnerId'>): Promise<BigTenant> {
  const id = newId();
  const code = String(++made).padStart(3, '0');
  const prefix = `big${code}`;
  const name = `Big ${code}`;
  await inTransaction(superuser, async (client) => {
    await client.query('insert into sip_prefixes (prefix, tenant_id) values ($1, $2)', [prefix, id]);
    await client.query(
      "insert into tenants (id, partner_id, name, sip_prefix, status, was_active, timezone) values ($1, $2, $3, $4, 'ACTIVE', true, 'UTC')",
      [id, partnerId, name, prefix],
    );
    await client.query(
      `insert into extensions (id, tenant_id, number, name, sip_username, ha1, sealed_password)
       select gen_random_uuid(), $1, n, 'Phone ' || n, $2 || '-' || n, md5($2 || n), '' from generate_series(10001, 10000 + $3::int) n`,
      [id, prefix, EXTENSIONS],
    );
    await client.query(
      `insert into dids (id, partner_id, tenant_id, number, status, routing_kind, routing_target_id)
       select gen_random_uuid(), $1, $2, '+1' || $3 || e.number, 'ASSIGNED', 'extension', e.id
       from extensions e where e.tenant_id = $2 order by e.number limit $4`,
      [partnerId, id, 200 + made, NUMBERS],
    );
    // the trigger would look up the tenant for each row
    await client.query('set local session_replication_role = replica');
    await client.query(
      `insert into asterisk.ps_contacts (id, endpoint, uri, expiration_time, tenant_id)
       select sip_username, sip_username, 'sip:' || sip_username || '@203.0.113.7', extract(epoch from now()) + 3600, tenant_id
       from extensions where tenant_id = $1`,
      [id],
    );
  });
  return { id, name };
}
