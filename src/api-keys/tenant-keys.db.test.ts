import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type ApiUser, type TestApp } from '../../test/app.ts';
import { until } from '../../test/until.ts';
import { TENANT_SCOPES } from './rules.ts';

let app: TestApp;
let partner: ApiUser;
let owner: ApiUser;
let bakery: string;
let florist: string;

beforeAll(async () => {
  app = await createTestApp();
  partner = await app.user('partner_admin', { partnerId: await app.partner('Northwind') });
  const tenant = async (sipPrefix: string): Promise<string> =>
    (await done(partner, 'POST', '/tenants', { name: sipPrefix, sipPrefix, status: 'ACTIVE', externalId: `crm-${sipPrefix}` })).id; // prettier-ignore
  [bakery, florist] = [await tenant('bakery'), await tenant('florist')];
  owner = await app.user('tenant_admin', { tenantId: bakery });
  await allow(true);
});
afterAll(() => app.close());

async function done(by: ApiUser, method: string, path: string, body?: unknown): Promise<any> {
  const answer = await by.call(method, path, body);
  expect(answer.status, `${method} ${path}: ${answer.text}`).toBeLessThan(300);
  return answer.body;
}
const allow = (allowed: boolean) => done(partner, 'PUT', '/tenant-key-settings', { allowed });
const own = (path = '') => `/tenants/${bakery}/api-keys${path}`;
const made = (more: object = {}) => done(owner, 'POST', own(), { name: 'Shop', scopes: TENANT_SCOPES, ...more });
const by = (token: string, method: string, path: string, body?: unknown) => app.program(token)(method, path, body);
const permissionsOf = async (person: ApiUser): Promise<string[]> =>
  (await done(person, 'GET', '/session')).permissions.filter((name: string) => name.startsWith('tenant-keys.'));

test('works for its own tenant, as the tenant’s admin would', async () => {
  const { id, key: token } = await made();
  const { body: extension } = await by(token, 'POST', `/tenants/${bakery}/extensions`, { number: '101', name: 'Desk' });
  expect(extension).toMatchObject({ number: '101', externalId: null });
  expect((await by(token, 'GET', '/api-key')).body).toMatchObject({ id, partnerName: null, tenantName: 'bakery' });
  const { actor } = (await done(owner, 'GET', `/tenants/${bakery}/audit-events`)).items[0];
  expect(actor).toMatchObject({ id, role: 'tenant_api_key', email: 'Shop' });
  expect((await by(token, 'GET', `/tenants/${florist}`)).status).toBe(404);
  expect((await by(token, 'GET', '/tenants')).status).toBe(403);
});

test('neither sees nor reveals the partner’s data', async () => {
  const { key: token } = await made();
  const { text, body } = await by(token, 'GET', `/tenants/${bakery}`);
  expect(body).toMatchObject({ externalId: null, metadata: {}, billingProfileId: null });
  expect(text).not.toMatch(/crm-|Northwind/);
  const named = { number: '102', name: 'Hall', externalId: 'mine' };
  expect((await by(token, 'POST', `/tenants/${bakery}/extensions`, named)).status).toBe(403);
  expect(
    (await by(token, 'PATCH', `/tenants/${bakery}`, { billingEmail: 'x@y.example', status: 'ACTIVE' })).status,
  ).toBe(403);
});

test('can’t have a scope that a tenant’s admin lacks, and can’t remove the last admin', async () => {
  const input = (scopes: string[]) => owner.call('POST', own(), { name: 'Shop', scopes });
  for (const scope of ['tenants.read', 'api-keys.write', 'tenant-keys.write', 'wholesale.read'])
    expect(await input([scope]), scope).toMatchObject({ status: 422, body: { errors: [{ path: 'scopes.0' }] } });
  const { key: token } = await made();
  const removal = await by(token, 'DELETE', `/tenants/${bakery}/users/${owner.id}`);
  expect(removal).toMatchObject({ status: 409, body: { code: 'last_admin' } });
});

