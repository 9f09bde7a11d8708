import { fileURLToPath } from 'node:url';
import { freePort } from '../src/asterisk/ports.ts';
import { answers, type BenchEnv, request } from './bench-env.ts';
import { drive } from './measure.ts';

export const CLIENTS = 8;
const SECONDS = 2;

/** Starts the peer of the benches that read tenants: `bare-list.ts` in a separate process on the same database. */
export async function startBareServer(bench: BenchEnv, env: Record<string, string> = {}) {
  const port = await freePort();
  const server = bench.start([fileURLToPath(new URL('./bare-list.ts', import.meta.url))], {
    BARE_PORT: String(port),
    BARE_PARTNER: bench.partnerId,
    ...env,
  });
  const origin = `http://127.0.0.1:${port}`;
  await answers(`${origin}/tenants?sort=name`);
  return { origin, stop: () => server.kill() };
}

/** `part`: what the body must contain. */
type Read = { url: string; headers?: Record<string, string>; part: string };

/** One side of a comparison: reads per second by 8 clients. The durations are added to `latencies`. */
export const readRate = (readOf: (client: number, n: number) => Read, latencies: number[]) => async () => {
  const durations = await drive(CLIENTS, SECONDS * 1000, async (client, n) => {
    const { url, headers = {}, part } = readOf(client, n);
    const { status, body } = await request(url, { headers });
    if (status !== 200 || !body.includes(part)) throw new Error(`${status} ${body.slice(0, 200)}`);
  });
  latencies.push(...durations);
  return durations.length / SECONDS;
};
