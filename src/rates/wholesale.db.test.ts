import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type ApiUser, createTestApp, type TestApp } from '../../test/app.ts';
import { asOperator, asPartner } from '../platform/db/db.ts';
import { newId } from '../platform/values/ids.ts';

let app: TestApp;
let partnerId: string;
let operator: ApiUser;
let admin: ApiUser;
let viewer: ApiUser;
let stranger: ApiUser;
let made = 0;

beforeAll(async () => {
  app = await createTestApp();
  partnerId = await app.partner('Northwind');
  operator = await app.user('operator');
  admin = await app.user('partner_admin', { partnerId });
  viewer = await app.user('partner_user', { partnerId });
  stranger = await app.user('partner_admin', { partnerId: await app.partner('Other') });
});
afterAll(() => app.close());
beforeEach(() => app.query("delete from rate_tables where kind <> 'retail'"));

const HEAD = 'Prefix,Destination,Per minute,Increments\n';
const of = (partner = partnerId) => `/operator/partners/${partner}/wholesale-tables`;
const add = (direction = 'outbound', currency = 'USD') =>
  operator.call('POST', of(), { name: `Wholesale ${++made}`, direction, currency });

async function wholesale(csv: string, currency = 'USD'): Promise<string> {
  const { body } = await add('outbound', currency);
  const imported = await operator.call('POST', `${of()}/${body.id}/import`, { csv: HEAD + csv });
  expect(imported.status, imported.text).toBe(200);
  return body.id;
}
async function retail(csv: string): Promise<string> {
  const { body } = await admin.call('POST', '/rate-tables', { name: `Retail ${++made}`, currency: 'USD' });
  await admin.call('POST', `/rate-tables/${body.id}/import`, { csv: HEAD + csv });
  return body.id;
}
const margin = async (tableId: string, number: string) =>
  (await admin.call('GET', `/rate-tables/${tableId}/margin?number=${encodeURIComponent(number)}`)).body;

test('the operator gives a partner one table for each direction, which the partner can read but not change', async () => {
  const id = await wholesale('44,United Kingdom,0.008,60/60');
  expect((await add()).body.code).toBe('wholesale_table_exists');
  expect((await add('inbound')).status).toBe(201);
  const { items } = (await admin.call('GET', '/wholesale-tables')).body;
  expect(items.map((one: { direction: string }) => one.direction)).toEqual(['outbound', 'inbound']);
  expect((await admin.call('GET', `/wholesale-tables/${id}/rates`)).body.items).toMatchObject([
    { prefix: '44', perMinute: '0.008' },
  ]);
  // it isn't one of the partner's price tables
  for (const [method, end, body] of [
    ['GET', '', undefined],
    ['PATCH', '', { name: 'Mine' }],
    ['DELETE', '', undefined],
    ['POST', '/import', { csv: `${HEAD}44,,0.001,1/1` }],
  ] as const)
    expect((await admin.call(method, `/rate-tables/${id}${end}`, body)).status, method).toBe(404);
  expect((await admin.call('GET', '/rate-tables')).text).not.toContain(id);
  const profile = { name: 'By wholesale', currency: 'USD', terms: { outboundRates: id } };
  expect((await admin.call('POST', '/billing-profiles', profile)).status).toBe(422);
});

test('another partner and users who aren’t admins can’t see it', async () => {
  const id = await wholesale('44,United Kingdom,0.008,60/60');
  const tableId = await retail('44,United Kingdom,0.012,60/60');
  expect((await stranger.call('GET', '/wholesale-tables')).body.items).toEqual([]);
  for (const end of ['', '/rates'])
    expect((await stranger.call('GET', `/wholesale-tables/${id}${end}`)).status).toBe(404);
  for (const path of ['/wholesale-tables', `/wholesale-tables/${id}`, `/rate-tables/${tableId}/margins`])
    expect((await viewer.call('GET', path)).status, path).toBe(403);
  const theirs = await app.query<{ id: string }>("select id from partners where name = 'Other'");
  expect((await operator.call('GET', `${of(theirs[0]?.id)}/${id}`)).status).toBe(404);
});

