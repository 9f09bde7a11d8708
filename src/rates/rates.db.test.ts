import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiUser, createTestApp, type TestApp } from '../../test/app.ts';
import { boundsOf } from '../platform/values/currency-bounds.ts';

let app: TestApp;
let admin: ApiUser;
let at = new Date('2026-11-29T12:00:00.000Z');
let made = 0;
beforeAll(async () => {
  app = await createTestApp({ now: () => at });
  admin = await app.user('partner_admin', { partnerId: await app.partner('Northwind') });
});
afterAll(() => app.close());

async function table(currency = 'USD'): Promise<string> {
  return (await admin.call('POST', '/rate-tables', { name: `Rates ${++made}`, currency })).body.id;
}
const HEAD = 'Prefix,Destination,Per minute,Increments\n';
const load = (id: string, csv: string, query = '') =>
  admin.call('POST', `/rate-tables/${id}/import${query}`, { csv: HEAD + csv });
const price = async (id: string, number: string) =>
  (await admin.call('GET', `/rate-tables/${id}/price?number=${encodeURIComponent(number)}`)).body;

test('imports rates, and shows what a number would cost by its longest prefix', async () => {
  const id = await table();
  const dry = await load(id, '44,United Kingdom,0.012,60/60\n4420,London,0.01,60/60', '?dryRun=true');
  expect(dry.body).toMatchObject({ dryRun: true, added: 2, changed: 0, missing: 0, refused: 0 });
  expect(await price(id, '+44 20 7946 0999')).toMatchObject({ rate: null, perMinuteCall: null });

  expect((await load(id, '44,United Kingdom,0.012,60/60\n4420,London,0.01,60/60')).status).toBe(200);
  expect(await price(id, '+44 20 7946 0999')).toMatchObject({
    number: '+442079460999',
    currency: 'USD',
    rate: { prefix: '4420', destination: 'London', perMinute: '0.01', initialSeconds: 60 },
    perMinuteCall: '0.01',
  });
  expect((await price(id, '+44 1632 960123')).rate.prefix).toBe('44');
  expect((await price(id, '+33 1 99 00 12 34')).rate).toBeNull();
  const { body } = await admin.call('GET', `/rate-tables/${id}/rates?search=lond`);
  expect(body).toMatchObject({ total: 1, items: [{ prefix: '4420' }] });
});

test('imports nothing of a file with an invalid row, and reports its line', async () => {
  const id = await table();
  const refused = await load(id, '44,United Kingdom,0.012,60/60\n33,France,-1,60/60');
  expect(refused).toMatchObject({ status: 422, body: { code: 'rates_refused' } });
  expect(refused.body.errors[0].message).toBe('Line 3: A price can’t be negative: -1.');
  expect((await admin.call('GET', `/rate-tables/${id}`)).body.current).toBeNull();
});

test('all rates of a file apply from the same moment, and prefixes missing in a later file have none', async () => {
  const id = await table();
  await load(id, '44,United Kingdom,0.012,60/60\n33,France,0.02,60/60');
  const planned = await load(id, '44,United Kingdom,0.03,60/60', '?validFrom=2026-12-01T05:00:00.000Z');
  expect(planned.body).toMatchObject({ changed: 1, missing: 1, largestChanges: [{ before: '0.012', after: '0.03' }] });
  expect((await price(id, '+441632960123')).perMinuteCall).toBe('0.012');
  const { current, next } = (await admin.call('GET', `/rate-tables/${id}`)).body;
  expect([current.rates, next.rates, next.validFrom]).toEqual([2, 1, '2026-12-01T05:00:00.000Z']);

  at = new Date('2026-12-01T05:00:00.000Z');
  expect((await price(id, '+441632960123')).perMinuteCall).toBe('0.03');
  expect((await price(id, '+33199001234')).rate).toBeNull();
  expect((await load(id, '44,,1,1/1')).body.code).toBe('valid_from_taken');
  const past = await load(id, '44,,1,1/1', '?validFrom=2026-11-01T05:00:00.000Z');
  expect([past.status, past.body.errors[0].path]).toEqual([422, 'validFrom']);
});

test('an import changes no other table', async () => {
  const [one, other] = [await table(), await table()];
  await load(one, '44,,0.5,1/1');
  await load(other, '44,,0.7,1/1');
  expect((await price(one, '+441632960123')).perMinuteCall).toBe('0.50');
});

test('looks up a number in all tables by their current rates', async () => {
  const partner = await app.user('partner_admin', { partnerId: await app.partner('Several tables') });
  const tableOf = async (name: string, currency: string, csv: string, query = '') => {
    const { id } = (await partner.call('POST', '/rate-tables', { name, currency })).body;
    await partner.call('POST', `/rate-tables/${id}/import${query}`, { csv: HEAD + csv });
    return id as string;
  };
  const lookUp = (number: string) => partner.call('GET', `/rates/lookup?number=${encodeURIComponent(number)}`);
  const later = new Date(at.getTime() + 1000).toISOString();
  const area = await tableOf('Area', 'USD', '44,United Kingdom,0.012,60/60\n33,France,0.02,60/60');
  await tableOf('Later', 'USD', '442079,Next month,9,60/60', `?validFrom=${later}`);
  const zone = await tableOf('Zone', 'EUR', '4420,London,0.01,60/60\n33,France,0.03,60/60');
  expect((await lookUp('+44 20 7946 0999')).body).toEqual({
    number: '+442079460999',
    rateTable: { id: zone, name: 'Zone' },
    currency: 'EUR',
    rate: expect.objectContaining({ prefix: '4420', destination: 'London', perMinute: '0.01' }),
    perMinuteCall: '0.01',
  });
  expect((await lookUp('+441632960123')).body).toMatchObject({ rateTable: { id: area }, rate: { prefix: '44' } });
  expect((await lookUp('+33199001234')).body).toMatchObject({ rateTable: { id: area }, perMinuteCall: '0.02' });
  const none = { rateTable: null, currency: null, rate: null, perMinuteCall: null };
  expect((await lookUp('+4930123456')).body).toMatchObject(none);
  expect(await lookUp('bread')).toMatchObject({ status: 422, body: { errors: [{ path: 'number' }] } });
  const others = await admin.call('GET', '/rates/lookup?number=%2B442079460999');
  expect([area, zone]).not.toContain(others.body.rateTable?.id);
});

