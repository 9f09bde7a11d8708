import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestApp, type Person, type TestApp } from '../../test/app.ts';

let app: TestApp;
let admin: Person;
beforeAll(async () => {
  app = await createTestApp();
  admin = await app.person('partner_admin', { partnerId: await app.partner('Limits') });
});
afterAll(() => app.close());

const create = async (sipPrefix: string, limits?: object): Promise<string> =>
  (await admin.call('POST', '/tenants', { name: sipPrefix, sipPrefix, status: 'ACTIVE', ...(limits && { limits }) }))
    .body.id;

it('refuses the extension too many, however many are added at once', async () => {
  const id = await create('caps', { maxExtensions: 3 });
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, n) =>
      admin.call('POST', `/tenants/${id}/extensions`, { number: String(200 + n), name: `E${n}` }),
    ),
  );
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(3);
  const refused = answers.filter(({ status }) => status === 409);
  expect(refused).toHaveLength(5);
  expect(refused[0]!.body).toMatchObject({ code: 'limit_reached', limit: 3, current: 3 });
  expect((await admin.call('GET', `/tenants/${id}`)).body.extensionsCount).toBe(3);
});

it('takes 0 for none and null for no limit, and numbers in one selection as a whole', async () => {
  const id = await create('numbers', { maxDids: 0 });
  const { body } = await admin.call('POST', '/dids', { numbers: ['+12025557001', '+12025557002'] });
  const didIds = body.added.map((did: { id: string }) => did.id);
  expect((await admin.call('POST', `/dids/${didIds[0]}/assign`, { tenantId: id })).body.code).toBe('limit_reached');
  const limits = (await admin.call('GET', `/tenants/${id}/limits`)).body;
  expect((await admin.call('PUT', `/tenants/${id}/limits`, { ...limits, maxDids: null })).status).toBe(200);
  expect((await admin.call('POST', `/dids/${didIds[0]}/assign`, { tenantId: id })).status).toBe(200);
});

it('keeps amounts exactly, and the second of two who edit at once is told', async () => {
  const id = await create('money');
  const path = `/tenants/${id}/limits`;
  const first = await admin.call('GET', path);
  const spend = { amount: '249.90', currency: 'USD' };
  const saved = await admin.call(
    'PUT',
    path,
    { ...first.body, monthlySpend: spend },
    { 'if-match': String(first.headers.etag) },
  );
  expect(saved.body.monthlySpend).toEqual(spend);
  const second = await admin.call(
    'PUT',
    path,
    { ...first.body, maxDids: 5 },
    { 'if-match': String(first.headers.etag) },
  );
  expect(second.body.code).toBe('stale_version');
});

it('is born from the tenant defaults, and a later change of them touches nobody', async () => {
  const defaults = (await admin.call('GET', '/tenant-defaults')).body;
  const wish = {
    ...defaults,
    suspensionBehavior: 'suspend',
    defaultLimits: { ...defaults.defaultLimits, maxExtensions: 7 },
  };
  expect((await admin.call('PUT', '/tenant-defaults', wish)).status).toBe(200);
  const id = await create('born');
  await admin.call('PUT', '/tenant-defaults', { ...wish, defaultLimits: { ...wish.defaultLimits, maxExtensions: 9 } });
  expect((await admin.call('GET', `/tenants/${id}/limits`)).body).toMatchObject({
    maxExtensions: 7,
    autoSuspend: true,
  });
  expect((await admin.call('GET', `/tenants/${id}`)).body.defaultsVersion).toBe(1);
});