test('the database doesn’t let partners write wholesale rates, or the operator read retail rates', async () => {
  const id = await wholesale('44,United Kingdom,0.008,60/60');
  const tableId = await retail('44,United Kingdom,0.012,60/60');
  const list = { id: newId(), partner_id: partnerId, table_id: id, valid_from: new Date('2020-01-01'), rates: 1 };
  const within = (work: Parameters<typeof asPartner<unknown>>[2]) => asPartner(app.db, partnerId, work);
  await expect(within((tx) => tx.insertInto('rate_lists').values(list).execute())).rejects.toThrow(
    'row-level security',
  );
  const [own] = await app.query<{ id: string }>('select id from rate_lists where table_id = $1', [id]);
  const rate = { prefix: '1', destination: '', setup_micros: '0', per_minute_micros: '0', minimum_micros: '0' };
  const cheap = { ...rate, partner_id: partnerId, list_id: own?.id ?? '', initial_seconds: 1, increment_seconds: 1 };
  await expect(within((tx) => tx.insertInto('rates').values(cheap).execute())).rejects.toThrow('row-level security');
  await within((tx) => tx.updateTable('rate_tables').set({ name: 'Mine' }).where('id', '=', id).execute());
  await within((tx) => tx.deleteFrom('rate_tables').where('id', '=', id).execute());
  const seen = await asOperator(app.db, (tx) => tx.selectFrom('rate_tables').select(['id', 'name']).execute());
  expect(seen).toMatchObject([{ id }]);
  expect(seen[0]?.name).not.toBe('Mine');
  const rates = await asOperator(app.db, (tx) => tx.selectFrom('rates').select('per_minute_micros').execute());
  expect(rates).toEqual([{ per_minute_micros: '8000' }]);
  expect((await admin.call('GET', `/rate-tables/${tableId}/rates`)).body.total).toBe(1);
});

test('a margin is the price less the cost of the same call, each by its own longest prefix', async () => {
  await wholesale('44,United Kingdom,0.008,60/60\n4420,London,0.02,60/60');
  const tableId = await retail('44,United Kingdom,0.012,1/1\n33,France,0.01,1/1');
  expect(await margin(tableId, '+44 1632 960123')).toMatchObject({
    price: '0.012',
    cost: { currency: 'USD', prefix: '44', amount: '0.008' },
    margin: '0.004',
  });
  // the price is below the cost
  expect(await margin(tableId, '+44 20 7946 0999')).toMatchObject({ cost: { prefix: '4420' }, margin: '-0.008' });
  const { items } = (await admin.call('GET', `/rate-tables/${tableId}/margins`)).body;
  expect(items).toMatchObject([
    { prefix: '33', perMinute: '0.01', cost: null, margin: null },
    { prefix: '44', perMinute: '0.012', cost: { amount: '0.008' }, margin: '0.004' },
  ]);
});

test('there is no margin if the cost is unknown or in another currency', async () => {
  const tableId = await retail('44,United Kingdom,0.012,1/1');
  expect(await margin(tableId, '+441632960123')).toMatchObject({ price: '0.012', cost: null, margin: null });
  await wholesale('44,United Kingdom,0.008,60/60', 'EUR');
  expect(await margin(tableId, '+441632960123')).toMatchObject({ cost: { currency: 'EUR' }, margin: null });
  expect(await margin(tableId, '+33199001234')).toMatchObject({ price: null, cost: null, margin: null });
});

test('has no classes: the class of a call comes from the partner’s own rates', async () => {
  const { body } = await add();
  const csv = 'Prefix,Per minute,Increments,Class\n44,0.008,60/60,premium\n';
  const refused = await operator.call('POST', `${of()}/${body.id}/import`, { csv });
  expect(refused).toMatchObject({ status: 422, body: { errors: [{ message: expect.stringContaining('“Class”') }] } });
});
