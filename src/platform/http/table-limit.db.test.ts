import { PassThrough } from 'node:stream';
import { sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { until } from '../../../test/until.ts';
import { newId } from '../values/ids.ts';
import type { Person } from './caller.ts';
import { endpoint } from './endpoint.ts';
import { CsvResponse } from './responses/csv-response.ts';
import { createServer, type Server } from './server.ts';
import { openTableLimit } from './table-limit.ts';

let app: TestApp;
/** Two servers, like two processes. */
let servers: Server[];
/** Releases the readers of a table. */
let go: () => void;
let gate: Promise<void>;
let begun = 0;

const person = (partner: string): Person => ({
  endsAt: null,
  via: 'session',
  id: newId(),
  email: 'a@b.example',
  name: 'Ann',
  role: 'partner_admin',
  partner: { id: partner, name: partner },
  tenant: null,
  ip: null,
  requestId: null,
});

const table = endpoint({
  id: 'table',
  method: 'GET',
  path: '/table',
  scope: 'self',
  permission: 'anyone',
  summary: 'Table',
  description: 'A table.',
  download: { mediaType: 'text/csv', fileName: 'table.csv', columns: ['A'] },
});

beforeAll(async () => {
  app = await createTestApp();
  servers = await Promise.all([open(), open()]);
});
beforeEach(() => {
  begun = 0;
  gate = new Promise((resolve) => (go = resolve));
});
afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()));
  await app.close();
});

async function open(): Promise<Server> {
  const server = await createServer({
    db: app.db,
    secretKey: app.config.secretKey,
    now: () => new Date(),
    logger: pino({ level: 'silent' }),
    authenticate: async ({ headers }) => person(String(headers['x-partner'])),
    limit: async () => {},
    publicUrl: undefined,
    trustedProxies: [],
    allows: () => true,
    refuseByStatus: () => null,
  });
  server.on(table, () => new CsvResponse(table.download, rows()));
  await server.ready();
  return server;
}

async function* rows() {
  begun++;
  await gate;
  yield [['1']];
}
const [northwind, contoso] = [newId(), newId()];
async function read(partner: string, process = 0) {
  const response = await servers[process]?.inject({ url: '/api/v1/table', headers: { 'x-partner': partner } });
  return { status: response?.statusCode, retryAfter: response?.headers['retry-after'] };
}

test('a partner can read four tables at once over all processes, and another when one is done, apart from other partners', async () => {
  const four = [read(northwind, 0), read(northwind, 0), read(northwind, 1), read(northwind, 1)];
  await until('all four', () => begun === 4);
  for (const process of [0, 1]) expect(await read(northwind, process)).toEqual({ status: 429, retryAfter: '5' });
  const other = read(contoso);
  await until('the other partner’s', () => begun === 5);
  go();
  for (const answer of await Promise.all([...four, other])) expect(answer.status).toBe(200);
  expect((await read(northwind)).status).toBe(200);
});

test('many requests that begin at the same moment don’t exceed four', async () => {
  let refused = 0;
  const all = Array.from({ length: 20 }, async (_, at) => {
    const { status } = await read(northwind, at % 2);
    if (status === 429) refused++;
    return status;
  });
  await until('the refusals', () => refused === 16);
  expect(await places()).toHaveLength(4);
  go();
  expect((await Promise.all(all)).filter((status) => status === 200)).toHaveLength(4);
  await until('all places', async () => (await places()).length === 0);
});

test('a place is counted before its transaction ends', async () => {
  const owner = newId();
  const begin = `select begin_csv_download(gen_random_uuid(), '${owner}', 4, 60) as begun`;
  for (let place = 0; place < 3; place++) await app.query(begin);
  let other: { begun: boolean }[] | undefined;
  await app.db.transaction().execute(async (tx) => {
    await sql.raw(begin).execute(tx);
    void app.query<{ begun: boolean }>(begin).then((rows) => (other = rows));
    const waits = "select from pg_locks where locktype = 'advisory' and not granted";
    await until('the other', async () => other !== undefined || (await app.query(waits)).length > 0);
    expect(other).toBeUndefined();
  });
  await until('its answer', () => other !== undefined);
  expect(other).toEqual([{ begun: false }]);
  await app.query('delete from csv_downloads');
});

test('a place is renewed while its file is sent, and freed when its process has ended', async () => {
  const limit = openTableLimit(app.db, { renewMs: 10 });
  const response = new PassThrough();
  const caller = person(northwind);
  await limit(caller, { raw: response });
  await app.query("update csv_downloads set ends_at = now() + interval '1 second'");
  await until('a longer time', async () => (await places()).some(({ left }) => left > 30));
  response.end();
  response.resume();
  await until('its place', async () => (await places()).length === 0);

  await app.query(
    'insert into csv_downloads (id, owner_id, ends_at) select gen_random_uuid(), $1, now() from generate_series(1, 4)',
    [northwind],
  );
  go();
  expect((await read(northwind)).status).toBe(200);
});

const places = () =>
  app.query<{ left: number }>('select extract(epoch from ends_at - now())::float as left from csv_downloads');
