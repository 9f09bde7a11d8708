import { fileURLToPath } from 'node:url';
import { freePort } from '../src/asterisk/ports.ts';
import { answers, fillTenants, request, startBenchEnv } from './bench-env.ts';
import { compare, drive, percentile, print } from './measure.ts';

const CLIENTS = 8;
const TENANTS = 1000;
const GOAL = 0.75;

/**
 * What a program reads with its key: a page of tenants, and one tenant; 8 clients with a key each, because no key may send as many requests. The peer is
 * a bare Fastify + pg route with the same rows, without a key, a limit and a log.
 */
export async function run(): Promise<void> {
  const bench = await startBenchEnv();
  try {
    await fillTenants(bench, TENANTS);
    const [one] = (await bench.superuser.query<{ id: string }>('select id from tenants limit 1')).rows;
    const keys = await Promise.all(Array.from({ length: CLIENTS }, () => newKey(bench)));
    const port = await freePort();
    const bare = bench.start([fileURLToPath(new URL('./bare-list.ts', import.meta.url))], {
      BARE_PORT: String(port),
      BARE_PARTNER: bench.partnerId,
    });
    const peer = `http://127.0.0.1:${port}`;
    await answers(`${peer}/tenants?sort=name`);
    for (const [name, path] of [
      ['api: a page by key', '/tenants?sort=name'],
      ['api: one tenant by key', `/tenants/${one?.id}`],
    ] as const) {
      const latencies: number[] = [];
      const load =
        (address: string, headersOf: (client: number) => Record<string, string>, kept: number[]) => async () => {
          const durations = await drive(CLIENTS, 2000, async (client) => {
            const { status, body } = await request(address, { headers: headersOf(client) });
            if (status !== 200) throw new Error(`${status} ${body.slice(0, 200)}`);
          });
          kept.push(...durations);
          return durations.length / 2;
        };
      const {
        figure,
        peer: peerRate,
        noisy,
      } = await compare({
        ours: load(
          `${bench.origin}/api/v1${path}`,
          (client) => ({ authorization: `Bearer ${keys[client]}` }),
          latencies,
        ),
        peer: load(`${peer}${path}`, () => ({}), []),
      });
      const note = `p50 ${percentile(latencies, 50).toFixed(1)} ms, p95 ${percentile(latencies, 95).toFixed(1)} ms`;
      const met = figure / peerRate >= GOAL;
      print({ name, figure, peer: peerRate, unit: 'req/s', goal: `>= ${GOAL}`, met, noisy, note });
    }
    bare.kill();
  } finally {
    await bench.close();
  }
}

async function newKey(bench: Awaited<ReturnType<typeof startBenchEnv>>): Promise<string> {
  const { status, body } = await request(`${bench.origin}/api/v1/api-keys`, {
    method: 'POST',
    headers: { cookie: bench.cookie, origin: bench.origin },
    body: { name: 'Bench', scopes: ['tenants.read', 'tenant.read'], requestsPerMinute: 10_000 },
  });
  if (status !== 201) throw new Error(`${status} ${body}`);
  return JSON.parse(body).token;
}
