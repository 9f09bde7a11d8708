import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { Pool, type PoolClient } from 'pg';
import { freePort } from '../src/asterisk/ports.ts';
import { clusterUrl, ensureDatabase } from '../src/platform/postgres/postgres-database.ts';
import { startCluster } from '../src/platform/postgres/postgres.ts';
import { hashToken, newToken, rolePassword } from '../src/platform/secrets.ts';
import { newId } from '../src/platform/values/ids.ts';
import { prepareDatabase } from '../src/program/prepare-database.ts';
import { until } from '../test/until.ts';

const SECRET = 'be'.repeat(32);
const root = path.resolve(import.meta.dirname, '..');

/** A PostgreSQL with production settings, the API in its own process, and one partner whose admin is signed in. */
export type BenchEnv = Awaited<ReturnType<typeof startBenchEnv>>;

export async function startBenchEnv() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'strowger-bench-'));
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  const cluster = await startCluster({
    dataDir: path.join(folder, 'postgres'),
    superuserPassword: rolePassword(SECRET, 'superuser'),
    cacheDir: path.join(os.tmpdir(), 'strowger-test-cache'),
    settings: {},
    log: () => {},
  });
  await ensureDatabase(cluster, SECRET, 'strowger');
  const url = (role: 'superuser' | 'owner' | 'app' | 'worker') => clusterUrl(cluster, role, SECRET, 'strowger');
  await prepareDatabase(url('owner'), SECRET);
  const superuser = new Pool({ connectionString: url('superuser'), max: 8 });
  superuser.on('error', () => {});
  const admin = await newPartnerAdmin(superuser);

  const port = await freePort();
  const env = {
    ...process.env,
    DATABASE_URL: url('app'),
    SECRET_KEY: SECRET,
    DATA_DIR: folder,
    PORT: String(port),
    HOST: '127.0.0.1',
    VOICE: 'off',
    LOG_LEVEL: 'silent',
  };
  const api = start(['src/main.ts', 'api'], env);
  const origin = `http://127.0.0.1:${port}`;
  await answers(`${origin}/readyz`);
  return {
    superuser,
    ...admin,
    dataDir: folder,
    databasePid: cluster.pid,
    origin,
    url,
    start: (args: string[], more: Record<string, string>) => start(args, { ...env, ...more }),
    async close() {
      api.kill('SIGTERM');
      await superuser.end();
      await cluster.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A partner, and its admin, signed in. */
export async function newPartnerAdmin(superuser: Pool) {
  const partnerId = newId();
  const userId = newId();
  const token = newToken();
  await superuser.query('insert into partners (id, name) values ($1, $2)', [partnerId, 'Bench Partner']);
  await superuser.query(
    "insert into users (id, email, name, role, partner_id) values ($1, 'bench@partner.example', 'Bench', 'partner_admin', $2)",
    [userId, partnerId],
  );
  await superuser.query(
    "insert into sessions (token_hash, user_id, expires_at, ip) values ($1, $2, now() + interval '1 day', '127.0.0.1')",
    [hashToken(token), userId],
  );
  return { partnerId, userId, cookie: `session=${token}` };
}

function start(args: string[], env: NodeJS.ProcessEnv): ChildProcess {
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] });
  process.once('exit', () => child.kill('SIGKILL'));
  return child;
}

/** Resolves when a URL returns 200. Gives up after a minute, enough for a busy machine to start everything. */
export async function answers(url: string): Promise<void> {
  await until(`200 from ${url}`, async () => (await fetch(url)).status === 200, 60_000);
}

/** Always releases the connection, because otherwise the bench could not shut down. */
export async function inTransaction(pool: Pool, work: (client: PoolClient) => Promise<unknown>): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await work(client);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });

/** Sends a request over a keep-alive connection and returns status and body. */
export async function request(
  url: string,
  options: { method?: string; headers?: Record<string, string>; body?: unknown } = {},
): Promise<{ status: number; body: string }> {
  const text = options.body === undefined ? undefined : JSON.stringify(options.body);
  // by itself, Node sends no Content-Length for the body of a DELETE
  const length = text === undefined ? 0 : Buffer.byteLength(text);
  const headers = {
    ...options.headers,
    ...(text && { 'content-type': 'application/json', 'content-length': String(length) }),
  };
  const sent = http.request(url, { agent, method: options.method ?? 'GET', headers });
  sent.end(text);
  const [response] = (await once(sent, 'response')) as [http.IncomingMessage];
  let body = '';
  for await (const part of response.setEncoding('utf8')) body += part;
  return { status: response.statusCode!, body };
}

/** Tenants of one partner, made by SQL: names of two words, one in twenty suspended. */
export async function fillTenants(bench: Pick<BenchEnv, 'superuser' | 'partnerId'>, count: number): Promise<void> {
  const { superuser, partnerId } = bench;
  await superuser.query(
    `with numbered as (
       select n, lpad(to_hex(n), 6, '0') as code, (array['Harbor','Maple','Summit','Copper','Willow','Granite','Orchard','Beacon','Prairie','Cedar'])[1 + n % 10] as first,
         (array['Dental','Bakery','Plumbing','Legal','Garage','Florist','Clinic','Studio','Logistics','Realty'])[1 + (n / 10) % 10] as second
       from generate_series(1, $2::int) n),
     prefixes as (insert into sip_prefixes (prefix, tenant_id) select 'b' || code, ('01900000-0000-7000-8000-000000' || code)::uuid from numbered returning prefix)
     insert into tenants (id, partner_id, name, sip_prefix, status, suspension_reasons, billing_email, timezone, extensions_count, dids_count, users_count, created_at)
     select ('01900000-0000-7000-8000-000000' || code)::uuid, $1, first || ' ' || second || ' ' || n, 'b' || code, case when n % 20 = 0 then 'SUSPENDED' else 'ACTIVE' end,
       case when n % 20 = 0 then array['manual'] else '{}'::text[] end, 'billing' || n || '@customer' || n % 977 || '.example', 'America/New_York',
       n % 37, n % 11, n % 5, now() - n * interval '1 minute'
     from numbered`,
    [partnerId, count],
  );
  await superuser.query('vacuum analyze tenants, tenant_counts');
}
