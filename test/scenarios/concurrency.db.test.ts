import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type ApiUser, type TestApp } from '../app.ts';
import { createTenant } from '../tenants.ts';
import { atOnce, unexpected } from './concurrency.ts';

/** Two users change the same thing at the same time: both get clear responses, nothing is lost, and nothing is done twice. */
let app: TestApp;
let admin: ApiUser['call'];
let operator: ApiUser['call'];
let tenantId: string;
let made = 0;

beforeAll(async () => {
  app = await createTestApp();
  const partnerId = await app.partner('Partner');
  admin = (await app.user('partner_admin', { partnerId })).call;
  operator = (await app.user('operator')).call;
  tenantId = (await createTenant(admin, { prefix: 'bakery' })).id;
});
afterAll(() => app.close());

async function good(method: string, path: string, body?: unknown): Promise<any> {
  const answer = await admin(method, path, body);
  expect(answer.status, answer.text).toBeLessThan(300);
  return answer.body;
}

const newProfile = () => good('POST', '/billing-profiles', { name: `Plan ${++made}`, currency: 'USD' });
const named = (version: number) => ({ 'if-match': `"${version}"` });

test('a billing profile is renamed and removed at once', async () => {
  const seen = await atOnce(async () => {
    const { id } = await newProfile();
    return [
      () => admin('PATCH', `/billing-profiles/${id}`, { name: `Plan ${++made}` }),
      () => admin('DELETE', `/billing-profiles/${id}`),
    ];
  });
  expect(unexpected(['200, 204', '204, not_found'], seen)).toEqual([]);
});

test('a billing profile is assigned to a new tenant and removed at once', async () => {
  const seen = await atOnce(async () => {
    const { id } = await newProfile();
    const tenant = { name: 'New', sipPrefix: `new${++made}`, billingProfileId: id };
    return [() => admin('POST', '/tenants', tenant), () => admin('DELETE', `/billing-profiles/${id}`)];
  });
  expect(unexpected(['201, profile_in_use', '204, invalid'], seen)).toEqual([]);
});

test('two billing profiles, or two trunks, are created with the same name at once', async () => {
  const profiles = await atOnce(async () => {
    const [one, other] = [await newProfile(), await newProfile()];
    const name = `Plan ${++made}`;
    return [
      () => admin('PATCH', `/billing-profiles/${one.id}`, { name }),
      () => admin('PATCH', `/billing-profiles/${other.id}`, { name }),
      () => admin('POST', '/billing-profiles', { name, currency: 'USD' }),
    ];
  });
  expect(unexpected(['200, name_taken, name_taken', '201, name_taken, name_taken'], profiles)).toEqual([]);
  const trunk = (name: string) => ({ name, host: '192.0.2.1', match: '192.0.2.1', port: 5060, priority: 10, enabled: false }); // prettier-ignore
  const carriers = await atOnce(async () => {
    const { body } = await operator('POST', '/operator/trunks', trunk(`Carrier ${++made}`));
    const name = `Carrier ${++made}`;
    return [
      () => operator('PATCH', `/operator/trunks/${body.id}`, { name }),
      () => operator('POST', '/operator/trunks', trunk(name)),
    ];
  });
  expect(unexpected(['200, trunk_name_taken', '201, trunk_name_taken'], carriers)).toEqual([]);
});

test('two users save the same version of limits, defaults or a tenant: one gets a conflict', async () => {
  for (const [path, method, field] of [
    [`/tenants/${tenantId}/limits`, 'PUT', 'maxDids'],
    [`/tenants/${tenantId}`, 'PATCH', 'defaultCnam'],
    ['/tenant-defaults', 'PUT', 'defaultCnam'],
  ] as const) {
    const seen = await atOnce(async () => {
      const present = await good('GET', path);
      const input = (value: number) => {
        const change = { [field]: field === 'maxDids' ? value : `C${value}` };
        return method === 'PUT' ? { ...present, ...change } : change;
      };
      return [++made, ++made].map((value) => () => admin(method, path, input(value), named(present.version)));
    });
    expect(unexpected(['200, stale_version'], seen)).toEqual([]);
  }
});

test('an extension is deleted while its password is shown or reset', async () => {
  const seen = await atOnce(async () => {
    const number = String(2000 + ++made);
    const { id } = await good('POST', `/tenants/${tenantId}/extensions`, { number, name: number });
    const at = `/tenants/${tenantId}/extensions/${id}`;
    return [() => admin('DELETE', at), () => admin(made % 2 === 0 ? 'GET' : 'POST', `${at}/credentials`)];
  });
  expect(unexpected(['200, 204', '204, not_found'], seen)).toEqual([]);
});

test('two users save limits while an extension is added and the tenant renamed', async () => {
  const path = `/tenants/${tenantId}`;
  const seen = await atOnce(async () => {
    const number = String(3000 + ++made);
    const present = await good('GET', `${path}/limits`);
    const save = (most: number) => () => admin('PUT', `${path}/limits`, { ...present, maxExtensions: 10_000 + most });
    const add = () => admin('POST', `${path}/extensions`, { number, name: number });
    return [save(++made), add, () => admin('PATCH', path, { name: `Bakery ${made}` }), save(++made)];
  });
  expect(unexpected(['200, 200, 200, 201'], seen)).toEqual([]);
});

test('a tenant is reactivated while its number’s new tenant is cancelled', async () => {
  const { added } = await good('POST', '/dids', { numbers: ['+12025553001'] });
  const at = `/dids/${added[0].id}/assign`;
  const newTenant = () => createTenant(admin, { name: 'Shop' });
  const close = (id: string) => admin('POST', `/tenants/${id}/cancel`, { confirmName: 'Shop' });
  const seen = await atOnce(async () => {
    const [back, gone] = [await newTenant(), await newTenant()];
    await good('POST', at, { tenantId: back.id, acknowledgeAgeing: true });
    await close(back.id);
    await good('POST', at, { tenantId: gone.id, acknowledgeAgeing: true });
    return [() => admin('POST', `/tenants/${back.id}/reactivate`, {}), () => close(gone.id)];
  });
  expect(unexpected(['200, 200'], seen)).toEqual([]);
});