test('can be created by the tenant’s admins, and viewed and revoked by the partner', async () => {
  const key = await made({ name: 'Till' });
  expect((await partner.call('POST', own(), { name: 'Till', scopes: ['extensions.read'] })).status).toBe(403);
  const { items } = await done(partner, 'GET', own());
  expect(items).toContainEqual(expect.objectContaining({ id: key.id, name: 'Till', maker: { id: owner.id, email: owner.email, gone: false } })); // prettier-ignore
  expect((await done(partner, 'GET', '/api-keys')).items).toEqual([]);
  expect((await partner.call('GET', `/api-keys/${key.id}`)).status).toBe(404);
  expect((await by(key.key, 'GET', `/tenants/${bakery}`)).status).toBe(200);
  await done(partner, 'DELETE', own(`/${key.id}`));
  expect((await by(key.key, 'GET', `/tenants/${bakery}`)).status).toBe(401);
});

test('stops working at once when the partner disallows it, and works again when it is allowed', async () => {
  const { key: token } = await made();
  expect(await permissionsOf(owner)).toEqual(['tenant-keys.read', 'tenant-keys.write', 'tenant-keys.revoke']);
  expect(await allow(false)).toMatchObject({ allowed: false, tenants: 1 });
  const refused = await by(token, 'GET', `/tenants/${bakery}`);
  expect(refused).toMatchObject({
    status: 403,
    body: { detail: expect.stringMatching(/provider doesn’t allow API keys/) },
  });
  expect(await permissionsOf(owner)).toEqual([]);
  expect(await permissionsOf(partner)).toEqual([]);
  const more = await owner.call('POST', own(), { name: 'Shop', scopes: ['extensions.read'] });
  expect(more).toMatchObject({ status: 409, body: { code: 'api_keys_not_allowed' } });
  await allow(true);
  expect((await by(token, 'GET', `/tenants/${bakery}`)).status).toBe(200);
});

test('can’t be disallowed by another partner', async () => {
  const { key: token } = await made();
  const other = await app.user('partner_admin', { partnerId: await app.partner('Contoso') });
  await done(other, 'PUT', '/tenant-key-settings', { allowed: false });
  expect((await by(token, 'GET', `/tenants/${bakery}`)).status).toBe(200);
});

test('a tenant has at most twenty keys, not counting the partner’s own', async () => {
  await app.query('delete from api_keys');
  await done(partner, 'POST', '/api-keys', { name: 'CRM', scopes: ['tenants.read'] });
  for (let n = 0; n < 20; n++) await made({ scopes: ['extensions.read'] });
  const more = await owner.call('POST', own(), { name: 'Shop', scopes: ['extensions.read'] });
  expect(more).toMatchObject({ status: 409, body: { code: 'too_many_api_keys', limit: 20 } });
  await app.query('delete from api_keys');
});

test('its requests are listed for the tenant, not with the partner’s', async () => {
  const own = await made({ name: 'Shop log' });
  const theirs = await done(partner, 'POST', '/api-keys', { name: 'CRM', scopes: ['extensions.read'] });
  await by(own.key, 'GET', `/tenants/${bakery}/extensions`);
  await by(own.key, 'GET', `/tenants/${florist}/extensions`);
  await by(theirs.key, 'GET', `/tenants/${bakery}/extensions`);
  const log = async (person: ApiUser, path: string) => (await done(person, 'GET', path)).items;
  const listed = await until('both requests', async () => {
    const items = await log(owner, `/tenants/${bakery}/api-requests?keyId=${own.id}`);
    return items.length === 2 && items;
  });
  expect(listed).toMatchObject([
    { keyName: 'Shop log', status: 404, tenantId: bakery },
    { keyName: 'Shop log', status: 200, tenantId: bakery },
  ]);
  expect(await log(partner, `/tenants/${bakery}/api-requests?keyId=${own.id}`)).toHaveLength(2);
  const ofPartner = await until('the partner’s', async () => {
    const items = await log(partner, '/api-requests');
    return items.length > 0 && items;
  });
  expect(ofPartner).toMatchObject([{ keyName: 'CRM' }]);
});

test('is refused while the tenant is suspended, like its users, and ends with the tenant', async () => {
  const { id, key: token } = await made();
  await done(partner, 'POST', `/tenants/${bakery}/suspend`, { reason: 'manual' });
  expect(await by(token, 'GET', `/tenants/${bakery}/extensions`)).toMatchObject({ status: 409, body: { code: 'tenant_suspended' } }); // prettier-ignore
  await done(partner, 'POST', `/tenants/${bakery}/cancel`, { confirmName: 'bakery' });
  expect((await by(token, 'GET', '/api-key')).status).toBe(401);
  expect(await app.query('select from api_keys where id = $1', [id])).toHaveLength(1);
});
