import { newId } from '../src/platform/values/ids.ts';
import { openPhone, type Phone } from '../test/sip/phone.ts';
import { inTransaction, startBenchEnv, request } from './bench-env.ts';
import { compare, drive, median, percentile, print } from './measure.ts';
import { startBenchProduct } from './product.ts';

const CLIENTS = 8;
const MS = 2000;

const PHONES = 5;
const REGISTERS_WITHIN_MS = 300;

export async function run(): Promise<void> {
  await compareCreations();
  await compareRegistrations();
}

/** Audited creation of tenants by 8 clients; the peer writes the same rows as raw SQL in one transaction each. */
async function compareCreations(): Promise<void> {
  const bench = await startBenchEnv();
  let made = 0;
  const prefix = () => `c${(++made).toString(36).padStart(6, '0')}`;
  try {
    const ours = async () => {
      const done = await drive(CLIENTS, MS, async () => {
        const sipPrefix = prefix();
        const headers = { cookie: bench.cookie, origin: bench.origin };
        const { status, body } = await request(`${bench.origin}/api/v1/tenants`, {
          method: 'POST',
          headers,
          body: { name: `Tenant ${sipPrefix}`, sipPrefix },
        });
        if (status !== 201) throw new Error(`${status} ${body}`);
      });
      return done.length / (MS / 1000);
    };
    const peer = async () => {
      const done = await drive(CLIENTS, MS, async () => {
        const [id, sipPrefix] = [newId(), prefix()];
        await inTransaction(bench.superuser, async (client) => {
          await client.query('insert into sip_prefixes (prefix, tenant_id) values ($1, $2)', [sipPrefix, id]);
          await client.query(
            "insert into tenants (id, partner_id, name, sip_prefix, status, timezone) values ($1, $2, $3, $4, 'TRIAL', 'UTC')",
            [id, bench.partnerId, `Tenant ${sipPrefix}`, sipPrefix],
          );
          await client.query('insert into tenant_limits (tenant_id, partner_id) values ($1, $2)', [
            id,
            bench.partnerId,
          ]);
          await client.query(
            "insert into audit_events (id, partner_id, tenant_id, actor_role, action, target_kind, target_id) values ($1, $2, $3::uuid, 'partner_admin', 'tenant.created', 'tenant', $3::uuid::text)",
            [newId(), bench.partnerId, id],
          );
        });
      });
      return done.length / (MS / 1000);
    };
    const result = await compare({ ours, peer });
    print({ name: 'create', ...result, unit: 'tenants/s', goal: '>= 0.25', met: result.figure / result.peer >= 0.25 });
  } finally {
    await bench.close();
  }
}

/**
 * The time from the response to creating an extension of a new tenant to the 200 of its phone's first REGISTER. The peer is the second REGISTER. Both
 * include SIPp's start.
 */
async function compareRegistrations(): Promise<void> {
  const product = await startBenchProduct();
  const { call, sip: server } = product;
  const phones: Phone[] = [];
  const firsts: number[] = [];
  let made = 0;
  const timeOf = async (work: () => Promise<{ finalStatus: number }>): Promise<number> => {
    const begun = performance.now();
    const { finalStatus } = await work();
    if (finalStatus !== 200) throw new Error(`A phone cannot register: ${finalStatus}`);
    return performance.now() - begun;
  };
  const first = async (): Promise<number> => {
    const sipPrefix = `first${++made}`;
    const tenant = (await call('POST', '/tenants', { name: sipPrefix, sipPrefix, status: 'ACTIVE' })) as { id: string };
    const at = `/tenants/${tenant.id}/extensions`;
    const { id } = (await call('POST', at, { number: '101', name: 'First' })) as { id: string };
    return timeOf(async () => {
      const shown = await call('GET', `${at}/${id}/credentials`);
      const { sipUsername, sipPassword: password } = shown as { sipUsername: string; sipPassword: string };
      const opened = await openPhone({ sipUsername, password, server });
      phones.push(opened);
      return opened.register();
    });
  };
  try {
    const result = await compare({
      ours: async () => {
        const times: number[] = [];
        for (let n = 0; n < PHONES; n++) times.push(await first());
        firsts.push(...times);
        return median(times);
      },
      peer: async () => {
        const times: number[] = [];
        for (const one of phones.slice(-PHONES)) times.push(await timeOf(() => one.register()));
        return median(times);
      },
    });
    const longest = percentile(firsts, 100);
    const note = `longest ${longest.toFixed(0)} ms of ${firsts.length} phones`;
    const met = longest <= REGISTERS_WITHIN_MS;
    print({ name: 'create: first REGISTER', ...result, unit: 'ms', goal: `<= ${REGISTERS_WITHIN_MS} ms`, met, note });
  } finally {
    for (const each of phones) await each[Symbol.asyncDispose]();
    await product.close();
  }
}
