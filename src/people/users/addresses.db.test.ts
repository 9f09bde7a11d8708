import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApp, type ApiUser, type TestApp } from '../../../test/app.ts';
import { createTenant } from '../../../test/tenants.ts';
import { newId } from '../../platform/values/ids.ts';

/** An email address belongs to the account that has confirmed it by signing in. */
let app: TestApp;
let northwind: { admin: ApiUser; tenantId: string };
let contoso: { admin: ApiUser; tenantId: string };
const PASSWORD = 'correct horse battery';

async function partner(name: string) {
  const partnerId = await app.partner(name);
  const admin = await app.user('partner_admin', { partnerId });
  return { admin, tenantId: (await createTenant(admin.call, { name: `${name} Tenant` })).id };
}

beforeAll(async () => {
  app = await createTestApp();
  [northwind, contoso] = [await partner('Northwind'), await partner('Contoso')];
});
afterAll(() => app.close());

const newEmail = () => `${newId()}@people.example`;
let made = 0;
const fresh = () => ({ 'x-forwarded-for': `2001:db8:${(made += 1).toString(16)}::1` });
const add = ({ admin, tenantId }: typeof northwind, email: string, more: object = {}) =>
  admin.call('POST', `/tenants/${tenantId}/users`, { email, name: 'Joe', role: 'tenant_admin', ...more });
const countOf = async ({ admin, tenantId }: typeof northwind) => (await admin.call('GET', `/tenants/${tenantId}`)).body.usersCount; // prettier-ignore

describe('an unconfirmed address', () => {
  test.each([
    ['an invitation', {}],
    ['a user with a password', { password: PASSWORD }],
  ])('of %s is released, and its old team or tenant sees that', async (_what, more) => {
    const email = newEmail();
    const first = await add(northwind, email, more);
    const before = await countOf(northwind);
    const second = await add(contoso, email);
    expect(second.status).toBe(201);
    expect(await countOf(northwind)).toBe(before - 1);
    expect((await northwind.admin.call('GET', `/tenants/${northwind.tenantId}/users/${first.body.id}`)).status).toBe(
      404,
    );
    const { body } = await northwind.admin.call('GET', `/tenants/${northwind.tenantId}/audit-events?limit=1`);
    expect(body.items[0]).toMatchObject({ action: 'user.gave-way', before: { email }, actor: { role: 'system' } });
    expect(JSON.stringify(body.items[0])).not.toMatch(/contoso/i);
    const link = first.body.invitationLink?.split('#')[1];
    if (link)
      expect((await app.nobody('POST', '/invitations/read', { token: link }, fresh())).body.code).toBe('link_expired');
  });

  test('moves to a team, and from one tenant of a partner to another', async () => {
    const [one, two] = [newEmail(), newEmail()];
    await add(northwind, one);
    expect((await contoso.admin.call('POST', '/users', { email: one, name: 'Ann', role: 'partner_user' })).status).toBe(
      201,
    );
    await add(northwind, two);
    const sibling = await northwind.admin.call('POST', '/tenants', {
      name: 'Sibling',
      sipPrefix: `s${newId().slice(-9)}`,
    });
    expect((await add({ ...northwind, tenantId: sibling.body.id }, two)).status).toBe(201);
  });

  test('is not released if a tenant’s admin claims a team member’s address, or one of the same tenant', async () => {
    const [one, two] = [newEmail(), newEmail()];
    await contoso.admin.call('POST', '/users', { email: one, name: 'Ann', role: 'partner_user' });
    expect((await add(northwind, one)).body.code).toBe('email_taken');
    await add(northwind, two);
    expect((await add(northwind, two)).body.code).toBe('email_taken');
  });

  test('moves once, to one of two concurrent claims', async () => {
    const email = newEmail();
    await add(northwind, email);
    const answers = await Promise.all([add(contoso, email), add(contoso, email)]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409]);
  });
});

test('a confirmed address stays with its account', async () => {
  const email = newEmail();
  await add(northwind, email, { password: PASSWORD });
  expect((await app.nobody('POST', '/session', { email, password: PASSWORD }, fresh())).status).toBe(200);
  expect((await add(contoso, email)).body.code).toBe('email_taken');
  expect((await app.nobody('POST', '/session', { email, password: PASSWORD }, fresh())).status).toBe(200);
});

describe('an invitation', () => {
  test('returns its link without a mail server, and the link is not stored for retries', async () => {
    const email = newEmail();
    const key = { 'idempotency-key': newId() };
    const body = { email, name: 'Joe', role: 'tenant_admin' };
    const path = `/tenants/${northwind.tenantId}/users`;
    const first = await northwind.admin.call('POST', path, body, key);
    expect(first.body.invitationLink).toMatch(/\/welcome#[\w-]{43}$/);
    expect(first.headers['cache-control']).toBe('no-store');
    expect((await northwind.admin.call('POST', path, body, key)).body.code).toBe('already_answered');
    const again = await northwind.admin.call('POST', `${path}/${first.body.id}/invitation`);
    expect(again.body.invitationLink).not.toBe(first.body.invitationLink);
    const withPassword = await add(northwind, newEmail(), { password: PASSWORD });
    expect(withPassword.body.invitationLink).toBeNull();
  });

  test('does not return its link with a mail server', async () => {
    const other = await createTestApp({ settings: { SMTP_URL: 'smtp://mail.example' } });
    try {
      const admin = await other.user('partner_admin', { partnerId: await other.partner('Northwind') });
      const { body, text } = await admin.call('POST', '/users', {
        email: newEmail(),
        name: 'Joe',
        role: 'partner_user',
      });
      expect([body.invitationLink, /welcome/.test(text)]).toEqual([null, false]);
    } finally {
      await other.close();
    }
  });
});

test('an ordinary user sees the tenant without counts, contacts and reasons', async () => {
  const { admin, tenantId } = northwind;
  const user = await app.user('tenant_user', { tenantId });
  await admin.call('PATCH', `/tenants/${tenantId}`, { billingEmail: 'money@northwind.example' });
  const { status, body } = await user.call('GET', `/tenants/${tenantId}`);
  expect([status, Object.keys(body).toSorted()]).toEqual([200, ['id', 'name', 'sandbox', 'status', 'timezone']]);
  expect((await user.call('GET', `/tenants/${tenantId}/summary`)).status).toBe(403);
});
