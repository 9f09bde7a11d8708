import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { until } from '../../../test/until.ts';
import { newId } from '../values/ids.ts';
import type { Person } from './caller.ts';
import { CsvResponse } from './csv-response.ts';
import { endpoint } from './endpoint.ts';
import { createServer, type Server } from './server.ts';

let app: TestApp;
let server: Server;
/** Whoever reads a table waits for this. */
let go: () => void;
let begun = 0;

const person = (partner: string): Person => ({
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
  server = await createServer({
    db: app.db,
    secretKey: app.config.secretKey,
    logger: pino({ level: 'silent' }),
    authenticate: async ({ headers }) => person(String(headers['x-partner'])),
    limit: async () => {},
    publicUrl: undefined,
    trustedProxies: [],
    allows: () => true,
    refuseByStatus: () => null,
  });
  const gate = new Promise<void>((resolve) => (go = resolve));
  server.on(table, () => new CsvResponse(table.download, rows(gate)));
  await server.ready();
});
afterAll(async () => {
  await server.close();
  await app.close();
});

async function* rows(gate: Promise<void>) {
  begun++;
  await gate;
  yield [['1']];
}
const read = (partner: string) =>
  server.inject({ url: '/api/v1/table', headers: { 'x-partner': partner } }).then(({ statusCode, headers }) => ({
    status: statusCode,
    retryAfter: headers['retry-after'],
  }));

it('one partner reads four tables at once, the others as many, and again when one is done', async () => {
  const four = Array.from({ length: 4 }, () => read('northwind'));
  await until('all four', () => begun === 4);
  expect(await read('northwind')).toEqual({ status: 429, retryAfter: '5' });
  const other = read('contoso');
  await until('the other partner’s', () => begun === 5);
  go();
  for (const answer of await Promise.all([...four, other])) expect(answer.status).toBe(200);
  expect((await read('northwind')).status).toBe(200);
});
