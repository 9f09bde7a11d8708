import { TENANT_SORTS } from '../src/tenants/contract.ts';
import { fillTenants, startBenchEnv } from './bench-env.ts';
import { compare, percentile, print } from './measure.ts';
import { readRate, startBareServer } from './tenant-reads.ts';

const TENANTS = 100_000;

/** A page of 100,000 tenants of one partner, in each sort order in turn, with 8 clients. The peer is a bare Fastify + pg route with the same page. */
export async function run(): Promise<void> {
  const bench = await startBenchEnv();
  try {
    await fillTenants(bench, TENANTS);
    const bare = await startBareServer(bench);
    const latencies: number[] = [];
    const peerLatencies: number[] = [];
    const load = (address: string, headers: Record<string, string>, kept: number[]) =>
      readRate((client, n) => {
        const sort = TENANT_SORTS[(client + n) % TENANT_SORTS.length]!;
        return { url: `${address}/tenants?sort=${sort}`, headers, part: '"items"' };
      }, kept);
    const {
      figure,
      peer: peerRate,
      noisy,
    } = await compare({
      ours: load(`${bench.origin}/api/v1`, { cookie: bench.cookie }, latencies),
      peer: load(bare.origin, {}, peerLatencies),
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
    bare.stop();
  } finally {
    await bench.close();
  }
}
