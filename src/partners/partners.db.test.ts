import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type ApiUser, type TestApp } from '../../test/app.ts';

let app: TestApp;
let operator: ApiUser;

beforeAll(async () => {
  app = await createTestApp();
  operator = await app.user('operator');
});
afterAll(() => app.close());

const create = (name: string, email: string) =>
  operator.call('POST', '/operator/partners', { name, admin: { email, name: 'Ann Admin' } });

test('creating a partner invites its first admin, who then manages that partner', async () => {
  const { status, body } = await create('Northwind Voice', 'admin@northwind.example');
  expect([status, body.name, body.tenants]).toEqual([201, 'Northwind Voice', 0]);
  const mails = (await operator.call('GET', '/operator/mails?search=northwind')).body;
  expect(mails).toMatchObject({
    total: 1,
    items: [{ recipient: 'admin@northwind.example', sentAt: null, attempts: 0, state: 'kept' }],
  });
  const token = /#([\w-]{43})/.exec(mails.items[0].body)![1]!;
  const accepted = await app.nobody('POST', '/invitations/accept', { token, password: 'a password of my own' });
  expect(accepted.body).toMatchObject({
    user: { email: 'admin@northwind.example', role: 'partner_admin' },
    partner: { id: body.id, name: 'Northwind Voice' },
  });
  const cookie = String(accepted.headers['set-cookie']).split(';')[0]!;
  await app.nobody('POST', '/tenants', { name: 'Bakery', sipPrefix: 'bakery' }, { cookie });
  const list = await operator.call('GET', '/operator/partners?search=north');
  expect(list.body).toMatchObject({ total: 1, items: [{ id: body.id, tenants: 1 }] });
});

test('the operator’s action is recorded in the partner’s trail', async () => {
  const { body } = await create('Contoso Lines', 'admin@contoso.example');
  const events = await app.query('select action, actor_id from audit_events where partner_id = $1 order by id', [
    body.id,
  ]);
  expect(events).toEqual([
    { action: 'partner.created', actor_id: operator.id },
    { action: 'user.created', actor_id: operator.id },
  ]);
});

test('a mail is stored without a mail server, and given up after a week or a permanent refusal', async () => {
  await create('Post', 'post@partner.example');
  const after = async (change: string) => {
    await app.query(`update mails set ${change} where recipient = 'post@partner.example'`);
    const { state, lastError } = (await operator.call('GET', '/operator/mails?search=post@')).body.items[0];
    return [state, lastError];
  };
  expect(await after("created_at = now() - interval '167 hours'")).toEqual(['kept', null]);
  expect(await after("created_at = now() - interval '168 hours'")).toEqual(['given_up', null]);
  expect(await after("created_at = now(), refused_at = now(), last_error = '550'")).toEqual(['given_up', '550']);
  expect(await after('refused_at = null, last_error = null, sent_at = now()')).toEqual(['sent', null]);
});

test('a partner is not created for an address that already has an account', async () => {
  await create('First', 'same@partner.example');
  const { status, body } = await create('Second', 'same@partner.example');
  expect([status, body.code]).toEqual([409, 'email_taken']);
  expect((await operator.call('GET', '/operator/partners?search=Second')).body.total).toBe(0);
});

test('partners are sorted by name in any alphabet, and paged', async () => {
  for (const name of ['zeta', 'Émile', 'Alpha'])
    await create(`List ${name}`, `${name.length}${Date.now()}@list.example`);
  const list = (query: string) => operator.call('GET', `/operator/partners?search=list&${query}`);
  const first = (await list('limit=2')).body;
  const second = (await list(`limit=2&cursor=${first.nextCursor}`)).body;
  const names = [...first.items, ...second.items].map(({ name }: { name: string }) => name);
  expect([names, first.total, second.nextCursor]).toEqual([['List Alpha', 'List Émile', 'List zeta'], 3, null]);
});

test('only the operator sees partners', async () => {
  const partnerId = await app.partner('Nosy');
  const admin = await app.user('partner_admin', { partnerId });
  for (const path of ['/operator/partners', '/operator/mails', '/operator/trunks'])
    expect((await admin.call('GET', path)).status).toBe(403);
  expect((await admin.call('POST', '/operator/partners', {})).status).toBe(403);
});
