import { setTimeout as delay } from 'node:timers/promises';
import { newId } from '../src/platform/values/ids.ts';
import { openFarEnd, startLoad } from '../test/sip/load.ts';
import { inTransaction } from './bench-env.ts';
import { compare, percentile, print } from './measure.ts';
import { callers, countUdpErrors, type Fleet, newFleet, registerCallees } from './phones.ts';
import { type Product, startBenchProduct } from './product.ts';

const CALLS_A_SECOND = 25;
const HOLD_MS = 300;
/** Suspensions in a round, each followed by its reactivation; five rounds make 500. */
const TOGGLES = 100;
/** How long a tenant stays in each status, while several calls arrive. */
const STAYS_MS = 200;
const GOAL_MS = 60;

/** From the response to a suspension until the request to reactivate, in epoch milliseconds. */
type Closed = { from: number; to: number };

/** Suspends and reactivates a tenant while calls arrive. The peer changes the same rows in a transaction of plain SQL. */
export async function run(): Promise<void> {
  const product = await startBenchProduct();
  try {
    await using far = await openFarEnd(product.sip);
    const fleet = await newFleet(product, 'bench');
    await registerCallees(product, fleet, far.port);
    await noteAdmissions(product);
    const lost = countUdpErrors(product.sip.port, far.port);
    await using storm = await startLoad({
      scenario: 'storm-calling',
      server: product.sip,
      rate: CALLS_A_SECOND,
      calls: 1_000_000,
      holdMs: HOLD_MS,
      rows: callers(fleet),
    });
    const closed: Closed[] = [];
    const answers: number[] = [];
    const result = await compare({
      ours: () => toggle(throughTheApi(product, fleet), closed, answers),
      peer: () => toggle(bySql(product, fleet), [], []),
    });
    const { calls } = await storm.stop();
    const p95 = percentile(answers, 95);
    const admitted = await admissions(product);
    const inside = admitted.filter((at) => closed.some(({ from, to }) => at > from && at < to)).length;
    const reached = (await far.soFar()).calls.length;
    const note = [
      `p95 ${p95.toFixed(1)} ms`,
      `${inside} calls admitted after the answer of ${closed.length} suspensions`,
      `of ${calls.length} calls ${admitted.length} admitted, ${reached} reached the far end`,
      lost(),
    ].join('; ');
    const met = inside === 0 && reached <= admitted.length && p95 <= GOAL_MS;
    print({ name: 'suspend', ...result, unit: 'ms', goal: `p95 <= ${GOAL_MS} ms, 0 admitted`, met, note });
  } finally {
    await product.close();
  }
}

/** Makes the database record when a call is admitted, in the transaction that locks the tenant's row. */
async function noteAdmissions({ superuser }: Product): Promise<void> {
  await superuser.query(`
    create table bench_admissions (at timestamptz not null default clock_timestamp());
    create function note_admission() returns trigger language plpgsql security definer as
      $$ begin insert into public.bench_admissions default values; return null; end $$;
    create trigger note_admission after insert on live_calls for each row execute function note_admission();`);
}

async function admissions({ superuser }: Product): Promise<number[]> {
  const text = 'select extract(epoch from at)::float8 * 1000 as at from bench_admissions';
  return (await superuser.query<{ at: number }>(text)).rows.map(({ at }) => at);
}

type Change = { suspend: () => Promise<unknown>; reactivate: () => Promise<unknown> };

/** The median duration of the changes, for both kinds. */
async function toggle({ suspend, reactivate }: Change, closed: Closed[], kept: number[]): Promise<number> {
  const times: number[] = [];
  const timed = async (change: () => Promise<unknown>): Promise<void> => {
    const begun = performance.now();
    await change();
    times.push(performance.now() - begun);
  };
  for (let n = 0; n < TOGGLES; n++) {
    await timed(suspend);
    // the next whole millisecond, and the current one
    const from = Date.now() + 1;
    await delay(STAYS_MS);
    closed.push({ from, to: Date.now() });
    await timed(reactivate);
    await delay(STAYS_MS);
  }
  kept.push(...times);
  return percentile(times, 50);
}

function throughTheApi({ call }: Product, { tenantId }: Fleet): Change {
  return {
    suspend: () => call('POST', `/tenants/${tenantId}/suspend`, { reason: 'manual' }),
    reactivate: () => call('POST', `/tenants/${tenantId}/reactivate`, {}),
  };
}

function bySql({ superuser, partnerId, userId }: Product, { tenantId }: Fleet): Change {
  const change = (status: 'SUSPENDED' | 'ACTIVE', reasons: string[]): Promise<void> =>
    inTransaction(superuser, async (client) => {
      await client.query('select * from tenants where id = $1 for update', [tenantId]);
      await client.query(
        'update tenants set status = $2, suspension_reasons = $3, version = version + 1 where id = $1 returning *',
        [tenantId, status, reasons],
      );
      await client.query("select pg_notify('tenant_status', $1)", [JSON.stringify({ tenantId, status })]);
      await client.query(
        `insert into audit_events (id, partner_id, tenant_id, actor_id, actor_role, action, target_kind, target_id, after)
         values ($1, $2, $3::uuid, $4, 'partner_admin', 'tenant.suspended', 'tenant', $3::uuid::text, $5)`,
        [newId(), partnerId, tenantId, userId, JSON.stringify({ status, suspensionReasons: reasons })],
      );
    });
  return { suspend: () => change('SUSPENDED', ['manual']), reactivate: () => change('ACTIVE', []) };
}
