import { newId } from '../src/platform/values/ids.ts';
import { inTransaction, type BenchEnv } from './bench-env.ts';

export const CALLS = 5_000_000;
const EXTENSIONS = 200;

export type BigHistory = { tenantId: string; busyExtension: string; quietExtension: string };

/** Creates by SQL a tenant with 200 extensions and five million calls in three years, and five hundred thousand calls of a hundred other tenants. */
export async function fillHistory({
  superuser,
  partnerId,
}: Pick<BenchEnv, 'superuser' | 'partnerId'>): Promise<BigHistory> {
  const tenantId = newId();
  await superuser.query("insert into sip_prefixes (prefix, tenant_id) values ('history', $1)", [tenantId]);
  await superuser.query(
    "insert into tenants (id, partner_id, name, sip_prefix, status, was_active, timezone) values ($1, $2, 'History', 'history', 'ACTIVE', true, 'America/New_York')",
    [tenantId, partnerId],
  );
  await superuser.query(
    `insert into extensions (id, tenant_id, number, name, sip_username, ha1, sealed_password)
     select gen_random_uuid(), $1, n, 'Phone ' || n, 'history-' || n, md5(n::text), '' from generate_series(1001, 1000 + $2::int) n`,
    [tenantId, EXTENSIONS],
  );
  const { rows: indexes } = await superuser.query<{ name: string; definition: string }>(
    `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition from pg_index
     where indrelid = 'calls'::regclass and not indisprimary`,
  );
  // creating an index at once is faster than filling it row by row
  for (const { name } of indexes) await superuser.query(`drop index ${name}`);
  await insertCalls(superuser, tenantId, CALLS);
  for (let n = 0; n < 100; n++) await insertCalls(superuser, newId(), 5000);
  for (const { definition } of indexes) await superuser.query(definition);
  await superuser.query('vacuum analyze calls');
  const { rows } = await superuser.query<{ id: string; number: string }>(
    "select id, number from extensions where tenant_id = $1 and number in ('1001', '1200')",
    [tenantId],
  );
  const idOf = (number: string): string => rows.find((row) => row.number === number)?.id ?? '';
  return { tenantId, busyExtension: idOf('1001'), quietExtension: idOf('1200') };
}

/**
 * Half are inbound, a tenth internal, one in five missed, one in two hundred refused, one in a hundred thousand to 911. Extensions with lower numbers
 * have more calls. Outside numbers come from four area codes.
 */
async function insertCalls(superuser: BenchEnv['superuser'], tenantId: string, count: number): Promise<void> {
  await inTransaction(superuser, async (client) => {
    // the triggers would look up what is already known here
    await client.query('set local session_replication_role = replica');
    await client.query(
      `with phones as (select array_agg(id order by number) as ids from extensions where tenant_id = $1),
       numbered as (
         select n, case when n % 10 < 5 then 'inbound' when n % 10 < 9 then 'outbound' else 'internal' end as direction,
           1 + floor(200 * power(random(), 3))::int as mine, 1 + floor(200 * power(random(), 3))::int as other, random() as fate,
           (array['+1212', '+1646', '+1917', '+1332'])[1 + floor(4 * power(random(), 2))::int] || lpad(floor(random() * 10000000)::text, 7, '0') as outside,
           timestamptz '2023-11-01' + n * interval '18 seconds' as at
         from generate_series(1, $2::int) n)
       insert into calls (id, tenant_id, direction, emergency, from_number, to_number, extension_id, called_extension_id, answered_extension_id,
         extension_number, admitted_at, answered_at, ended_at, cause, reason, outcome)
       select gen_random_uuid(), $1, direction, n % 100000 = 0,
         case direction when 'inbound' then outside when 'outbound' then '+12125550101' else (1000 + mine)::text end,
         case direction when 'inbound' then '+12125550101' when 'outbound' then case when n % 100000 = 0 then '911' else outside end else (1000 + other)::text end,
         ids[mine], case direction when 'internal' then ids[other] end, case when fate > 0.3 and direction <> 'outbound' then ids[other] end,
         (1000 + mine)::text, at, case when fate > 0.3 then at + interval '8 seconds' end, at + interval '90 seconds', 16,
         case when fate < 0.005 then 'not_permitted' end,
         case when fate > 0.3 then 'answered' when fate < 0.005 then 'refused' when fate < 0.05 then 'busy' when fate < 0.06 then 'unreachable'
           when direction = 'inbound' then 'missed' else 'no_answer' end
       from numbered, phones`,
      [tenantId, count],
    );
  });
}
