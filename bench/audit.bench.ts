import { setTimeout as delay } from 'node:timers/promises';
import { inContext, openDb, openPool, type Tx } from '../src/platform/db/db.ts';
import type { Caller } from '../src/platform/http/caller.ts';
import { newId } from '../src/platform/values/ids.ts';
import { lockTenant, updateTenant } from '../src/tenants/sql.ts';
import { editTenant } from '../src/tenants/tenants.ts';
import { until } from '../test/until.ts';
import { fillTenants, startBenchEnv, request, type BenchEnv } from './bench-env.ts';
import { compare, drive, print } from './measure.ts';

const CLIENTS = 8;
const MS = 2000;
const CHAINED_WITHIN_MS = 1000;
const EVENTS = 1_000_000;
const VERIFIED_WITHIN_S = 15;

/**
 * The cost of the audit trail: a change with its event and chain link compared with the same change without, and the verification of a million
 * events.
 */
export async function run(): Promise<void> {
  const bench = await startBenchEnv();
  const worker = bench.start(['src/main.ts', 'worker'], {});
  try {
    await fillTenants(bench, CLIENTS);
    await firstLink(bench);
    await compareChanges(bench);
    await compareVerification(bench);
  } finally {
    worker.kill();
    await bench.close();
  }
}

/** The worker is ready when it has linked an event. */
async function firstLink({ superuser, partnerId }: BenchEnv): Promise<void> {
  await superuser.query(
    "insert into audit_events (id, partner_id, actor_role, action, target_kind, target_id) values ($1, $2, 'system', 'partner.created', 'partner', $2::uuid::text)",
    [newId(), partnerId],
  );
  await allLinked(superuser);
}

async function allLinked(superuser: BenchEnv['superuser']): Promise<void> {
  const isEmpty = async () => (await superuser.query('select from audit_unchained limit 1')).rowCount === 0;
  await until('all events to be chained', isEmpty, 600_000);
}

async function compareChanges(bench: BenchEnv): Promise<void> {
  const { superuser, partnerId, userId, url } = bench;
  const { rows } = await superuser.query<{ id: string }>('select id from tenants order by id');
  const by: Caller = {
    id: userId,
    email: 'bench@partner.example',
    name: 'Bench',
    role: 'partner_admin',
    ip: '127.0.0.1',
    requestId: newId(),
    partner: { id: partnerId, name: 'Bench Partner' },
    tenant: null,
    endsAt: null,
    via: 'session',
  };
  const pool = openPool(url('app'), 'bench', CLIENTS);
  const db = openDb(pool);
  // each client has its own tenant and always sets a new name
  const change = (work: (tx: Tx, tenantId: string, name: string) => Promise<unknown>) => async () => {
    const done = await drive(CLIENTS, MS, async (client, n) => {
      const tenantId = rows[client]!.id;
      await inContext(db, { partnerId, tenantId }, (tx) => work(tx, tenantId, `Tenant ${client} ${n} ${Date.now()}`));
    });
    return done.length / (MS / 1000);
  };
  const waits = watchChain(bench);
  const result = await compare({
    ours: change((tx, id, name) => editTenant(tx, by, { id, patch: { name }, ifMatch: null, now: new Date() })),
    peer: change(async (tx, id, name) => {
      await lockTenant(tx, id);
      await updateTenant(tx, id, { name });
    }),
  });
  const longest = await waits.stop();
  await pool.end();
  const note = `an event waited ${longest.toFixed(0)} ms at most for its link`;
  const met = result.figure / result.peer >= 0.7 && longest <= CHAINED_WITHIN_MS;
  print({ name: 'audit', ...result, unit: 'changes/s', goal: '>= 0.70, chained within 1 s', met, note });
}

/** Measures how long the oldest unchained event has been waiting. */
function watchChain({ superuser }: BenchEnv): { stop: () => Promise<number> } {
  const stopped = new AbortController();
  let longest = 0;
  const done = (async () => {
    while (!stopped.signal.aborted) {
      const { rows } = await superuser.query<{ ms: number }>(
        // the oldest by its id, which starts with the time, because reading all of them would itself be a load
        `select extract(epoch from clock_timestamp() - at)::float8 * 1000 as ms from audit_events
         where id = (select event_id from audit_unchained order by event_id limit 1)`,
      );
      longest = Math.max(longest, rows[0]?.ms ?? 0);
      await delay(50);
    }
  })();
  return {
    async stop() {
      stopped.abort();
      await done;
      return longest;
    },
  };
}

/** Verifies every link of a chain of a million, as a partner can request. The peer hashes each event once without following links. */
async function compareVerification(bench: BenchEnv): Promise<void> {
  const { superuser, partnerId, userId, origin, cookie } = bench;
  await superuser.query(
    `insert into audit_events (id, partner_id, tenant_id, actor_id, actor_email, actor_role, action, target_kind, target_id, before, after, ip, request_id)
     select gen_random_uuid(), $1, gen_random_uuid(), $2, 'bench@partner.example', 'partner_admin', 'tenant.edited', 'tenant', gen_random_uuid()::text,
       jsonb_build_object('name', 'Bakery ' || n), jsonb_build_object('name', 'Bakery and sons ' || n), '203.0.113.9', gen_random_uuid()::text
     from generate_series(1, $3::int) n`,
    [partnerId, userId, EVENTS],
  );
  await allLinked(superuser);
  await superuser.query('vacuum analyze audit_events, audit_chain, audit_unchained');
  let checked = 0;
  const seconds = (work: () => Promise<unknown>) => async () => {
    const begun = performance.now();
    await work();
    return (performance.now() - begun) / 1000;
  };
  const result = await compare({
    ours: seconds(async () => {
      const { status, body } = await request(`${origin}/api/v1/audit-events/verify`, { headers: { cookie } });
      const answer = JSON.parse(body) as { ok: boolean; checked: number };
      if (status !== 200 || !answer.ok) throw new Error(`${status} ${body.slice(0, 500)}`);
      checked = answer.checked;
    }),
    peer: seconds(() => superuser.query('select count(sha256(record_send(e))) from audit_events e')),
  });
  const met = checked >= EVENTS && result.figure <= VERIFIED_WITHIN_S;
  print({ name: 'audit: verify', ...result, unit: 's', goal: '<= 15 s', met, note: `${checked} events` });
}
