import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { newId } from '../src/platform/values/ids.ts';
import { until } from '../test/until.ts';
import { respondOk, type Receiver, startReceiver } from '../test/webhook-receiver.ts';
import { type BenchEnv, request, startBenchEnv } from './bench-env.ts';
import { percentile, print } from './measure.ts';

const RATE = 200;
const SECONDS = Number(process.env['SECONDS'] ?? 15);
const EVENTS = Number(process.env['EVENTS'] ?? 20_000);
/** How long the receiver refuses everything. */
const DOWN_MS = 60_000;
const GOAL_MS = 100;
const GOAL_RATIO = 1.2;

/**
 * The time from the commit of a change to its message at the receiver, the same while another receiver of the partner never responds, and losses
 * while the receiver is down and the worker is killed twice.
 */
export async function run(): Promise<void> {
  // lets the API and the worker accept a receiver on this machine
  process.env['WEBHOOK_PRIVATE_ADDRESSES'] = 'allow';
  const env = await startBenchEnv();
  const headers = { cookie: env.cookie, origin: env.origin };
  const post = async (path: string, body: unknown) => {
    const { status, body: text } = await request(`${env.origin}/api/v1${path}`, { method: 'POST', headers, body });
    if (status >= 300) throw new Error(`${path}: ${status} ${text}`);
    return JSON.parse(text);
  };
  const good = await startReceiver();
  const silent = await startReceiver(() => undefined);
  let worker = startWorker(env);
  try {
    const { id: tenantId } = await post('/tenants', { name: 'Bench', sipPrefix: 'bench', status: 'ACTIVE' });
    const hook = (name: string, { url }: Receiver) => post('/webhooks', { name, url, types: ['call.started'] });
    good.state.secret = (await hook('good', good)).secret;
    await measure(env, tenantId, good, 3);
    const alone = await measure(env, tenantId, good, SECONDS);
    const bad = await hook('silent', silent);
    const beside = await measure(env, tenantId, good, SECONDS);
    await request(`${env.origin}/api/v1/webhooks/${bad.id}`, { method: 'DELETE', headers });
    print({ name: `delivered p95 (${RATE}/s)`, figure: alone, peer: GOAL_MS, unit: 'ms', goal: `<= ${GOAL_MS} ms`, met: alone <= GOAL_MS, noisy: false }); // prettier-ignore
    print({ name: 'beside a silent receiver', figure: beside, peer: alone, unit: 'ms', goal: `<= ${GOAL_RATIO}`, met: beside / alone <= GOAL_RATIO, noisy: false }); // prettier-ignore

    good.received.length = 0;
    const killed = (async () => {
      for (let time = 0; time < 2; time++) {
        await pause(3000);
        worker.kill('SIGKILL');
        await once(worker, 'exit');
        worker = startWorker(env);
      }
    })();
    good.state.answer = (_request, response) => void response.writeHead(503).end();
    const began = performance.now();
    await Promise.all([insertMany(env, tenantId), pause(DOWN_MS)]);
    good.state.answer = respondOk;
    good.received.length = 0;
    await killed;
    const seen = new Set<string>();
    const isThere = () => {
      for (const { id } of good.received.splice(0)) seen.add(id);
      return seen.size >= EVENTS;
    };
    await until('all messages', isThere, 600_000, 100).catch(() => undefined);
    const lost = EVENTS - seen.size;
    const seconds = Math.round((performance.now() - began) / 1000);
    print({ name: `lost of ${EVENTS}`, figure: lost, peer: 1, unit: '', goal: '0', met: lost === 0, noisy: false, note: `receiver down, worker killed twice, ${seconds} s` }); // prettier-ignore
  } finally {
    worker.kill('SIGKILL');
    await Promise.all([good.close(), silent.close()]);
    await env.close();
  }
}

const startWorker = (env: BenchEnv): ChildProcess => env.start(['src/main.ts', 'worker'], {});

const INSERT = `insert into live_calls (id, tenant_id, direction, from_number, to_number, node, channel_id)`;

/** Commits one call after the other at the rate; the p95 from each commit to its message. */
async function measure(env: BenchEnv, tenantId: string, receiver: Receiver, seconds: number): Promise<number> {
  receiver.received.length = 0;
  const committed = new Map<string, number>();
  const begun = performance.now();
  const writes: Promise<unknown>[] = [];
  for (let number = 0; number < seconds * RATE; number++) {
    await pause(Math.max(0, begun + (number * 1000) / RATE - performance.now()));
    const id = newId();
    const values = [id, tenantId];
    const insert = env.superuser.query(`${INSERT} values ($1, $2, 'internal', '101', '102', 'n', 'c')`, values);
    writes.push(insert.then(() => committed.set(id, Date.now())));
  }
  await Promise.all(writes);
  const all = () => receiver.received.length >= committed.size;
  await until('the messages', all, 60_000);
  const delays = receiver.received.flatMap(({ at, event }) => {
    const from = committed.get(String(event.data['id']));
    return from === undefined ? [] : [at - from];
  });
  return Math.max(1, percentile(delays, 95));
}

async function insertMany(env: BenchEnv, tenantId: string): Promise<void> {
  const batch = 500;
  for (let done = 0; done < EVENTS; done += batch)
    await env.superuser.query(
      `${INSERT} select gen_random_uuid(), $1, 'internal', '101', '102', 'n', 'c' from generate_series(1, $2::int)`,
      [tenantId, batch],
    );
}
