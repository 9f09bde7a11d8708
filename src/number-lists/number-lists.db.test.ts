import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiUser, createTestApp, type TestApp } from '../../test/app.ts';
import { createTenant, type TestTenant } from '../../test/tenants.ts';
import { asTenant } from '../platform/db/db.ts';
import { newId } from '../platform/values/ids.ts';
import { callerIs } from './for-calls.ts';

let app: TestApp;
let admin: ApiUser['call'];
let tenant: TestTenant;
let path: string;

beforeAll(async () => {
  app = await createTestApp();
  admin = (await app.user('partner_admin', { partnerId: await app.partner('Partner') })).call;
  tenant = await createTenant(admin, { prefix: 'bakery', extensions: ['101'] });
  path = `${tenant.path}/number-lists`;
});
afterAll(() => app.close());

const add = async () => `${path}/${(await admin('POST', path, { name: 'Customers' })).body.id}`;
const asks = (condition: Parameters<typeof callerIs>[2], number: string | null, tenantId = tenant.id) =>
  asTenant(app.db, tenantId, (tx) => callerIs(tx, tenantId, condition, number));

test('matches the numbers of a list, and those with a prefix in it', async () => {
  const list = await add();
  await admin('POST', `${list}/entries`, { number: '(212) 555-0199', note: 'Head office' });
  await admin('POST', `${list}/entries`, { number: '646*' });
  const condition = { kind: 'inList', listId: list.slice(path.length + 1) } as const;
  expect(await asks(condition, '+12125550199')).toBe(true);
  expect(await asks(condition, '+16465550100')).toBe(true);
  expect(await asks(condition, '+12125550198')).toBe(false);
  expect(await asks(condition, null)).toBe(false);
  expect(await asks({ kind: 'inList', listId: newId() }, '+12125550199')).toBeNull();
  const other = await createTenant(admin, { prefix: 'other', extensions: ['101'] });
  expect(await asks(condition, '+12125550199', other.id)).toBeNull();
});

test('matches contacts, hidden numbers and prefixes', async () => {
  await admin('POST', `${tenant.path}/contacts`, { name: 'Ann', numbers: [{ number: '+12125550111' }] });
  expect(await asks({ kind: 'inContacts' }, '+12125550111')).toBe(true);
  expect(await asks({ kind: 'inContacts' }, '+12125550112')).toBe(false);
  expect(await asks({ kind: 'inContacts' }, null)).toBe(false);
  expect(await asks({ kind: 'anonymous' }, null)).toBe(true);
  expect(await asks({ kind: 'anonymous' }, '+12125550111')).toBe(false);
  expect(await asks({ kind: 'startsWith', prefix: '+1212' }, '+12125550111')).toBe(true);
  expect(await asks({ kind: 'startsWith', prefix: '+1646' }, '+12125550111')).toBe(false);
});

test('imports what it previewed, and skips the rest', async () => {
  const list = await add();
  const csv = 'Number,Note\n+12125550101,One\n+1646*,\nnobody,\n';
  const preview = await admin('POST', `${list}/import?dryRun=true`, { csv });
  expect(preview.body).toMatchObject({
    dryRun: true,
    added: 2,
    changed: 0,
    same: 0,
    refused: [{ line: 4, text: 'nobody' }],
  });
  expect(preview.body.columns).toEqual([
    { column: 1, name: 'Number', use: 'numbers', numbers: 2 },
    { column: 2, name: 'Note', use: 'note', numbers: 0 },
  ]);
  expect((await admin('GET', list)).body.entries).toBe(0);
  expect((await admin('POST', `${list}/import`, { csv })).body).toMatchObject({ dryRun: false, added: 2 });
  expect((await admin('POST', `${list}/import`, { csv })).body).toMatchObject({ added: 0, same: 2 });
  expect((await admin('GET', `${list}/entries`)).body.items).toMatchObject([
    { number: '+12125550101', isPrefix: false, note: 'One' },
    { number: '+1646', isPrefix: true, note: '' },
  ]);
});

test('an import asks for the column with the numbers where the file doesn’t tell', async () => {
  const list = await add();
  const csv = '4085551234,+12125550801,Office\n';
  const { body } = await admin('POST', `${list}/import?dryRun=true`, { csv });
  expect(body.columns.map(({ use }: { use: string }) => use)).toEqual(['candidate', 'candidate', 'ignored']);
  expect(body.added).toBe(0);
  const unanswered = await admin('POST', `${list}/import`, { csv });
  expect(unanswered).toMatchObject({ status: 422, body: { errors: [{ path: 'column' }] } });
  expect((await admin('POST', `${list}/import?column=2`, { csv })).body).toMatchObject({ added: 1 });
  expect((await admin('GET', `${list}/entries`)).body.items).toMatchObject([
    { number: '+12125550801', note: 'Office' },
  ]);
});

test('has at most 10,000 numbers, each once', async () => {
  const list = await add();
  const csv = Array.from({ length: 10_000 }, (_, n) => `+1212555${String(n).padStart(4, '0')}`).join('\n');
  expect((await admin('POST', `${list}/import`, { csv })).body.added).toBe(10_000);
  const full = await admin('POST', `${list}/entries`, { number: '+16465550100' });
  expect([full.status, full.body.code]).toEqual([409, 'list_full']);
  const twice = await admin('POST', `${list}/entries`, { number: '+12125550100' });
  expect(twice).toMatchObject({ status: 422, body: { errors: [{ path: 'number' }] } });
});
