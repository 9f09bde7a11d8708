import type { OutgoingHttpHeaders } from 'node:http';
import pg from 'pg';
import { type Logger, pino } from 'pino';
import { buildApp } from '../src/app.ts';
import { readConfig } from '../src/platform/config.ts';
import { openDb, openPool } from '../src/platform/db/db.ts';
import type { Role } from '../src/platform/http/caller.ts';
import type { Cluster } from '../src/platform/postgres/postgres.ts';
import { hashToken, newToken } from '../src/platform/secrets.ts';
import { newId } from '../src/platform/values/ids.ts';
import { TEST_SECRET_KEY } from './cluster.ts';
import { createTestDatabase } from './database.ts';

export type ApiResponse = { status: number; body: any; text: string; bytes: Buffer; headers: OutgoingHttpHeaders };
export type ApiUser = {
  id: string;
  email: string;
  role: Role;
  /** of the user's session */
  token: string;
  call: (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<ApiResponse>;
};

const ORIGIN = 'http://localhost:80';

/** The whole API on a new database, called without a network. A response that does not fit its schema fails the test. */
export async function createTestApp({
  now,
  cluster,
  dataDir = '/nonexistent',
  settings = {},
  logger = pino({ level: 'silent' }),
}: {
  now?: () => Date;
  cluster?: Cluster;
  dataDir?: string;
  settings?: Record<string, string>;
  logger?: Logger;
} = {}) {
  const database = await createTestDatabase(cluster);
  const superuser = new pg.Pool({ connectionString: database.urls.superuser, max: 3 });
  superuser.on('error', () => {});
  const pool = openPool(database.urls.app, 'test', 12);
  const db = openDb(pool);
  const config = readConfig({
    DATABASE_URL: database.urls.app,
    SECRET_KEY: TEST_SECRET_KEY,
    VOICE: 'off',
    DATA_DIR: dataDir,
    LOG_LEVEL: 'silent',
    ...settings,
  });
  const app = await buildApp({
    config,
    db,
    databaseUrl: database.urls.app,
    logger,
    voice: () => 'off',
    checkResponses: true,
    ...(now && { now }),
  });

  async function call(
    token: string | null,
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<ApiResponse> {
    const url = path.startsWith('/api/') ? path : `/api/v1${path}`;
    const raw = typeof body === 'string' || Buffer.isBuffer(body);
    const response = await app.inject({
      method: method as 'GET',
      url,
      headers: {
        host: 'localhost:80',
        ...(method !== 'GET' && { origin: ORIGIN }),
        ...(token && { cookie: `session=${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { payload: raw ? body : JSON.stringify(body) }),
    });
    const json = (response.headers['content-type'] ?? '').includes('json') && response.body !== '';
    return {
      status: response.statusCode,
      body: json ? response.json() : null,
      text: response.body,
      bytes: response.rawPayload,
      headers: response.headers,
    };
  }

  /** A program with this key. It sends neither cookie nor Origin. */
  const program =
    (token: string): ApiUser['call'] =>
    (method, path, body, headers) =>
      call(null, method, path, body, { authorization: `Bearer ${token}`, origin: '', ...headers });

  const query = async <T = Record<string, unknown>>(text: string, values: unknown[] = []): Promise<T[]> =>
    (await superuser.query(text, values)).rows as T[];

  /** Creates a partner by SQL. Only the tests of partners use the API for that. */
  async function partner(name: string): Promise<string> {
    const id = newId();
    await query('insert into partners (id, name) values ($1, $2)', [id, name]);
    return id;
  }

  /** A user who is signed in. */
  async function user(role: Role, of: { partnerId?: string; tenantId?: string } = {}): Promise<ApiUser> {
    const id = newId();
    const email = `${id}@people.example`;
    await query('insert into users (id, email, name, role, partner_id, tenant_id) values ($1, $2, $3, $4, $5, $6)', [
      id,
      email,
      `A ${role}`,
      role,
      of.partnerId ?? null,
      of.tenantId ?? null,
    ]);
    const token = newToken();
    await query(
      "insert into sessions (token_hash, user_id, expires_at, ip) values ($1, $2, now() + interval '1 day', '127.0.0.1')",
      [hashToken(token), id],
    );
    return { id, email, role, token, call: (method, path, body, headers) => call(token, method, path, body, headers) };
  }

  return {
    app,
    db,
    config,
    database,
    query,
    partner,
    user,
    nobody: (method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
      call(null, method, path, body, headers),
    program,
    async close() {
      await app.close();
      await pool.end();
      await superuser.end();
    },
  };
}
export type TestApp = Awaited<ReturnType<typeof createTestApp>>;
