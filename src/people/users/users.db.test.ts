import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApp, type ApiUser, type TestApp } from '../../../test/app.ts';
import { createTenant } from '../../../test/tenants.ts';
import { inContext } from '../../platform/db/db.ts';
import type { Actor } from '../../platform/http/caller.ts';
import { hashPassword } from '../../platform/password.ts';
import { newId } from '../../platform/values/ids.ts';
import * as endpoints from './endpoints.ts';
import { deleteUser } from './users.ts';

let app: TestApp;
let partnerId: string;
let admin: ApiUser;
let tenantId: string;
let tenantAdmin: ApiUser;
const PASSWORD = 'correct horse battery';

beforeAll(async () => {
  app = await createTestApp();
  partnerId = await app.partner('Northwind Voice');
  admin = await app.user('partner_admin', { partnerId });
  tenantId = await newTenant();
  tenantAdmin = await app.user('tenant_admin', { tenantId });
});
afterAll(() => app.close());

const newTenant = async (): Promise<string> => (await createTenant(admin.call)).id;
const newEmail = () => `${newId()}@bakery.example`;
const users = () => `/tenants/${tenantId}/users`;
const add = (more: object = {}, by = admin) =>
  by.call('POST', users(), { email: newEmail(), name: 'Joe', role: 'tenant_user', password: PASSWORD, ...more });
const signIn = (email: string, password: string) => app.nobody('POST', '/session', { email, password });
const cookieOf = (answer: { headers: Record<string, unknown> }) => String(answer.headers['set-cookie']).split(';')[0]!;

