import { admit } from '../src/calls/admission/admission.ts';
import { extendLeg } from '../src/calls/admission/extending.ts';
import { saveEnd } from '../src/calls/records/call-records.ts';
import { type Db, openDb, openPool } from '../src/platform/db/db.ts';
import { callEnd } from '../test/call-facts.ts';
import type { TestTenant } from '../test/tenants.ts';
import { until } from '../test/until.ts';
import { answers, type BenchEnv, startBenchEnv } from './bench-env.ts';
import { requestOf, callOut, newCallingTenant, queryOf } from './calling-tenant.ts';
import { median, print } from './measure.ts';

const ROUNDS = 8;
/** Simultaneous calls when the cap is reached. */
const CALLS = 20;
/** At 0.60 a minute, charged by the second, the cap allows this many seconds for all calls together. */
const CAP_SECONDS = 300;
const MICROS_A_SECOND = 10_000;
const GOAL_MS = 1000;

/**
 * The time from the end of the call that uses up a cap until the tenant is suspended, with twenty simultaneous calls that reserved all they could.
 * The peer is the response time of a suspension by the API. No charge may exceed the cap.
 */
export async function run(): Promise<void> {
  const bench = await startBenchEnv();
  const pool = openPool(bench.url('app'), 'bench');
  const db = openDb(pool);
  const worker = bench.start(['src/main.ts', 'worker'], {});
  try {
    await answers(`${bench.origin}/readyz`);
    const [times, peers]: [number[], number[]] = [[], []];
    let overspend = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const tenant = await newCallingTenant(bench);
      const { took, over } = await useUp(bench, db, tenant);
      // the first round waits until the worker has started
      if (round > 0) times.push(took);
      overspend = Math.max(overspend, over);
      peers.push(await suspendByHand(bench, await newCallingTenant(bench)));
    }
    const slowest = Math.max(...times);
    print({
      name: 'cap',
      figure: median(times),
      peer: median(peers),
      unit: 'ms',
      goal: `<= ${GOAL_MS} ms, overspend 0`,
      met: slowest <= GOAL_MS && overspend === 0,
      noisy: false,
      note: `slowest ${slowest.toFixed(0)} ms; overspend ${overspend} micros in ${ROUNDS} rounds of ${CALLS} calls`,
    });
  } finally {
    worker.kill('SIGTERM');
    await pool.end();
    await bench.close();
  }
}

async function useUp(bench: BenchEnv, db: Db, tenant: TestTenant): Promise<{ took: number; over: number }> {
  const query = queryOf(bench);
  const cap = CAP_SECONDS * MICROS_A_SECOND;
  await query(
    `update tenant_limits set monthly_spend_micros = $2, currency = 'USD', auto_suspend = true where tenant_id = $1`,
    [tenant.id, cap],
  );
  const decisions = await Promise.all(Array.from({ length: CALLS }, () => admit(db, 'bench', callOut(tenant))));
  const live = decisions.flatMap((one) => (one.kind === 'connect' ? [one.facts] : []));
  const answeredAt = new Date().toISOString();
  // each call reserves step after step until nothing more fits
  await Promise.all(
    live.map(async ({ id: callId }) => {
      const leg = { callId, tenantId: tenant.id, leg: 1, since: answeredAt };
      while ((await extendLeg(db, leg, Date.now())).kind === 'granted');
    }),
  );
  const granted = await query<{ call_id: string; granted_seconds: number }>(
    'select call_id, granted_seconds from live_legs where tenant_id = $1 order by call_id',
    [tenant.id],
  );
  let begun = performance.now();
  for (const { call_id: id, granted_seconds: seconds } of granted) {
    const facts = live.find((one) => one.id === id);
    if (!facts) throw new Error('A leg belongs to no call.');
    const endedAt = new Date(Date.parse(answeredAt) + seconds * 1000).toISOString();
    const legs = facts.legs?.map((leg) => ({ ...leg, answeredAt }));
    begun = performance.now();
    await saveEnd(db, { ...facts, ...(legs && { legs }) }, callEnd({ answeredAt, at: endedAt, endedBy: 'system' }));
  }
  const isSuspended = async () =>
    (await query<{ status: string }>('select status from tenants where id = $1', [tenant.id]))[0]?.status ===
    'SUSPENDED';
  await until('the tenant is suspended', isSuspended, 60_000);
  const took = performance.now() - begun;
  const [sum] = await query<{ spent: string }>(
    'select spent_micros as spent from billing_cycles where tenant_id = $1',
    [tenant.id],
  );
  return { took, over: Math.max(0, Number(sum?.spent ?? 0) - cap) };
}

async function suspendByHand(bench: BenchEnv, tenant: TestTenant): Promise<number> {
  const begun = performance.now();
  const { status } = await requestOf(bench)('POST', `${tenant.path}/suspend`, { reason: 'manual' });
  if (status !== 200) throw new Error(`Suspending answered ${status}.`);
  return performance.now() - begun;
}
