import { rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { prefixTable } from '../src/billing/rating/prefixes.ts';
import { type Rate, rateCall } from '../src/billing/rating/rate-call.ts';
import { saveProgress } from '../src/calls/records/call-records.ts';
import { type Db, openDb, openPool } from '../src/platform/db/db.ts';
import { newId } from '../src/platform/values/ids.ts';
import { type BilledTenant, endOfCall } from '../test/billed-calls.ts';
import { type BenchEnv, startBenchEnv } from './bench-env.ts';
import { newCallingTenant } from './calling-tenant.ts';
import { compare, median, print } from './measure.ts';
import { startClock } from './processes.ts';

const PREFIXES = 50_000;
const CALLS = 400_000;
/** Fewer, because the plain loop is slow. */
const CALLS_OF_PEER = 200;
const GOAL = 500_000;

const rate: Rate = {
  setupMicros: 500,
  perMinuteMicros: 8100,
  initialSeconds: 30,
  incrementSeconds: 6,
  minimumMicros: 6000,
};
/** Nested prefixes of one to fifteen digits, and numbers that start with them. */
const digits = (index: number): string => String(1 + ((index * 2_654_435_761) % 999_999_999_999_989)).padEnd(15, '7');
const entries = Array.from(
  { length: PREFIXES },
  (_, index) => [digits(index).slice(0, 1 + (index % 15)), rate] as const,
);
const numbers = Array.from({ length: 1000 }, (_, index) => digits(index * 37));

export async function run(): Promise<void> {
  await compareRating();
  await comparePersisting();
}

/** Calls rated per second on one core: finding the longest of 50,000 prefixes and the charge. The peer is a plain loop over all prefixes. */
async function compareRating(): Promise<void> {
  const find = prefixTable(entries);
  const { figure, peer, noisy } = await compare({
    ours: async () => perSecond(CALLS, find),
    peer: async () => perSecond(CALLS_OF_PEER, byPlainLoop),
  });
  print({
    name: 'rate (calls, one core)',
    figure,
    peer,
    unit: '/s',
    goal: '>= 500,000 /s',
    met: figure >= GOAL,
    noisy,
  });
}

const PERSISTED = 20_000;
/** The batch size of call control when many calls end at once. */
const AT_ONCE = 500;
const WRITERS = 4;
const PERSISTED_GOAL = 13_000;

/** Ended calls rated and stored with their records per second. The peer is COPY of the same rows into the same tables without rating. */
async function comparePersisting(): Promise<void> {
  const bench = await startBenchEnv();
  const pool = openPool(bench.url('app'), 'bench', WRITERS);
  const db = openDb(pool);
  // PostgreSQL writes and reads it, perhaps as another user
  const file = path.join(os.tmpdir(), `strowger-bench-${process.pid}.copy`);
  try {
    const tenants: BilledTenant[] = [];
    for (let n = 0; n < WRITERS; n++) tenants.push(await newBilledTenant(bench));
    let next = 0;
    const costs: Record<'ours' | 'copy', number[]> = { ours: [], copy: [] };
    const ours = async () => {
      const from = next;
      next += PERSISTED;
      const taken = startClock(bench);
      await Promise.all(tenants.map((tenant, writer) => persist(db, tenant, from + writer * SHARE)));
      const { ms, processorMs } = taken();
      costs.ours.push((processorMs * 1000) / PERSISTED);
      return (PERSISTED * 1000) / ms;
    };
    await ours();
    const copied = await exportRows(bench, file);
    const peer = async () => {
      const { ms, processorMs } = await copyRows(bench, file);
      costs.copy.push((processorMs * 1000) / copied);
      return (copied * 1000) / ms;
    };
    const { figure, peer: copy, noisy } = await compare({ ours, peer });
    print({
      name: 'rate (persisted)',
      figure,
      peer: copy,
      unit: '/s',
      goal: '>= 13,000 /s',
      met: figure >= PERSISTED_GOAL,
      noisy,
      note: `processor time a call ${median(costs.ours).toFixed(0)} us, of COPY ${median(costs.copy).toFixed(0)} us`,
    });
  } finally {
    for (const table of Object.keys(COPIED)) rmSync(`${file}.${table}`, { force: true });
    await pool.end();
    await bench.close();
  }
}

const SHARE = PERSISTED / WRITERS;

async function persist(db: Db, tenant: BilledTenant, first: number): Promise<void> {
  for (let from = first; from < first + SHARE; from += AT_ONCE)
    await saveProgress(
      db,
      Array.from({ length: AT_ONCE }, (_, n) => endOfCall(from + n, tenant)),
    );
}

async function newBilledTenant(bench: BenchEnv): Promise<BilledTenant> {
  const { id: tenantId } = await newCallingTenant(bench);
  const cycleId = newId();
  await bench.superuser.query(
    `insert into billing_cycles (id, partner_id, tenant_id, profile_version_id, starts_at, ends_at, first_day, next_first_day, days, nominal_days, zone, currency, allowance_seconds)
     select $1, $2, $3, v.id, '2026-11-01', '2026-12-01', '2026-11-01', '2026-12-01', 30, 30, 'UTC', 'USD', 60000
     from billing_profile_versions v join tenants t on t.billing_profile_id = v.profile_id where t.id = $3`,
    [cycleId, bench.partnerId, tenantId],
  );
  await bench.superuser.query("update service_periods set from_at = '2026-01-01' where tenant_id = $1", [tenantId]);
  return { tenantId, cycleId, included: true };
}

const COPIED = {
  calls:
    'id, tenant_id, direction, emergency, from_number, to_number, admitted_at, answered_at, ended_at, cause, path, ended_by',
  call_charges:
    'call_id, leg, partner_id, tenant_id, cycle_id, state, number, destination, charge_class, currency, rate, billable_seconds, charged_seconds, included_seconds, charge_micros, answered_at, ended_at',
};

/** Writes files for COPY, and returns the number of calls in them. */
async function exportRows({ superuser }: BenchEnv, file: string): Promise<number> {
  let calls = 0;
  for (const [table, columns] of Object.entries(COPIED)) {
    const { rowCount } = await superuser.query(`copy ${table} (${columns}) to '${file}.${table}'`);
    if (table === 'calls') calls = rowCount ?? 0;
  }
  return calls;
}

async function copyRows(bench: BenchEnv, file: string) {
  const { superuser } = bench;
  for (const table of Object.keys(COPIED)) await superuser.query(`delete from ${table}`);
  await superuser.query('vacuum calls, call_charges');
  const taken = startClock(bench);
  for (const [table, columns] of Object.entries(COPIED))
    await superuser.query(`copy ${table} (${columns}) from '${file}.${table}'`);
  return taken();
}

function byPlainLoop(number: string): Rate | undefined {
  let longest = 0;
  let found: Rate | undefined;
  for (const [prefix, value] of entries)
    if (prefix.length > longest && number.startsWith(prefix)) [longest, found] = [prefix.length, value];
  return found;
}

function perSecond(calls: number, find: (number: string) => Rate | undefined): number {
  const begun = performance.now();
  let sum = 0;
  for (let call = 0; call < calls; call++) {
    const found = find(numbers[call % numbers.length] ?? '');
    if (found) sum += rateCall(found, 1000 * (1 + (call % 7200))).chargeMicros;
  }
  if (sum === 0) throw new Error('No call had a rate.');
  return (calls * 1000) / (performance.now() - begun);
}
