import { admit } from '../src/calls/admission/admission.ts';
import { type Db, openDb, openPool } from '../src/platform/db/db.ts';
import type { TestTenant } from '../test/tenants.ts';
import { type BenchEnv, startBenchEnv } from './bench-env.ts';
import { callOut, newCallingTenant, queryOf } from './calling-tenant.ts';
import { compare, median, print } from './measure.ts';

const CALLS = 150;
/** Ended calls of the last day, a busy tenant's number when a fraud rule looks back. */
const EARLIER_CALLS = 5000;

/** Admission of a billed outbound call with a cap, and with fraud rules, each compared with the same tenant without. */
export async function run(): Promise<void> {
  const bench = await startBenchEnv();
  const pool = openPool(bench.url('app'), 'bench');
  const db = openDb(pool);
  try {
    const tenant = await newCallingTenant(bench);
    await fillEarlierCalls(bench, tenant);
    await admitCalls(bench, db, tenant);
    await measure('admission, reserving', withCap(bench, db, tenant));
    await measure('admission, fraud rules', withFraudRules(bench, db, tenant));
  } finally {
    await pool.end();
    await bench.close();
  }
}

async function measure(name: string, sides: Parameters<typeof compare>[0]): Promise<void> {
  const result = await compare(sides);
  print({ name, ...result, unit: 'ms', goal: '<= 1.10', met: result.figure <= result.peer * 1.1 });
}

function withCap(bench: BenchEnv, db: Db, tenant: TestTenant) {
  const query = queryOf(bench);
  const setCap = (micros: number | null) =>
    query(
      `update tenant_limits set monthly_spend_micros = $2, currency = case when $2::bigint is null then null else 'USD' end where tenant_id = $1`,
      [tenant.id, micros],
    );
  const admitWith = (micros: number | null) => async () => {
    await setCap(micros);
    const took = await admitCalls(bench, db, tenant);
    await setCap(null);
    return took;
  };
  return { ours: admitWith(1_000_000_000), peer: admitWith(null) };
}

const RULES = {
  spendPerHour: { amount: '100000.00', currency: 'USD', action: 'block' },
  internationalMinutesPerDay: { minutes: 1_000_000, action: 'block' },
  callsAtOnce: { calls: 10_000, action: 'block' },
};

function withFraudRules(bench: BenchEnv, db: Db, tenant: TestTenant) {
  const query = queryOf(bench);
  const peer = () => admitCalls(bench, db, tenant);
  const ours = async () => {
    await query('insert into fraud_rules (tenant_id, partner_id, rules) values ($1, $2, $3)', [
      tenant.id,
      bench.partnerId,
      RULES,
    ]);
    const took = await admitCalls(bench, db, tenant);
    await query('delete from fraud_rules');
    return took;
  };
  return { ours, peer };
}

/** The median time of an admission, one after the other, because one tenant's outbound calls are serialized. Deletes their live rows. */
async function admitCalls(bench: BenchEnv, db: Db, tenant: TestTenant): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < CALLS; n++) {
    const begun = performance.now();
    const { kind } = await admit(db, 'bench', callOut(tenant));
    times.push(performance.now() - begun);
    if (kind !== 'connect') throw new Error(`A call was not admitted: ${kind}.`);
    // so that each admission counts the same number of lines
    await queryOf(bench)('delete from live_calls');
  }
  return median(times);
}

async function fillEarlierCalls(bench: BenchEnv, { id }: TestTenant): Promise<void> {
  await bench.superuser.query(
    `with ended as (
       insert into calls (id, tenant_id, direction, emergency, cause, from_number, to_number, destination_class, admitted_at, answered_at, ended_at)
       select gen_random_uuid(), $1, 'outbound', false, 16, '101', '+12125559999', case when n % 10 = 0 then 'international' else 'domestic' end, at, at, at + interval '1 minute'
       from generate_series(1, $2::int) n, lateral (select now() - n * interval '17 seconds' as at) begun
       returning id, tenant_id, destination_class, answered_at, ended_at)
     insert into call_charges (call_id, leg, partner_id, tenant_id, cycle_id, state, number, charge_class, currency, billable_seconds, charge_micros, answered_at, ended_at)
     select id, 1, $3, tenant_id, gen_random_uuid(), 'rated', '+12125559999', destination_class, 'USD', 60, 1000, answered_at, ended_at from ended`,
    [id, EARLIER_CALLS, bench.partnerId],
  );
  await bench.superuser.query('vacuum analyze calls, call_charges');
}
