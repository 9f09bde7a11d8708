import pino from 'pino';
import { INITIAL_TERMS } from '../src/billing/profiles/terms-contract.ts';
import { issueInvoices } from '../src/invoices/run/run.ts';
import { openDb, openPool } from '../src/platform/db/db.ts';
import { newId } from '../src/platform/values/ids.ts';
import { type BenchEnv, fillTenants, inTransaction, startBenchEnv } from './bench-env.ts';
import { print } from './measure.ts';
import { watchProcess } from './process-watch.ts';
import { startClock } from './processes.ts';

const TENANTS = Number(process.env['INVOICE_TENANTS'] ?? 10_000);
const CALLS_EACH = 100;
const GOAL = 2;
/** Memory is flat if the second half of the run needs no more than this beyond the first. */
const GROWTH = 1.2;
/** If the sums before and after the run differ by more, the machine was busy with something else. */
const NOISE = 0.25;
/** All cycles are those of October in UTC. */
const AFTER_THE_CYCLE = new Date('2026-11-02T12:00:00Z');

type Taken = { ms: number; processorMs: number };

/**
 * A month's invoices of all tenants. The peer only sums their calls and counts their days, by tenant and class. It writes nothing, so a second peer
 * writes the same rows: an invoice and an audit event each, and the mark in the cycle.
 */
export async function run(): Promise<void> {
  const bench = await startBenchEnv();
  const pool = openPool(bench.url('worker'), 'bench');
  const db = openDb(pool);
  try {
    await fillTenants(bench, TENANTS);
    await fillCycles(bench);
    const before = await sumCalls(bench);
    const written = await writeRows(bench);
    const watch = watchProcess();
    const taken = startClock(bench);
    await issueInvoices(db, AFTER_THE_CYCLE, pino({ level: 'silent' }));
    const ours = taken();
    const { beginMb, firstHalfMb, secondHalfMb } = watch.stop();
    const after = await sumCalls(bench);
    const sums: Taken = {
      ms: (before.ms + after.ms) / 2,
      processorMs: (before.processorMs + after.processorMs) / 2,
    };
    const { rows } = await bench.superuser.query<{ n: number; net: string }>(
      'select count(*)::int as n, sum(net_minor)::text as net from invoices',
    );
    const isFlat = secondHalfMb <= firstHalfMb * GROWTH;
    const line = (name: string, peer: Taken, note: string) => ({
      name,
      figure: ours.ms,
      peer: peer.ms,
      unit: 'ms',
      goal: `<= ${GOAL} x, memory flat`,
      met: ours.ms <= peer.ms * GOAL && isFlat && rows[0]?.n === TENANTS,
      noisy: Math.abs(before.ms - after.ms) > NOISE * sums.ms,
      note: `processor time ${(ours.processorMs / 1000).toFixed(1)} s beside ${(peer.processorMs / 1000).toFixed(1)} s${note}`,
    });
    const both = { ms: sums.ms + written.ms, processorMs: sums.processorMs + written.processorMs };
    print(line('invoice-run (rows)', both, ''));
    print(
      line(
        'invoice-run',
        sums,
        `; ${rows[0]?.n ?? 0} invoices of ${TENANTS} tenants with ${TENANTS * CALLS_EACH} calls; ${beginMb.toFixed(0)} MB before, ${firstHalfMb.toFixed(0)} and ${secondHalfMb.toFixed(0)} MB at most in the two halves`,
      ),
    );
  } finally {
    await pool.end();
    await bench.close();
  }
}

