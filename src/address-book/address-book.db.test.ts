import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiUser, createTestApp, type TestApp } from '../../test/app.ts';
import { createTenant } from '../../test/tenants.ts';
import { asTenant } from '../platform/db/db.ts';
import { contactNames } from './address-book.ts';

let app: TestApp;
let admin: ApiUser['call'];

beforeAll(async () => {
  app = await createTestApp();
  admin = (await app.user('partner_admin', { partnerId: await app.partner('Partner') })).call;
});
afterAll(() => app.close());

async function tenant(): Promise<{ id: string; path: string }> {
  const { id, path } = await createTenant(admin);
  return { id, path: `${path}/contacts` };
}
const add = async (path: string, name: string, numbers: string[], more = {}) => {
  const { status, body, text } = await admin('POST', path, {
    name,
    numbers: numbers.map((number) => ({ number })),
    ...more,
  });
  expect(status, text).toBe(201);
  return body as { id: string; version: number };
};
const namesIn = async (path: string): Promise<string[]> =>
  (await admin('GET', path)).body.items.map(({ name }: { name: string }) => name);

test('stores numbers as they are dialled in the tenant’s country, with their kinds and in their order', async () => {
  const { path } = await tenant();
  const { body } = await admin('POST', path, {
    name: 'Maria  Rossi',
    company: 'Hudson Flour Co.',
    note: 'Tuesdays\r\nand Fridays',
    numbers: [{ kind: 'mobile', number: '(212) 555-0199' }, { number: '+44 20 7946 0958' }],
  });
  expect(body).toMatchObject({
    name: 'Maria Rossi',
    company: 'Hudson Flour Co.',
    note: 'Tuesdays\nand Fridays',
    numbers: [
      { kind: 'mobile', number: '+12125550199' },
      { kind: 'work', number: '+442079460958' },
    ],
    version: 1,
  });
  expect((await admin('GET', `${path}/${body.id}`)).body).toEqual(body);
});

test('names each number that can’t be used', async () => {
  const { path } = await tenant();
  const numbers = [{ number: '+12125550199' }, { number: '12' }, { number: '212-555-0199' }];
  const { status, body } = await admin('POST', path, { name: 'Ann', numbers });
  expect(status).toBe(422);
  expect(body.errors).toEqual([
    { path: 'numbers.1.number', message: 'Enter a phone number such as +12125550101.' },
    { path: 'numbers.2.number', message: 'This number is already in the list.' },
  ]);
  const none = await admin('POST', path, { name: 'Ann', numbers: [] });
  expect(none.body.errors).toEqual([{ path: 'numbers', message: 'Enter at least one number.' }]);
  expect(await namesIn(path)).toEqual([]);
});

test('changes only the given fields, and refuses a stale version', async () => {
  const { path } = await tenant();
  const { id } = await add(path, 'Ann', ['+12125550199'], { company: 'Hudson' });
  const changed = await admin('PATCH', `${path}/${id}`, { company: '' }, { 'if-match': '"1"' });
  expect(changed.body).toMatchObject({ name: 'Ann', company: '', numbers: [{ number: '+12125550199' }], version: 2 });
  const numbers = [{ kind: 'home', number: '+12125550177' }];
  expect((await admin('PATCH', `${path}/${id}`, { numbers }, { 'if-match': '"1"' })).status).toBe(412);
  expect((await admin('PATCH', `${path}/${id}`, { numbers })).body).toMatchObject({ numbers, version: 3 });
  // nothing new
  expect((await admin('PATCH', `${path}/${id}`, { numbers })).body.version).toBe(3);
  expect((await admin('DELETE', `${path}/${id}`, undefined, { 'if-match': '"2"' })).status).toBe(412);
  expect((await admin('DELETE', `${path}/${id}`)).status).toBe(204);
  expect((await admin('GET', `${path}/${id}`)).status).toBe(404);
});

