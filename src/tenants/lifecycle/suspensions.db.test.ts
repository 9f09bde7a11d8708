import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestApp, type ApiUser, type TestApp } from '../../../test/app.ts';

let app: TestApp;
let admin: ApiUser;
let viewer: ApiUser;
let operator: ApiUser;
let at: string;
let tenantId: string;
let made = 0;

beforeAll(async () => {
  app = await createTestApp();
  const partnerId = await app.partner('Northwind');
  admin = await app.user('partner_admin', { partnerId });
  viewer = await app.user('partner_user', { partnerId });
  operator = await app.user('operator');
});
afterAll(() => app.close());
beforeEach(async () => {
  tenantId = (await create({})).id;
  at = `/tenants/${tenantId}`;
});

async function create(more: object) {
  const { status, body } = await admin.call('POST', '/tenants', {
    name: `Bakery ${++made}`,
    sipPrefix: `bake${made}`,
    status: 'ACTIVE',
    ...more,
  });
  expect(status).toBe(201);
  return body;
}
const good = async (by: ApiUser, method: string, path: string, body?: object) => {
  const answer = await by.call(method, path, body);
  expect(answer.status, answer.text).toBe(200);
  return answer.body;
};
const suspensions = async (by = viewer, path = at) => (await good(by, 'GET', `${path}/suspensions`)).items;
const byAdmin = () => ({ setBy: 'partner', actor: { id: admin.id, email: admin.email }, at: expect.any(String) });

test('each reason has a note, an actor and a time, oldest first', async () => {
  await good(admin, 'POST', `${at}/suspend`, { reason: 'past_due', note: ' Invoice of October ' });
  await good(admin, 'POST', `${at}/suspend`, { reason: 'manual' });
  const found = await suspensions();
  expect(found).toEqual([
    { reason: 'past_due', note: 'Invoice of October', ...byAdmin() },
    { reason: 'manual', note: null, ...byAdmin() },
  ]);
  expect(Math.abs(Date.now() - Date.parse(found[0].at))).toBeLessThan(60_000);
});

test('a change of status accepts a reason and a note, and so does a tenant created as suspended', async () => {
  const why = { reason: 'fraud', note: 'Calls to premium numbers at night' };
  await good(admin, 'PATCH', at, { status: 'SUSPENDED', suspension: why });
  expect(await suspensions()).toEqual([{ ...why, ...byAdmin() }]);
  const born = await create({ status: 'SUSPENDED', suspension: { reason: 'past_due', note: 'Deposit is missing' } });
  expect(born.suspensionReasons).toEqual(['past_due']);
  expect(await suspensions(viewer, `/tenants/${born.id}`)).toMatchObject([
    { reason: 'past_due', note: 'Deposit is missing' },
  ]);
  const plain = await create({ status: 'SUSPENDED' });
  expect(await suspensions(viewer, `/tenants/${plain.id}`)).toMatchObject([{ reason: 'manual', note: null }]);
});

test('lifting a reason removes its note and no other', async () => {
  await good(admin, 'POST', `${at}/suspend`, { reason: 'past_due', note: 'October' });
  await good(operator, 'POST', `/operator${at}/suspend`, { reason: 'past_due', note: 'Yours' });
  await good(admin, 'POST', `${at}/suspend`, { reason: 'manual', note: 'Asked for it' });
  await good(admin, 'POST', `${at}/reactivate`, { reasons: ['manual'] });
  expect((await suspensions()).map(({ note }: { note: string }) => note)).toEqual(['October', 'Yours']);
  await good(admin, 'POST', `${at}/reactivate`, {});
  expect((await suspensions()).map(({ note }: { note: string }) => note)).toEqual(['Yours']);
  await good(operator, 'POST', `/operator${at}/reactivate`, {});
  expect(await suspensions()).toEqual([]);
  await good(admin, 'POST', `${at}/suspend`, { reason: 'manual', note: 'Again' });
  expect(await suspensions()).toMatchObject([{ note: 'Again' }]);
});

test('reasons and notes survive a cancellation', async () => {
  await good(admin, 'POST', `${at}/suspend`, { reason: 'past_due', note: 'October' });
  const { name } = await good(admin, 'GET', at);
  await good(admin, 'DELETE', at, { confirmName: name });
  expect(await suspensions()).toMatchObject([{ note: 'October' }]);
  await good(admin, 'POST', `${at}/reactivate`, {});
  expect(await suspensions()).toEqual([]);
});

test('the operator’s reason is shown without an account, and the operator sees only its own reasons', async () => {
  await good(admin, 'POST', `${at}/suspend`, { reason: 'manual', note: 'For us' });
  await good(operator, 'POST', `/operator${at}/suspend`, { reason: 'fraud', note: 'Order 17' });
  const ofOperator = { reason: 'fraud', setBy: 'operator', actor: null, note: 'Order 17', at: expect.any(String) };
  expect(await suspensions()).toEqual([expect.objectContaining({ note: 'For us' }), ofOperator]);
  expect((await good(operator, 'GET', `/operator${at}`)).operatorSuspensions).toEqual([ofOperator]);
  expect((await operator.call('GET', `${at}/suspensions`)).status).toBe(404);
});

test('the tenant’s users see neither reason nor note anywhere', async () => {
  const owner = await app.user('tenant_admin', { tenantId });
  await good(admin, 'POST', `${at}/suspend`, { reason: 'fraud', note: 'Looks stolen' });
  const { name } = await good(admin, 'GET', at);
  expect((await owner.call('GET', `${at}/suspensions`)).status).toBe(403);
  await good(admin, 'DELETE', at, { confirmName: name });
  expect((await owner.call('GET', `${at}/suspensions`)).status).toBe(403);
  const read = [await good(owner, 'GET', at), await good(owner, 'GET', `${at}/audit-events`)];
  expect(read[0].suspensionReasons).toEqual([]);
  expect(JSON.stringify(read)).not.toMatch(/fraud|stolen/);
  expect((await good(admin, 'GET', at)).suspensionReasons).toEqual(['fraud']);
});

test('the partner’s audit trail contains reason and note', async () => {
  await good(admin, 'PATCH', at, { status: 'SUSPENDED', suspension: { reason: 'past_due', note: 'October' } });
  const { items } = await good(viewer, 'GET', `/audit-events?tenantId=${tenantId}&action=tenant.suspended`);
  expect(items).toMatchObject([
    { actor: { id: admin.id }, after: { suspensionReasons: ['past_due'], note: 'October' } },
  ]);
});