test('prices have a limit that depends on the currency, also in the database', async () => {
  const currencies = Intl.supportedValuesOf('currency');
  const checked = await app.query<{ currency: string; most: string }>(
    'select currency, most_call_price(currency)::text as most from unnest($1::text[]) currency',
    [currencies],
  );
  expect(checked).toEqual(
    currencies.map((currency) => ({ currency, most: String(boundsOf(currency).maxPrice * 1_000_000) })),
  );
  const [dong, dollars] = [await table('VND'), await table('USD')];
  expect((await load(dong, '84,Vietnam,12000,60/60')).status).toBe(200);
  expect((await load(dollars, '44,UK,1000,60/60')).status).toBe(200);
  expect((await price(dong, '+84 24 3825 5555')).perMinuteCall).toBe('12000.00');
  const insert = (tableId: string, micros: number) =>
    app.query(
      `insert into rates (partner_id, list_id, prefix, destination, setup_micros, per_minute_micros, initial_seconds, increment_seconds, minimum_micros)
       select partner_id, id, '49', '', $2, 0, 1, 1, 0 from rate_lists where table_id = $1`,
      [tableId, micros],
    );
  await expect(insert(dollars, 1_000_000_001)).rejects.toMatchObject({ constraint: 'rates_price_of_currency' });
  await expect(insert(dong, 5_000_000_000_001)).rejects.toMatchObject({ code: '23514' });
  await insert(dong, 5_000_000_000_000);
});

test('the class of a rate is previewed, imported, listed and looked up', async () => {
  const id = await table();
  const head = 'Prefix,Destination,Per minute,Increments,Class\n';
  const importing = (csv: string, query = '') =>
    admin.call('POST', `/rate-tables/${id}/import${query}`, { csv: head + csv });
  const dry = await importing('44,UK,0.1,60/60,\n4470,UK personal,0.9,60/60,premium', '?dryRun=true');
  expect(dry.body.firstRows.map((row: { class: string | null }) => row.class)).toEqual([null, 'premium']);
  await importing('44,UK,0.1,60/60,\n4470,UK personal,0.9,60/60,premium');
  expect((await price(id, '+44 70 1234 5678')).rate).toMatchObject({ prefix: '4470', class: 'premium' });
  expect((await price(id, '+44 20 7946 0999')).rate).toMatchObject({ prefix: '44', class: null });
  const { items } = (await admin.call('GET', `/rate-tables/${id}/rates`)).body;
  expect(items.map((rate: { class: string | null }) => rate.class)).toEqual([null, 'premium']);
  // another class is another rate
  const again = await importing('44,UK,0.1,60/60,\n4470,UK personal,0.9,60/60,satellite', '?dryRun=true');
  expect(again.body).toMatchObject({ same: 1, changed: 1 });
  const two = await importing('44,UK,0.1,60/60,\n0044,UK,0.1,60/60,premium', '?dryRun=true');
  expect(two.body).toMatchObject({ repeated: 0, refused: 1 });
});

test('another partner can’t see or change it', async () => {
  const id = await table();
  await load(id, '44,,0.5,1/1');
  const stranger = await app.user('partner_admin', { partnerId: await app.partner('Other') });
  expect((await stranger.call('GET', '/rate-tables')).body.items).toEqual([]);
  for (const end of ['', '/rates', '/price?number=%2B441632960123'])
    expect((await stranger.call('GET', `/rate-tables/${id}${end}`)).status).toBe(404);
});

test('repeated rows of a prefix are skipped if they are equal; with another rate they are refused with both lines', async () => {
  const id = await table();
  const read = (csv: string) => load(id, csv, '?dryRun=true');
  expect((await read('44,UK,0.1,60/60\n0044,UK,0.10,60/60')).body).toMatchObject({ added: 1, repeated: 1, refused: 0 });
  const { body } = await read('44,UK,0.1,60/60\n0044,UK,0.10,60/60\n44,UK,0.2,60/60\n33,,x,60/60');
  expect(body).toMatchObject({ repeated: 1, refused: 2 });
  expect(body.refusedRows).toMatchObject([
    { line: 4, prefix: '44', message: 'Line 2 has another rate for 44. Keep one of them.' },
    { line: 5, prefix: '33' },
  ]);
});

test('refuses a file that is too large for one request, and stores nothing', async () => {
  const id = await table();
  const rows = Array.from({ length: 2001 }, (_, index) => `${400_000 + index},,0.01,6/6`);
  const { status, body } = await load(id, rows.join('\n'));
  expect([status, body.errors[0].path]).toEqual([422, 'csv']);
  expect(await app.query('select id from rate_imports')).toEqual([]);
});
