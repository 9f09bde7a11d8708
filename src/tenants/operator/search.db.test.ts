import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type ApiUser, type TestApp } from '../../../test/app.ts';

let app: TestApp;
let operator: ApiUser;
let admin: ApiUser;
let tenantId: string;
let partnerId: string;

beforeAll(async () => {
  app = await createTestApp();
  operator = await app.user('operator');
  partnerId = await app.partner('Northwind');
  admin = await app.user('partner_admin', { partnerId });
  const { body } = await admin.call('POST', '/tenants', {
    name: 'O’Brien & Sons',
    sipPrefix: 'obrien',
    status: 'ACTIVE',
  });
  tenantId = body.id;
  const numbers = await admin.call('POST', '/dids', { numbers: ['+12125550177'] });
  await admin.call('POST', `/dids/${numbers.body.added[0].id}/assign`, { tenantId });
  const other = await app.user('partner_admin', { partnerId: await app.partner('Contoso') });
  await other.call('POST', '/tenants', { name: 'Florist', sipPrefix: 'florist' });
});
afterAll(() => app.close());

const find = async (search: string) =>
  (await operator.call('GET', `/operator/tenants?search=${encodeURIComponent(search)}`)).body;

test('finds tenants of any partner by name, prefix, number and id', async () => {
  const found = {
    tenantId,
    name: 'O’Brien & Sons',
    partner: { id: partnerId, name: 'Northwind' },
    sipPrefix: 'obrien',
    status: 'ACTIVE',
    sandbox: false,
  };
  for (const search of ['sons brien', 'OBRI', '(212) 555-0177', '5550177', tenantId])
    expect((await find(search)).items, search).toEqual([found]);
  for (const search of ['nobody', '2125550178', '%%', '__']) expect((await find(search)).items, search).toEqual([]);
  expect((await find('florist')).items).toMatchObject([{ partner: { name: 'Contoso' } }]);
});

test('requires a search text', async () => {
  expect((await operator.call('GET', '/operator/tenants')).status).toBe(422);
  expect((await operator.call('GET', '/operator/tenants?search=%20a')).status).toBe(422);
});

test('each search and view is recorded in the operator’s trail only', async () => {
  await find('brien');
  await operator.call('GET', `/operator/tenants/${tenantId}`);
  const trail = (await operator.call('GET', '/operator/audit-events?action=tenants,tenant')).body.items;
  expect(trail.slice(0, 2)).toMatchObject([
    { action: 'tenant.viewed', actor: { id: operator.id }, target: { id: tenantId } },
    { action: 'tenants.searched', after: { found: 1, tenants: [tenantId] } },
  ]);
  // the search text may be a name, which would outlive its owner in the trail
  expect(JSON.stringify(trail)).not.toMatch(/brien/i);
  for (const path of ['/audit-events', `/tenants/${tenantId}/audit-events`])
    expect((await admin.call('GET', path)).text).not.toMatch(/tenant\.viewed|tenants\.searched/);
});

test('is for operators only', async () => {
  expect((await admin.call('GET', '/operator/tenants?search=florist')).status).toBe(403);
});

test('a partner’s detail counts its tenants by status', async () => {
  const { body } = await operator.call('GET', `/operator/partners/${partnerId}`);
  expect(body).toMatchObject({
    name: 'Northwind',
    tenants: 1,
    byStatus: { TRIAL: 0, ACTIVE: 1, SUSPENDED: 0, CANCELLED: 0 },
  });
});
