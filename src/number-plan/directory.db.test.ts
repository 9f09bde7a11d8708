import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../test/app.ts';
import { createTenant, type TestTenant } from '../../test/tenants.ts';

let app: TestApp;
let tenant: TestTenant;
let other: TestTenant;

beforeAll(async () => {
  app = await createTestApp();
  const { call } = await app.user('partner_admin', { partnerId: await app.partner('Partner') });
  tenant = await createTenant(call, { extensions: ['1001', '101'] });
  other = await createTenant(call, { extensions: ['102'] });
  const members = [{ kind: 'extension', id: tenant.extensionId('101') }];
  await call('POST', `${tenant.path}/groups`, { number: '600', name: 'Sales', members });
  await call('POST', `${tenant.path}/mailboxes`, { number: '800', name: 'Complaints' });
});
afterAll(() => app.close());

test('lists the tenant’s extensions and groups by number, also for its ordinary users', async () => {
  const { call } = await app.user('tenant_user', { tenantId: tenant.id });
  const numbers = async (query: string) =>
    (await call('GET', `${tenant.path}/directory${query}`)).body.items.map(
      ({ kind, number }: { kind: string; number: string }) => `${kind} ${number}`,
    );
  expect(await numbers('')).toEqual(['extension 101', 'group 600', 'extension 1001']);
  expect(await numbers('?search=sal')).toEqual(['group 600']);
  expect(await numbers('?sort=-name&limit=2')).toEqual(['group 600', 'extension 101']);
  const first = await call('GET', `${tenant.path}/directory?limit=2`);
  expect(first.body).toMatchObject({ total: 3 });
  expect(await numbers(`?limit=2&cursor=${first.body.nextCursor}`)).toEqual(['extension 1001']);
  expect((await call('GET', `${other.path}/directory`)).status).toBe(404);
});
