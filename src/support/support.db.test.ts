import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type ApiUser, type TestApp } from '../../test/app.ts';

let app: TestApp;
let admin: ApiUser;
let viewer: ApiUser;
let owner: ApiUser;
let at: string;

beforeAll(async () => {
  app = await createTestApp();
  const partnerId = await app.partner('Northwind');
  admin = await app.user('partner_admin', { partnerId });
  viewer = await app.user('partner_user', { partnerId });
  const { body } = await admin.call('POST', '/tenants', { name: 'Bakery', sipPrefix: 'bakery', status: 'ACTIVE' });
  at = `/tenants/${body.id}`;
  owner = await app.user('tenant_user', { tenantId: body.id });
});
afterAll(() => app.close());

const help = async () => (await owner.call('GET', '/help')).body;

test('is empty at first, stored as typed, and visible to the tenant’s users', async () => {
  expect((await viewer.call('GET', '/support-contact')).body).toEqual({ email: '', phone: '', version: 0 });
  expect(await help()).toEqual({ email: '', phone: '', suspension: [] });
  const body = { email: 'help@northwind.example', phone: '(212) 555-0100' };
  const saved = await admin.call('PUT', '/support-contact', body, { 'if-match': '"0"' });
  expect(saved.body).toEqual({ email: body.email, phone: '+12125550100', version: 1 });
  expect(await help()).toEqual({ email: body.email, phone: '+12125550100', suspension: [] });
  expect((await viewer.call('GET', '/support-contact')).body).toEqual(saved.body);
});

test('a stale version, a viewer, and an invalid address or number are refused', async () => {
  const present = (await admin.call('GET', '/support-contact')).body;
  expect((await admin.call('PUT', '/support-contact', present, { 'if-match': '"0"' })).status).toBe(412);
  expect((await viewer.call('PUT', '/support-contact', present)).status).toBe(403);
  const refused = await admin.call('PUT', '/support-contact', { email: 'nobody', phone: '12' });
  expect(refused.body.errors.map(({ path }: { path: string }) => path)).toEqual(['email', 'phone']);
  expect((await admin.call('PUT', '/support-contact', present)).body).toEqual(present);
});

test('another partner’s tenants do not see it, and the partner has no help page', async () => {
  const partnerId = await app.partner('Contoso');
  const carla = await app.user('partner_admin', { partnerId });
  const { body } = await carla.call('POST', '/tenants', { name: 'Florist', sipPrefix: 'florist', status: 'ACTIVE' });
  const theirs = await app.user('tenant_admin', { tenantId: body.id });
  expect((await theirs.call('GET', '/help')).body).toEqual({ email: '', phone: '', suspension: [] });
  expect((await carla.call('GET', '/support-contact')).body).toMatchObject({ email: '' });
  expect((await admin.call('GET', '/help')).status).toBe(404);
  expect((await owner.call('GET', '/support-contact')).status).toBe(403);
});

test('tells a suspended tenant the topic of the suspension without accusing anybody', async () => {
  const operator = await app.user('operator');
  const suspend = (by: ApiUser, path: string, reason: string) => by.call('POST', `${path}/suspend`, { reason });
  await suspend(admin, at, 'fraud');
  expect((await owner.call('GET', '/help')).body.suspension).toEqual(['precaution']);
  await suspend(admin, at, 'past_due');
  await suspend(admin, at, 'minutes_cap');
  await suspend(operator, `/operator${at}`, 'manual');
  const { status, text, body } = await owner.call('GET', '/help');
  expect([status, body.suspension]).toEqual([200, ['payment', 'usage', 'precaution', 'other']]);
  expect(text).not.toMatch(/fraud|operator/);
  expect((await owner.call('GET', at)).body.code).toBe('tenant_suspended');
});