describe('a tenant’s users', () => {
  test('are added with a password that is neither returned nor audited', async () => {
    const { status, body, text } = await add();
    expect([status, body.invited, body.role, body.version]).toEqual([201, false, 'tenant_user', 1]);
    expect(text).not.toContain('assword');
    expect((await signIn(body.email, PASSWORD)).body.tenant.id).toBe(tenantId);
    const events = await app.query('select * from audit_events where target_id = $1', [body.id]);
    expect(events.map(({ action }) => action)).toContain('user.created');
    expect(JSON.stringify(events)).not.toMatch(/horse|argon2/);
    expect(events[0]).toMatchObject({ tenant_id: tenantId, partner_id: partnerId, actor_id: admin.id });
  });

  test('count for the tenant', async () => {
    const before = (await admin.call('GET', `/tenants/${tenantId}`)).body.usersCount;
    const { body } = await add();
    expect((await admin.call('GET', `/tenants/${tenantId}`)).body.usersCount).toBe(before + 1);
    await admin.call('DELETE', `${users()}/${body.id}`);
    expect((await admin.call('GET', `/tenants/${tenantId}`)).body.usersCount).toBe(before);
  });

  test('are listed, sorted, searched and paged', async () => {
    const other = await newTenant();
    const names = ['Émile', 'anna', 'Zoe', 'Bert'];
    for (const name of names)
      await admin.call('POST', `/tenants/${other}/users`, { email: newEmail(), name, role: 'tenant_user' });
    const list = (query: string) => admin.call('GET', `/tenants/${other}/users?${query}`);
    const namesOf = (items: { name: string }[]) => items.map(({ name }) => name);
    const first = (await list('sort=name&limit=3')).body;
    expect([namesOf(first.items), first.total]).toEqual([['anna', 'Bert', 'Émile'], 4]);
    expect(namesOf((await list(`sort=name&limit=3&cursor=${first.nextCursor}`)).body.items)).toEqual(['Zoe']);
    expect(namesOf((await list('search=BER')).body.items)).toEqual(['Bert']);
    expect((await list(`sort=createdAt&cursor=${first.nextCursor}`)).body.code).toBe('invalid');
  });

  test('have addresses that are unique on the platform', async () => {
    const email = newEmail();
    await add({ email });
    const again = await add({ email: email.toUpperCase() });
    expect([again.status, again.body.code, again.body.errors]).toEqual([
      409,
      'email_taken',
      [{ path: 'email', message: 'Already in use.' }],
    ]);
  });

  test.each([
    [{ email: 'no address' }, 'email'],
    [{ password: 'short' }, 'password'],
    [{ name: '' }, 'name'],
    [{ role: 'partner_admin' }, 'role'],
    [{ isAdmin: true }, 'isAdmin'],
  ])('are refused with %o', async (bad, path) => {
    const { status, body } = await add(bad);
    expect([status, body.errors[0].path]).toEqual([422, path]);
  });

  test('can be edited; a stale version is refused', async () => {
    const { body } = await add();
    const path = `${users()}/${body.id}`;
    const changed = await admin.call('PATCH', path, { name: 'Joseph', role: 'tenant_admin' }, { 'if-match': '"1"' });
    expect([changed.status, changed.body.name, changed.body.role, changed.headers.etag]).toEqual([
      200,
      'Joseph',
      'tenant_admin',
      '"2"',
    ]);
    expect((await admin.call('PATCH', path, { name: 'X' }, { 'if-match': '"1"' })).status).toBe(412);
    const [event] = await app.query(
      "select before, after from audit_events where target_id = $1 and action = 'user.edited'",
      [body.id],
    );
    expect(event).toEqual({
      before: { name: 'Joe', role: 'tenant_user' },
      after: { name: 'Joseph', role: 'tenant_admin' },
    });
  });

  test('lose their sessions and their old password when a new one is set', async () => {
    const { body } = await add();
    const cookie = cookieOf(await signIn(body.email, PASSWORD));
    const changed = await admin.call('PATCH', `${users()}/${body.id}`, { password: 'another password' });
    expect(changed.status).toBe(200);
    expect((await app.nobody('GET', '/session', undefined, { cookie })).status).toBe(401);
    expect((await signIn(body.email, PASSWORD)).status).toBe(401);
    expect((await signIn(body.email, 'another password')).status).toBe(200);
  });

  test('are signed out the moment they are removed', async () => {
    const { body } = await add();
    const cookie = cookieOf(await signIn(body.email, PASSWORD));
    expect((await admin.call('DELETE', `${users()}/${body.id}`)).status).toBe(204);
    expect((await app.nobody('GET', '/session', undefined, { cookie })).status).toBe(401);
    expect((await signIn(body.email, PASSWORD)).status).toBe(401);
    expect((await admin.call('GET', `${users()}/${body.id}`)).status).toBe(404);
  });

  test('are managed by the tenant’s admin, but not by its ordinary users', async () => {
    expect((await add({}, tenantAdmin)).status).toBe(201);
    const user = await app.user('tenant_user', { tenantId });
    expect((await add({}, user)).status).toBe(403);
    expect((await user.call('GET', users())).status).toBe(403);
  });

  test('always include one admin, unless the partner removes it', async () => {
    const other = await newTenant();
    const only = await app.user('tenant_admin', { tenantId: other });
    const path = `/tenants/${other}/users/${only.id}`;
    expect((await only.call('DELETE', path)).body.code).toBe('last_admin');
    expect((await only.call('PATCH', path, { role: 'tenant_user' })).body.code).toBe('last_admin');
    expect((await only.call('PATCH', path, { name: 'Me' })).status).toBe(200);
    expect((await admin.call('DELETE', path)).status).toBe(204);
  });

  test('still include one of two admins who remove each other at once', async () => {
    const other = await newTenant();
    const [a, b] = [
      await app.user('tenant_admin', { tenantId: other }),
      await app.user('tenant_admin', { tenantId: other }),
    ];
    const remove = (by: ApiUser, whom: ApiUser) =>
      inContext(app.db, { tenantId: other }, async (tx) => {
        const actor: Actor = { id: by.id, email: by.email, role: by.role, ip: null, requestId: null };
        await sql`select count(*) from users`.execute(tx);
        await deleteUser(tx, actor, { owner: { partnerId, tenantId: other }, id: whom.id, ifMatch: null });
      });
    const results = await Promise.allSettled([remove(a, b), remove(b, a)]);
    const refused = results.filter((result) => result.status === 'rejected');
    expect(refused).toMatchObject([{ reason: { code: 'last_admin' } }]);
  });

  test('cause no password hashing if the caller may not add them', async () => {
    const viewer = await app.user('partner_user', { partnerId });
    const quickest = async (work: () => Promise<unknown>): Promise<number> => {
      let best = Infinity;
      for (let n = 0; n < 10; n += 1) {
        const start = performance.now();
        await work();
        best = Math.min(best, performance.now() - start);
      }
      return best;
    };
    expect((await add({}, viewer)).status).toBe(403);
    expect(await quickest(() => add({}, viewer))).toBeLessThan(await quickest(() => hashPassword(PASSWORD)));
  });
});

