import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type ApiUser, createTestApp, type TestApp } from '../../test/app.ts';
import { createTenant, type TestTenant } from '../../test/tenants.ts';
import { markSilentPhones, phonesOfNode } from './silent-phones.ts';

const NODE = 'node-1';
const TOKEN = 'token';

let app: TestApp;
let admin: ApiUser;
let shop: TestTenant;
let asterisk: pg.Client;

beforeAll(async () => {
  app = await createTestApp();
  admin = await app.user('partner_admin', { partnerId: await app.partner('Partner') });
  shop = await createTenant(admin.call, { prefix: 'shop', extensions: ['101', '102'] });
  const options = `-c strowger.edge_token=${TOKEN}`;
  asterisk = new pg.Client({ connectionString: app.database.urls.asterisk, options });
  await asterisk.connect();
});
beforeEach(async () => {
  await app.query('delete from asterisk.ps_contacts');
  await app.query('delete from queued_events');
});
afterAll(async () => {
  await asterisk?.end();
  await app.close();
});

/** Writes what Asterisk writes when the phone at this port registers or registers again. */
async function register(number: string, port: number, over = ''): Promise<void> {
  const path = `<sip:${TOKEN}@127.0.0.1:5060;lr;from=127.0.0.1-${port}-${over || 'udp'}>`;
  const uri = `sip:ada@127.0.0.1:${port}${over && `^3Bover=${over}`}`;
  const row = [`shop-${number}^3B@${port}`, `shop-${number}`, uri, path, NODE];
  const renewed = await asterisk.query(
    `update asterisk.ps_contacts set endpoint = $2, uri = $3, path = $4, reg_server = $5, expiration_time = extract(epoch from now())::bigint + 600
     where id = $1`,
    row,
  );
  if (renewed.rowCount === 1) return;
  await asterisk.query(
    `insert into asterisk.ps_contacts (id, endpoint, uri, path, reg_server, expiration_time)
     values ($1, $2, $3, $4, $5, extract(epoch from now())::bigint + 600)`,
    row,
  );
}
const mark = (...ports: number[]): Promise<void> =>
  markSilentPhones(
    app.db,
    NODE,
    ports.map((port) => `127.0.0.1:${port}`),
  );
async function presence(number: string): Promise<string | undefined> {
  const { body } = await admin.call('GET', `${shop.path}/live`);
  return body.extensions.find((extension: { number: string }) => extension.number === number)?.presence;
}
const events = async (): Promise<string[]> =>
  (await app.query<{ name: string }>('select name from queued_events order by id')).map(({ name }) => name);

test('an extension is offline once all its phones are silent, and programs get the same event', async () => {
  await register('101', 5071);
  await register('101', 5072);
  await register('102', 5073);
  await mark(5071);
  expect(await presence('101')).toBe('Available');
  await mark(5071, 5072);
  expect(await presence('101')).toBe('Offline');
  expect(await presence('102')).toBe('Available');
  await mark(5071, 5072);
  expect(await events()).toEqual(['phone.online', 'phone.online', 'phone.offline']);
  // both respond again at once
  await mark();
  expect(await presence('101')).toBe('Available');
  expect(await events()).toEqual(['phone.online', 'phone.online', 'phone.offline', 'phone.online']);
});

test('a phone that registers again is online at once, and one that unregisters while silent goes offline only once', async () => {
  await register('101', 5071);
  await mark(5071);
  await register('101', 5071);
  expect(await presence('101')).toBe('Available');
  await mark(5071);
  await asterisk.query('delete from asterisk.ps_contacts');
  expect(await events()).toEqual(['phone.online', 'phone.offline', 'phone.online', 'phone.offline']);
});

test('a phone of another Asterisk, with its own edge, is not changed', async () => {
  await register('101', 5071);
  await markSilentPhones(app.db, 'node-2', ['127.0.0.1:5071']);
  expect(await presence('101')).toBe('Available');
  await mark(5071);
  await markSilentPhones(app.db, 'node-2', []);
  expect(await presence('101')).toBe('Offline');
});

test('a restarted edge gets the addresses of its phones, and which of them were silent', async () => {
  await register('101', 5071);
  await register('102', 5072, 'tcp');
  await mark(5071);
  const phones = await phonesOfNode(app.db, NODE);
  expect(phones.toSorted((a, b) => a.address.localeCompare(b.address))).toEqual([
    { address: '127.0.0.1:5071', connected: false, silent: true },
    { address: '127.0.0.1:5072', connected: true, silent: false },
  ]);
  expect(await phonesOfNode(app.db, 'node-2')).toEqual([]);
});

test('waits for no other transaction, and only the edge’s role may mark phones as silent', async () => {
  await register('101', 5071);
  const other = new pg.Client({ connectionString: app.database.urls.asterisk });
  await other.connect();
  await other.query('begin');
  await other.query('select from asterisk.ps_contacts for update');
  await mark(5071);
  expect(await presence('101')).toBe('Available');
  await other.query('rollback');
  await other.end();
  await expect(asterisk.query(`select public.mark_silent_phones('${NODE}', '{}')`)).rejects.toThrow(
    /permission denied/,
  );
});
