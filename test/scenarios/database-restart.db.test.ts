import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Problem } from '../../src/platform/http/problem.ts';
import { clusterUrl, ensureDatabase } from '../../src/platform/postgres/postgres-database.ts';
import { type Cluster, startCluster } from '../../src/platform/postgres/postgres.ts';
import { type DatabaseRole, rolePassword } from '../../src/platform/secrets.ts';
import { newId } from '../../src/platform/values/ids.ts';
import { prepareDatabase } from '../../src/program/prepare-database.ts';
import { TEST_SECRET_KEY, temporaryFolder, testBinaries, testCacheDir } from '../cluster.ts';
import { until } from '../until.ts';
import { type ApiProcess, type HttpResponse, openTestSession, startApiProcess } from './api-process.ts';

/**
 * PostgreSQL is stopped immediately, as by a power cut, under a load of API requests that create and edit. A change with a response is stored. A
 * request without a response is sent again, and is done once.
 */
const LONG = process.env.LONG === '1';
const STOPS = LONG ? 20 : 3;
const WRITERS = 6;

const folder = temporaryFolder('restarts');
let cluster: Cluster;
let api: ApiProcess;
let token: string;

const start = () =>
  startCluster({
    dataDir: path.join(folder, 'postgres'),
    superuserPassword: rolePassword(TEST_SECRET_KEY, 'superuser'),
    binDir: testBinaries(),
    cacheDir: testCacheDir,
    // durability settings are the defaults; only the memory is small
    settings: { shared_buffers: '32MB' },
    log: () => {},
  });
const url = (role: DatabaseRole): string => clusterUrl(cluster, role, TEST_SECRET_KEY, 'strowger');

async function query<T>(text: string, values: unknown[] = []): Promise<T[]> {
  const client = new Client({ connectionString: url('superuser') });
  await client.connect();
  try {
    return (await client.query(text, values)).rows as T[];
  } finally {
    await client.end();
  }
}

beforeAll(async () => {
  cluster = await start();
  await ensureDatabase(cluster, TEST_SECRET_KEY, 'strowger');
  await prepareDatabase(url('owner'), TEST_SECRET_KEY);
  const [partner, admin] = [newId(), newId()];
  await query("insert into partners (id, name) values ($1, 'Partner')", [partner]);
  await query(
    "insert into users (id, email, name, role, partner_id) values ($1, 'a@partner.example', 'A', 'partner_admin', $2)",
    [admin, partner],
  );
  token = await openTestSession(query, admin);
  api = await startApiProcess(url('app'));
});
afterAll(async () => {
  await api.stop();
  await cluster.stop();
  fs.rmSync(folder, { recursive: true, force: true });
});

const counted = { done: 0, unavailable: 0 };
const over = new AbortController();

/** Repeats a request until there is a response, like a careful program; `again` is true if an earlier try had none. */
async function insist(
  method: string,
  where: string,
  body: unknown,
  headers: Record<string, string>,
): Promise<HttpResponse & { again: boolean }> {
  for (let again = false; ; again = true) {
    const answer = await api.call(token, method, `/api/v1${where}`, body, headers);
    if (answer.status !== 503 && answer.body?.code !== 'idempotency_running') return { ...answer, again };
    expect(answer.type).toContain('application/problem+json');
    expect(Problem.parse(answer.body)).toMatchObject({ status: answer.status });
    counted.unavailable++;
    await delay(20);
  }
}

/** Expects the stored state to match the API's responses: one tenant, its name, version and extensions. */
type Promised = { id: string; name: string; version: number; edits: number; extensions: string[] };
let made = 0;

async function create(): Promise<Promised> {
  const n = ++made;
  const name = `Tenant ${n}`;
  const body = { name, sipPrefix: `t${n.toString(36)}xx`, status: 'ACTIVE' };
  const { status, text, body: tenant } = await insist('POST', '/tenants', body, { 'idempotency-key': `create-${n}` });
  expect(status, text).toBe(201);
  return { id: tenant.id, name, version: tenant.version, edits: 0, extensions: [] };
}

/** Without an Idempotency-Key, the version shows whether an edit without a response was done. */
async function rename(promised: Promised): Promise<void> {
  const name = `Renamed ${++made}`;
  const { version } = promised;
  const answer = await insist('PATCH', `/tenants/${promised.id}`, { name }, { 'if-match': `"${version}"` });
  if (answer.status === 412) expect(answer, 'an edit that was acknowledged is gone').toMatchObject({ again: true });
  else expect(answer.body, answer.text).toMatchObject({ name, version: version + 1 });
  Object.assign(promised, { name, version: version + 1, edits: promised.edits + 1 });
}

async function extend(promised: Promised): Promise<void> {
  const number = String(2000 + promised.extensions.length);
  const key = { 'idempotency-key': `extend-${++made}` };
  const { status, text } = await insist('POST', `/tenants/${promised.id}/extensions`, { number, name: number }, key);
  expect(status, text).toBe(201);
  promised.extensions.push(number);
}

async function write(all: Promised[]): Promise<void> {
  while (!over.signal.aborted) {
    const promised = await create();
    all.push(promised);
    counted.done++;
    for (const act of [rename, extend, rename, extend]) {
      if (over.signal.aborted) return;
      await act(promised);
      counted.done++;
    }
  }
}

const ready = async () => (await fetch(`${api.url}/readyz`)).status;

/** Like `pg_ctl stop -m immediate`: backends stop without finishing, and the next start recovers from the log. */
async function stopAtOnce(): Promise<void> {
  const before = counted.unavailable;
  process.kill(cluster.pid, 'SIGQUIT');
  await cluster.exited;
  const some = () => over.signal.aborted || counted.unavailable > before + WRITERS;
  await until('requests without a database', some, 60_000);
  expect(await ready()).toBe(503);
}

test(
  `what was acknowledged survives ${STOPS} immediate stops of PostgreSQL, and the API comes back by itself`,
  { timeout: LONG ? 900_000 : 240_000 },
  async () => {
    const promised: Promised[] = [];
    const load = Promise.all(Array.from({ length: WRITERS }, () => write(promised)));
    const goesOn = async (): Promise<void> => {
      const before = counted.done;
      await until('the load to go on', () => over.signal.aborted || counted.done > before + 30, 60_000);
    };
    const stops = async (): Promise<void> => {
      await goesOn();
      for (let stop = 0; stop < STOPS && !over.signal.aborted; stop++) {
        await delay(Math.random() * 50);
        await stopAtOnce();
        cluster = await start();
        await goesOn();
        expect(await ready()).toBe(200);
      }
    };
    // if one fails, the other is stopped
    const both = [load, stops()].map((one) => one.finally(() => over.abort()));
    for (const outcome of await Promise.allSettled(both)) if (outcome.status === 'rejected') throw outcome.reason;

    const rows = await query(
      `select t.id, t.name, t.version, t.extensions_count, array(select number from extensions where tenant_id = t.id order by number) as extensions,
         (select count(*)::int from audit_events where tenant_id = t.id and action = 'tenant.created') as created,
         (select count(*)::int from audit_events where tenant_id = t.id and action = 'tenant.edited') as edits,
         (select count(*)::int from audit_events where tenant_id = t.id and action = 'extension.created') as extended
       from tenants t order by id`,
    );
    const expected = promised
      .toSorted((a, b) => (a.id < b.id ? -1 : 1))
      .map(({ extensions, ...one }) => ({
        ...one,
        extensions,
        extensions_count: extensions.length,
        created: 1,
        extended: extensions.length,
      }));
    expect(rows).toEqual(expected);
    expect(api.process.exitCode).toBeNull();
  },
);
