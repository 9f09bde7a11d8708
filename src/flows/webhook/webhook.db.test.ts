import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { createTenant } from '../../../test/tenants.ts';

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

test('each tenant has its own webhook secret, only admins can view it, and each view is audited', async () => {
  const partnerId = await app.partner('Partner');
  const admin = (await app.user('partner_admin', { partnerId })).call;
  const reader = (await app.user('partner_user', { partnerId })).call;
  const [one, other] = [await createTenant(admin), await createTenant(admin)];
  const path = `${one.path}/flow-webhooks/credentials`;
  const { body, headers } = await admin('GET', path);
  expect(body).toEqual({ secret: expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/) });
  expect(headers['cache-control']).toContain('no-store');
  expect((await admin('GET', path)).body).toEqual(body);
  expect((await admin('GET', `${other.path}/flow-webhooks/credentials`)).body).not.toEqual(body);
  expect((await reader('GET', path)).status).toBe(403);
  const { body: audit } = await admin('GET', `${one.path}/audit-events`);
  const looks = (audit as { items: { action: string }[] }).items.filter(
    ({ action }) => action === 'flow.webhook_secret_shown',
  );
  expect(looks).toHaveLength(2);
});
