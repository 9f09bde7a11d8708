import { fileURLToPath } from 'node:url';
import { freePort } from '../src/asterisk/ports.ts';
import { TENANT_SORTS } from '../src/tenants/contract.ts';
import { compare, drive, percentile, print } from './measure.ts';
import { answers, fillTenants, startBenchEnv, request } from './bench-env.ts';

const CLIENTS = 8;
const TENANTS = 100_000;

/** A page of 100,000 tenants of one partner, every sort by turns, 8 clients; the peer is a bare Fastify + pg route with the same page. */
export async function run(): Promise<void> {
  const bench = await startBenchEnv();
  try {
    await fillTenants(bench, TENANTS);
    const port = await freePort();
    const bare = bench.start([fileURLToPath(new URL('./bare-list.ts', import.meta.url))], {
      BARE_PORT: String(port),
      BARE_PARTNER: bench.partnerId,
    });
    const peer = `http://127.0.0.1:${port}`;
    await answers(`${peer}/tenants?sort=name`);
    const latencies: number[] = [];
    const peerLatencies: number[] = [];
    const load = (address: (sort: string) => string, headers: Record<string, string>, kept: number[]) => async () => {
      const durations = await drive(CLIENTS, 2000, async (client, n) => {
        const { status, body } = await request(address(TENANT_SORTS[(client + n) % TENANT_SORTS.length]!), { headers });
        if (status !== 200 || !body.includes('"items"')) throw new Error(`${status} ${body.slice(0, 200)}`);
      });
      kept.push(...durations);
      return durations.length / 2;
    };
    const {
      figure,
      peer: peerRate,
      noisy,
    } = await compare({
      ours: load((sort) => `${bench.origin}/api/v1/tenants?sort=${sort}`, { cookie: bench.cookie }, latencies),
      peer: load((sort) => `${peer}/tenants?sort=${sort}`, {}, peerLatencies),
    });
    const p95 = percentile(latencies, 95);
    const note = `p50 ${percentile(latencies, 50).toFixed(1)} ms, p95 ${p95.toFixed(1)} ms (the peer's ${percentile(peerLatencies, 95).toFixed(1)} ms)`;
    print({
      name: 'list',
      figure,
      peer: peerRate,
      unit: 'pages/s',
      goal: '>= 0.70 and p95 <= 20 ms',
      met: figure / peerRate >= 0.7 && p95 <= 20,
      noisy,
      note,
    });
    bare.kill();
  } finally {
    await bench.close();
  }
}
