import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiUser, createTestApp, type TestApp } from '../app.ts';

/** Everything that sends calls to an outside number reads it as written in the tenant's country, as dialling, contacts and lists do. */
let app: TestApp;
let admin: ApiUser;

beforeAll(async () => {
  app = await createTestApp();
  admin = await app.user('partner_admin', { partnerId: await app.partner('Northwind') });
});
afterAll(() => app.close());

async function ok(method: string, path: string, body: unknown) {
  const answer = await admin.call(method, path, body);
  expect(answer.status, `${method} ${path}: ${answer.text}`).toBeLessThan(300);
  return answer.body;
}

let made = 0;
async function tenantIn(country: string, did: string): Promise<string> {
  const body = { name: country, sipPrefix: `outside${String.fromCharCode(97 + made++)}`, status: 'ACTIVE' };
  const { id } = await ok('POST', '/tenants', body);
  const address = { street: 'Street 1', city: 'City', state: '', postalCode: '10000', country };
  await app.query('update tenants set e911_address = $2 where id = $1', [id, address]);
  const { added } = await ok('POST', '/dids', { numbers: [did] });
  await ok('POST', `/dids/${added[0].id}/assign`, { tenantId: id });
  return id;
}

describe.each([
  ['MX', '+525512340000', '55 1234 5678', '+525512345678'],
  ['IN', '+919876500000', '98765 43210', '+919876543210'],
  ['GB', '+442079460000', '020 7946 0958', '+442079460958'],
  ['US', '+12125550101', '555-0177', '+12125550177'],
])('a tenant in %s with %s', (country, did, written, number) => {
  const external = { kind: 'external', number: written };
  const read = { kind: 'external', number };
  let path: string;
  beforeAll(async () => {
    path = `/tenants/${await tenantIn(country, did)}`;
  });

  test('forwards to it', async () => {
    const { id } = await ok('POST', `${path}/extensions`, { number: '4321', name: 'Desk' });
    const forwarding = `${path}/extensions/${id}/forwarding`;
    expect(await ok('PUT', forwarding, { always: external })).toMatchObject({ always: read, version: 1 });
    // the same number again is no change
    expect(await ok('PUT', forwarding, { always: external })).toMatchObject({ version: 1 });
  });

  test('routes a number to it', async () => {
    const { items } = (await admin.call('GET', `${path}/dids`)).body;
    expect((await ok('PATCH', `${path}/dids/${items[0].id}`, { routing: external })).routing).toEqual(read);
  });

  test('rings it in a group, and falls back to it', async () => {
    const group = { number: '4600', name: 'Sales', members: [external], fallback: external };
    const made = await ok('POST', `${path}/groups`, group);
    expect(made).toMatchObject({ members: [read], fallback: read });
    const twice = await admin.call('PATCH', `${path}/groups/${made.id}`, { members: [external, read] });
    expect(twice).toMatchObject({ status: 422, body: { errors: [{ path: 'members.1.number' }] } });
  });

  test('falls back to it in a flow', async () => {
    const { id } = await ok('POST', `${path}/flows`, { name: 'Main', number: '4700' });
    const { content } = (await admin.call('GET', `${path}/flows/${id}/draft`)).body;
    const saved = await ok('PUT', `${path}/flows/${id}/draft`, { content: { ...content, fallback: external } });
    expect(saved.content.fallback).toEqual(read);
  });

  test('is told where no number can be read', async () => {
    const { items } = (await admin.call('GET', `${path}/dids`)).body;
    const routing = { kind: 'external', number: '+999 123 4567' };
    expect(await admin.call('PATCH', `${path}/dids/${items[0].id}`, { routing })).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'routing.number', message: 'Enter a number such as +12125550101.' }] },
    });
  });
});
