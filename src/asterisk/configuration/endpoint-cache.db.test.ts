import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { until } from '../../../test/until.ts';
import { EndpointsNotice } from './endpoint-cache.ts';

let app: TestApp;
let client: Client;
const notices: unknown[] = [];

beforeAll(async () => {
  app = await createTestApp();
  client = new Client({ connectionString: app.database.urls.app });
  await client.connect();
  client.on('notification', ({ payload }) => notices.push(EndpointsNotice.parse(JSON.parse(payload ?? '')).endpoints));
  await client.query('listen endpoints');
});
afterAll(async () => {
  await client?.end();
  await app?.close();
});

async function noticesOf(change: () => Promise<unknown>): Promise<unknown[]> {
  notices.length = 0;
  await change();
  await app.query(`select pg_notify('endpoints', '{"endpoints":["the end"]}')`);
  await until('the last notice', () => JSON.stringify(notices.at(-1)) === '["the end"]');
  return notices.slice(0, -1);
}

test('a change of phones names them, and one of many phones or of a moved number names none, meaning all', async () => {
  const partnerId = await app.partner('Partner');
  const { call } = await app.user('partner_admin', { partnerId });
  const { body: tenant } = await call('POST', '/tenants', { name: 'Acme', sipPrefix: 'acme', status: 'ACTIVE' });
  const named = [['acme-101', 'srtp-acme-101']];
  const front = { number: '101', name: 'Front desk' };
  expect(await noticesOf(() => call('POST', `/tenants/${tenant.id}/extensions`, front))).toEqual(named);
  expect(await noticesOf(() => app.query(`update extensions set name = 'Reception'`))).toEqual(named);
  expect(await noticesOf(() => app.query(`update extensions set ha1 = md5('new')`))).toEqual(named);
  expect(await noticesOf(() => app.query('update extensions set name = name where false'))).toEqual([]);
  expect(await noticesOf(() => app.query('delete from extensions'))).toEqual(named);
  const many = () =>
    app.query(
      `insert into extensions (id, tenant_id, number, name, sip_username, ha1, sealed_password)
       select gen_random_uuid(), $1, n, 'Phone', 'acme-' || n, md5('x'), '' from generate_series(200, 300) n`,
      [tenant.id],
    );
  expect(await noticesOf(many)).toEqual([null]);
  expect(await noticesOf(() => app.query(`update extensions set name = 'Other'`))).toEqual([null]);
  expect(await noticesOf(() => app.query('update dids set tenant_id = null'))).toEqual([null]);
});