describe('an admin’s own account', () => {
  // what the account page does with the current password or a code, an admin can't do to the own account without them
  const OWN: Record<string, { body?: object; code: string }> = {
    editTenantUser: { body: { password: 'another horse battery' }, code: 'own_account' },
    inviteTenantUser: { body: {}, code: 'own_account' },
    resetTenantUserSecondFactor: { code: 'own_account' },
    // deleting isn't a takeover: an admin may leave if another one stays
    deleteTenantUser: { code: 'last_admin' },
    editTeamMember: { body: { password: 'another horse battery' }, code: 'invalid' },
    inviteTeamMember: { body: {}, code: 'own_account' },
    resetTeamMemberSecondFactor: { code: 'own_account' },
    deleteTeamMember: { code: 'own_account' },
  };

  const changesOfUsers = Object.values(endpoints).filter(
    ({ path, method }) => path.includes('{userId}') && method !== 'GET',
  );

  test.for(changesOfUsers)('isn’t taken over at a page that was left open: $id', async (endpoint) => {
    const expected = OWN[endpoint.id];
    if (!expected) throw new Error(`${endpoint.id} has no line in OWN`);
    const own = await newTenant();
    const by = endpoint.scope === 'tenant' ? await app.user('tenant_admin', { tenantId: own }) : admin;
    const path = endpoint.path.replace('{tenantId}', own).replace('{userId}', by.id);
    expect((await by.call(endpoint.method, path, expected.body)).body.code).toBe(expected.code);
  });

  test('keeps its password, while another admin’s can be replaced', async () => {
    const mate = (await add({ role: 'tenant_admin' })).body;
    const own = (await add({ role: 'tenant_admin' })).body;
    const cookie = cookieOf(await signIn(own.email, PASSWORD));
    const patch = (id: string) =>
      app.nobody('PATCH', `${users()}/${id}`, { password: 'another horse battery' }, { cookie });
    expect(await patch(own.id)).toMatchObject({ status: 409, body: { code: 'own_account' } });
    expect((await signIn(own.email, PASSWORD)).status).toBe(200);
    expect((await patch(mate.id)).status).toBe(200);
  });
});

describe('the partner’s team', () => {
  const invite = (role = 'partner_user') => admin.call('POST', '/users', { email: newEmail(), name: 'Ann', role });

  test('is invited', async () => {
    const { status, body } = await invite();
    expect([status, body.invited]).toEqual([201, true]);
    const mails = await app.query('select body from mails where recipient = $1', [body.email]);
    expect(mails).toHaveLength(1);
  });

  test('contains neither tenants’ users nor another partner’s', async () => {
    const { body } = await admin.call('GET', '/users?limit=200');
    const roles = new Set(body.items.map(({ role }: { role: string }) => role));
    expect([...roles].every((role) => String(role).startsWith('partner_'))).toBe(true);
    const stranger = await app.user('partner_admin', { partnerId: await app.partner('Contoso Lines') });
    expect((await stranger.call('GET', '/users')).body.total).toBe(1);
    expect((await stranger.call('DELETE', `/users/${admin.id}`)).status).toBe(404);
    expect((await admin.call('GET', `/users/${tenantAdmin.id}`)).status).toBe(404);
  });

  test('cannot lose its admin by the admin’s own action', async () => {
    expect((await admin.call('DELETE', `/users/${admin.id}`)).body.code).toBe('own_account');
    expect((await admin.call('PATCH', `/users/${admin.id}`, { role: 'partner_user' })).body.code).toBe('own_account');
    expect((await admin.call('PATCH', `/users/${admin.id}`, { name: 'Me' })).status).toBe(200);
  });

  test('keeps one of two admins who remove each other at once', async () => {
    const other = await app.partner('Two Admins');
    const [a, b] = [
      await app.user('partner_admin', { partnerId: other }),
      await app.user('partner_admin', { partnerId: other }),
    ];
    const remove = (by: ApiUser, whom: ApiUser) =>
      inContext(app.db, { partnerId: other }, async (tx) => {
        const actor: Actor = { id: by.id, email: by.email, role: by.role, ip: null, requestId: null };
        await sql`select count(*) from users`.execute(tx);
        await deleteUser(tx, actor, { owner: { partnerId: other }, id: whom.id, ifMatch: null });
      });
    const results = await Promise.allSettled([remove(a, b), remove(b, a)]);
    const refused = results.filter((result) => result.status === 'rejected');
    expect(refused).toMatchObject([{ reason: { code: 'last_admin' } }]);
  });
});
