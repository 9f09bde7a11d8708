import { type BenchEnv, fillTenants, request, startBenchEnv } from './bench-env.ts';
import { compare, percentile, print } from './measure.ts';
import { CLIENTS, readRate, startBareServer } from './tenant-reads.ts';

const TENANTS = 1000;
const GOAL = 0.75;

/**
 * Reads with an API key: a page of tenants, and one tenant. Each of 8 clients has its own key, because one key may not send that many requests. The
 * peer is a bare Fastify + pg route that looks up the same key and reads the same rows, without limits, request log or contract. A route without a
 * key is printed as well, without a goal.
 */
export async function run(): Promise<void> {
  const bench = await startBenchEnv();
  try {
    await fillTenants(bench, TENANTS);
    const [one] = (await bench.superuser.query<{ id: string }>('select id from tenants limit 1')).rows;
    const keys = await Promise.all(Array.from({ length: CLIENTS }, () => newKey(bench)));
    const headersOf = (client: number) => ({ authorization: `Bearer ${keys[client]}` });
    const bare = await startBareServer(bench);
    for (const { name, path, part } of [
      { name: 'api: a page by key', path: '/tenants?sort=name', part: '"items"' },
      { name: 'api: one tenant by key', path: `/tenants/${one?.id}`, part: '"id"' },
    ]) {
      const latencies: number[] = [];
      const ours = readRate(
        (client) => ({ url: `${bench.origin}/api/v1${path}`, headers: headersOf(client), part }),
        latencies,
      );
      const url = `${bare.origin}${path}`;
      const besideKey = await compare({
        ours,
        peer: readRate((client) => ({ url, headers: headersOf(client), part }), []),
      });
      const note = `p50 ${percentile(latencies, 50).toFixed(1)} ms, p95 ${percentile(latencies, 95).toFixed(1)} ms`;
      const met = besideKey.figure / besideKey.peer >= GOAL;
      print({ name, ...besideKey, unit: 'req/s', goal: `>= ${GOAL}`, met, note });
      const besideOpen = await compare({ ours, peer: readRate(() => ({ url, part }), []) });
      print({ name: `${name}, open peer`, ...besideOpen, unit: 'req/s', goal: 'none', met: true });
    }
    bare.stop();
  } finally {
    await bench.close();
  }
}

async function newKey(bench: BenchEnv): Promise<string> {
  const { status, body } = await request(`${bench.origin}/api/v1/api-keys`, {
    method: 'POST',
    headers: { cookie: bench.cookie, origin: bench.origin },
    body: { name: 'Bench', scopes: ['tenants.read', 'tenant.read'], requestsPerMinute: 10_000 },
  });
  if (status !== 201) throw new Error(`${status} ${body}`);
  return JSON.parse(body).key;
}