test('lists in any order, page by page, while contacts are added and deleted', async () => {
  const { path } = await tenant();
  const companies = ['B', '', 'A', ''];
  const ids: string[] = [];
  for (const [i, name] of ['Émile', 'anna', 'Zoe', 'Bert'].entries())
    ids.push((await add(path, name, [`+121255502${i}0`], { company: companies[i] })).id);
  expect(await namesIn(path)).toEqual(['anna', 'Bert', 'Émile', 'Zoe']);
  expect(await namesIn(`${path}?sort=-company`)).toEqual(['Émile', 'Zoe', 'Bert', 'anna']);
  expect(await namesIn(`${path}?sort=createdAt`)).toEqual(['Émile', 'anna', 'Zoe', 'Bert']);
  const first = (await admin('GET', `${path}?limit=2`)).body;
  expect(first.total).toBe(4);
  await admin('DELETE', `${path}/${ids[3]}`);
  expect(await namesIn(`${path}?limit=2&cursor=${first.nextCursor}`)).toEqual(['Émile', 'Zoe']);
});

test('searches words of name, company and note, and parts of numbers', async () => {
  const { path } = await tenant();
  await add(path, 'Maria Rossi', ['+12125550199', '+442079460958'], { company: 'Hudson Flour', note: 'yeast' });
  await add(path, 'Studio 54', ['+12125550177']);
  const found = (search: string) => namesIn(`${path}?search=${encodeURIComponent(search)}`);
  expect(await found('flour maria')).toEqual(['Maria Rossi']);
  expect(await found('YEAST')).toEqual(['Maria Rossi']);
  expect(await found('555-0199')).toEqual(['Maria Rossi']);
  expect(await found('020 7946')).toEqual([]);
  expect(await found('+44 20 7946')).toEqual(['Maria Rossi']);
  expect(await found('54')).toEqual(['Studio 54']);
  expect(await found('555')).toEqual(['Maria Rossi', 'Studio 54']);
  expect(await found('%')).toEqual([]);
});

test('a tenant’s user can read contacts, its admin can edit them, and a partner’s viewer can only read them', async () => {
  const partnerId = await app.partner('Other');
  const owner = await app.user('partner_admin', { partnerId });
  const { id: tenantId, path } = await createTenant(owner.call);
  const body = { name: 'Ann', numbers: [{ number: '+12125550199' }] };
  const people = {
    tenant_admin: await app.user('tenant_admin', { tenantId }),
    tenant_user: await app.user('tenant_user', { tenantId }),
    partner_user: await app.user('partner_user', { partnerId }),
  };
  const statusOf = async (by: ApiUser, method: string, sent?: unknown) =>
    (await by.call(method, `${path}/contacts`, sent)).status;
  expect(await statusOf(people.tenant_admin, 'POST', body)).toBe(201);
  for (const reader of [people.tenant_user, people.partner_user]) {
    expect(await statusOf(reader, 'GET')).toBe(200);
    expect(await statusOf(reader, 'POST', body)).toBe(403);
  }
  await owner.call('POST', `${path}/suspend`, { reason: 'manual' });
  expect(await statusOf(owner, 'POST', body)).toBe(201);
  expect(await statusOf(people.tenant_admin, 'POST', body)).toBe(409);
});

describe('the name of a caller', () => {
  const names = async (of: string, numbers: string[]) => [
    ...(await asTenant(app.db, of, (tx) => contactNames(tx, of, numbers))),
  ];

  test('is the name of the contact with that number, or of the first of several', async () => {
    const { id, path } = await tenant();
    await add(path, 'Maria', ['+12125550199', '+12125550177']);
    await add(path, 'Reception', ['+12125550177', '+12125550166']);
    const asked = ['+12125550177', '+12125550166', '+12125550155'];
    expect(await names(id, asked)).toEqual([
      ['+12125550166', 'Reception'],
      ['+12125550177', 'Maria'],
    ]);
    expect(await names(id, [])).toEqual([]);
  });

  test('is never one from another tenant', async () => {
    const [mine, other] = [await tenant(), await tenant()];
    await add(other.path, 'Theirs', ['+12125550199']);
    expect(await names(mine.id, ['+12125550199'])).toEqual([]);
    // not even where the code asks for the wrong tenant
    expect(await asTenant(app.db, mine.id, (tx) => contactNames(tx, other.id, ['+12125550199']))).toEqual(new Map());
  });
});

test('a tenant has at most 50,000 contacts', async () => {
  const { id, path } = await tenant();
  await app.query(
    'insert into address_book (id, tenant_id, name) select gen_random_uuid(), $1, n::text from generate_series(1, 50000) n',
    [id],
  );
  const { status, body } = await admin('POST', path, { name: 'Ann', numbers: [{ number: '+12125550199' }] });
  expect([status, body.code]).toEqual([409, 'address_book_full']);
});
