import type { Arrival } from '../src/calls/model/decision.ts';
import { newId } from '../src/platform/values/ids.ts';
import { phoneArrival } from '../test/arrivals.ts';
import { billTenant, rateTable } from '../test/billed.ts';
import { createTenant, type TestTenant } from '../test/tenants.ts';
import { type BenchEnv, request } from './bench-env.ts';

/** 0.60 a minute, by the second. */
const PER_MINUTE_MICROS = 600_000;

/** Queries the database like tests do, returning only rows. */
export const queryOf =
  ({ superuser }: Pick<BenchEnv, 'superuser'>) =>
  async <T = Record<string, unknown>>(text: string, values?: unknown[]): Promise<T[]> =>
    // the caller gives the type of its rows, as in all tests
    (await superuser.query(text, values)).rows as T[];

/** Calls the API as the partner's admin. */
export const requestOf =
  ({ origin, cookie }: BenchEnv) =>
  async (method: string, path: string, body?: unknown) => {
    const headers = { cookie, origin };
    const response = await request(`${origin}/api/v1${path}`, { method, headers, body });
    return { status: response.status, body: response.body === '' ? null : JSON.parse(response.body) };
  };

let made = 0;

/** A tenant with billed outbound calls, a phone, a number and no limit of calls. Don't create two at once. */
export async function newCallingTenant(bench: BenchEnv): Promise<TestTenant> {
  const query = queryOf(bench);
  const tenant = await createTenant(requestOf(bench), { prefix: `calls${++made}`, extensions: ['101'] });
  const number = `+1212555${String(made).padStart(4, '0')}`;
  await query(
    `insert into dids (id, partner_id, tenant_id, number, status, routing_kind, routing_target_id) values ($1, $2, $3, $4, 'ASSIGNED', 'extension', $5)`,
    [newId(), bench.partnerId, tenant.id, number, tenant.extensionId('101')],
  );
  await query(
    `insert into trunks (id, name, host, match) select $1, 'carrier', '127.0.0.1', '127.0.0.1:5090' where not exists (select from trunks)`,
    [newId()],
  );
  await query(
    'update outbound_permissions set max_concurrent = 10000, max_concurrent_per_extension = 10000 where tenant_id = $1',
    [tenant.id],
  );
  await query('delete from fraud_rules where tenant_id = $1', [tenant.id]);
  const outboundRates = await rateTable({ query }, bench.partnerId, { '1': { perMinuteMicros: PER_MINUTE_MICROS } });
  await billTenant({ query }, { tenantId: tenant.id, terms: { outboundRates } });
  return tenant;
}

/** An outbound call from its phone. */
export const callOut = ({ id, prefix }: TestTenant): Arrival =>
  phoneArrival('2125559999', { tenantId: id, endpoint: `${prefix}-101`, channel: newId() });