async function fillCycles({ superuser, partnerId }: BenchEnv): Promise<void> {
  const versionId = newId();
  await inTransaction(superuser, async (client) => {
    // the triggers would look up what is already known here
    await client.query('set local session_replication_role = replica');
    await client.query(
      `insert into billing_profile_versions (id, partner_id, profile_id, number, name, currency, terms) values ($1, $2, $3, 1, 'Plan', 'USD', $4)`,
      [versionId, partnerId, newId(), JSON.stringify({ ...INITIAL_TERMS, monthlyFee: 2500, extensionFee: 500 })],
    );
    await client.query(
      "update tenants set status = 'ACTIVE', suspension_reasons = '{}', timezone = 'UTC', was_active = true",
    );
    await client.query('delete from service_periods');
    await client.query(
      `insert into service_periods (partner_id, tenant_id, kind, thing_id, from_at) select partner_id, id, 'active', id, '2026-01-01' from tenants`,
    );
    await client.query(
      `insert into billing_cycles (id, partner_id, tenant_id, profile_version_id, starts_at, ends_at, first_day, next_first_day, days, nominal_days, zone, currency, spent_micros)
       select gen_random_uuid(), partner_id, id, $1, '2026-10-01', '2026-11-01', '2026-10-01', '2026-11-01', 31, 31, 'UTC', 'USD', $2::bigint * 12000 from tenants`,
      [versionId, CALLS_EACH],
    );
    await client.query(
      `insert into call_charges (call_id, leg, partner_id, tenant_id, cycle_id, state, number, charge_class, currency, billable_seconds, charged_seconds, charge_micros, answered_at, ended_at)
       select gen_random_uuid(), 1, partner_id, tenant_id, id, 'rated', '+12125550100', (array['domestic', 'domestic', 'international', 'inbound'])[1 + n % 4], 'USD', 61, 120, 12000,
         starts_at + n * interval '7 hours', starts_at + n * interval '7 hours' + interval '61 seconds'
       from billing_cycles, generate_series(1, $1::int) n`,
      [CALLS_EACH],
    );
  });
  await superuser.query('vacuum analyze');
}

async function sumCalls(bench: BenchEnv): Promise<Taken> {
  const { superuser } = bench;
  const once = async () => {
    const taken = startClock(bench);
    await superuser.query(
      `select cycle_id, charge_class, count(*), sum(charged_seconds), sum(included_seconds), sum(charge_micros) from call_charges where state = 'rated' group by 1, 2`,
    );
    await superuser.query(
      `select p.tenant_id, count(*) from service_periods p, generate_series(timestamptz '2026-10-01', '2026-10-31', '1 day') as day(at)
       where p.from_at < day.at + interval '1 day' and coalesce(p.until_at, 'infinity') > day.at group by 1`,
    );
    return taken();
  };
  // the first one reads from disk, and the run from memory
  await once();
  return once();
}

/** One statement per table, by a superuser without policies. Rolled back, so that the run finds the cycles unchanged. */
async function writeRows(bench: BenchEnv): Promise<Taken> {
  const { superuser, partnerId } = bench;
  const client = await superuser.connect();
  try {
    await client.query('begin');
    const taken = startClock(bench);
    await client.query(
      `insert into invoices (id, partner_id, tenant_id, cycle_id, number, first_day, last_day, currency, plan_name, net_minor, tax_minor, total_minor,
         issued_on, due_on, overdue_at, seller, billed, lines, taxes)
       select gen_random_uuid(), c.partner_id, c.tenant_id, c.id, row_number() over (), c.first_day, c.next_first_day - 1, c.currency, 'Plan', 100, 0, 100,
         '2026-11-02', '2026-11-16', '2026-11-17', '{}', json_build_object('name', t.name, 'email', t.billing_email),
         (select json_agg(json_build_object('kind', 'calls', 'chargeClass', s.charge_class, 'calls', s.n, 'chargeMicros', s.micros))
           from (select charge_class, count(*) as n, sum(charge_micros) as micros from call_charges k where k.cycle_id = c.id group by 1) s), '[]'
       from billing_cycles c join tenants t on t.id = c.tenant_id`,
    );
    await client.query(
      `insert into audit_events (id, partner_id, tenant_id, actor_role, action, target_kind, target_id, after)
       select gen_random_uuid(), partner_id, tenant_id, 'system', 'invoice.issued', 'invoice', id, json_build_object('number', number) from invoices
       where partner_id = $1`,
      [partnerId],
    );
    await client.query("update billing_cycles set invoiced_through = '2026-10-31', invoiced_at = now()");
    return taken();
  } finally {
    await client.query('rollback');
    client.release();
    await superuser.query('vacuum analyze');
  }
}
