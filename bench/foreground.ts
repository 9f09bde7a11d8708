import { setTimeout as delay } from 'node:timers/promises';
import { request, type BenchEnv } from './bench-env.ts';

const CLIENTS = 4;
/** The interval of each client's requests, which leaves the machine idle time, as in normal use. */
const EVERY_MS = 20;

/**
 * A tenant's users read a page of extensions, and now and then change the tenant's record, while `work` runs in another tenant.
 * Returns how long each request took, in ms.
 */
export async function requestDuring(
  bench: BenchEnv,
  { id }: { id: string },
  work: () => Promise<void>,
): Promise<number[]> {
  const headers = { cookie: bench.cookie, origin: bench.origin };
  const times: number[] = [];
  const one = async (n: number): Promise<void> => {
    const begun = performance.now();
    const path = `${bench.origin}/api/v1/tenants/${id}`;
    const { status, body } =
      n % 4 === 0
        ? await request(path, { method: 'PATCH', headers, body: { name: `Big ${n}` } })
        : await request(`${path}/extensions?limit=50`, { headers });
    if (status !== 200) throw new Error(`${status} ${body.slice(0, 200)}`);
    times.push(performance.now() - begun);
  };
  const over = new AbortController();
  const client = async (): Promise<void> => {
    for (let n = 0; !over.signal.aborted; n++) await Promise.all([one(n), delay(EVERY_MS)]);
  };
  await Promise.all([work().finally(() => over.abort()), ...Array.from({ length: CLIENTS }, client)]);
  return times;
}
