import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addAccount, type AccountOf, attemptsAreNew } from '../../../test/account.ts';
import { createTestApp, type ApiUser, type TestApp } from '../../../test/app.ts';
import { createTenant } from '../../../test/tenants.ts';
import { openDb, openPool } from '../../platform/db/db.ts';
import { hashPassword } from '../../platform/password.ts';
import { newId } from '../../platform/values/ids.ts';
import { mailPasswordLink } from '../jobs.ts';

let app: TestApp;
let partnerId: string;
let admin: ApiUser;
let passwordHash: string;
let worker: ReturnType<typeof openPool>;
const PASSWORD = 'correct horse battery';
const OTHER = 'blue guitar lamp';

beforeAll(async () => {
  app = await createTestApp();
  worker = openPool(app.database.urls.worker, 'test', 2);
  partnerId = await app.partner('Northwind Voice');
  admin = await app.user('partner_admin', { partnerId });
  passwordHash = await hashPassword(PASSWORD);
});
afterAll(async () => {
  await worker.end();
  await app.close();
});

let made = 0;
const fresh = () => ({ 'x-forwarded-for': `2001:db8:${(made += 1).toString(16)}::1` });

const account = (role = 'partner_admin', of: AccountOf = { partnerId }) => addAccount(app, passwordHash, role, of);

const tenant = async (): Promise<string> => (await createTenant(admin.call, { name: 'Bakery' })).id;

const EVERY_ROLE = [
  ['operator', async () => ({})],
  ['partner_user', async () => ({ partnerId })],
  ['tenant_admin', async () => ({ tenantId: await tenant() })],
  ['tenant_user', async () => ({ tenantId: await tenant() })],
] as const;

const post = (email: string, password: string, headers: Record<string, string> = fresh()) =>
  app.nobody('POST', '/session', { email, password }, headers);

async function signIn(email: string, password = PASSWORD, headers: Record<string, string> = {}) {
  const answer = await post(email, password, { ...fresh(), ...headers });
  expect(answer.status).toBe(200);
  const cookie = ([answer.headers['set-cookie']].flat() as string[])[0]!.split(';')[0]!;
  return (method: string, path: string, body?: unknown) => app.nobody(method, path, body, { cookie });
}

const actions = async (id: string) =>
  (await app.query('select action from audit_events where target_id = $1 order by id', [id])).map(
    ({ action }) => action,
  );
const mailsTo = (email: string) =>
  app.query<{ subject: string; body: string }>('select subject, body from mails where recipient = $1 order by id', [
    email,
  ]);
const change = { currentPassword: PASSWORD, newPassword: OTHER };

describe('changing one’s own password', () => {
  test.each(EVERY_ROLE)(
    'works for a %s, ends the other sessions, and is reported by mail and in the trail',
    async (role, of) => {
      const { id, email } = await account(role, await of());
      const [here, elsewhere] = [await signIn(email), await signIn(email)];
      expect((await here('PUT', '/session/password', change)).status).toBe(204);
      expect([(await here('GET', '/session')).status, (await elsewhere('GET', '/session')).status]).toEqual([200, 401]);
      expect([(await post(email, PASSWORD)).status, (await post(email, OTHER)).status]).toEqual([401, 200]);
      expect(await mailsTo(email)).toMatchObject([{ subject: expect.stringContaining('Your password was changed') }]);
      expect(await actions(id)).toContain('password.changed');
    },
  );

  test('requires the current password, and throttles guesses', async () => {
    const { id, email } = await account();
    const ask = await signIn(email);
    const wrong = await ask('POST', '/session/password', { ...change, currentPassword: 'wrong' });
    expect([wrong.status, wrong.body.code, wrong.body.errors[0].path]).toEqual([
      422,
      'wrong_password',
      'currentPassword',
    ]);
    expect((await ask('PUT', '/session/password', { newPassword: OTHER })).status).toBe(422);
    expect(await actions(id)).toContain('password.change-refused');
    const statuses = [];
    for (let n = 0; n < 6; n += 1) {
      await attemptsAreNew(app);
      statuses.push((await ask('PUT', '/session/password', { ...change, currentPassword: 'wrong' })).status);
    }
    expect(statuses).toEqual([422, 422, 422, 422, 429, 429]);
    expect((await post(email, PASSWORD)).status).toBe(200);
  });

  test.each([['aaaaaaaaaaaa'], ['password123'], ['short'], ['the address itself']])(
    'refuses %s',
    async (newPassword) => {
      const { email } = await account();
      const ask = await signIn(email);
      const given = newPassword === 'the address itself' ? email : newPassword;
      const answer = await ask('PUT', '/session/password', { ...change, newPassword: given });
      expect([answer.status, answer.body.errors[0].path]).toEqual([422, 'newPassword']);
      expect((await post(email, PASSWORD)).status).toBe(200);
    },
  );

  test('invalidates links mailed before', async () => {
    const { id, email } = await account();
    await mailPasswordLink(openDb(worker), app.config, id);
    const token = /#([\w-]{43})/.exec((await mailsTo(email)).at(-1)!.body)![1];
    await (
      await signIn(email)
    )('PUT', '/session/password', change);
    const answer = await app.nobody('POST', '/invitations/accept', { token, password: 'red bicycle moon' }, fresh());
    expect(answer.body.code).toBe('link_expired');
  });
});

describe('a forgotten password', () => {
  const request = (email: string, headers = fresh()) => app.nobody('POST', '/password-resets', { email }, headers);
  const jobs = () => app.query<{ payload: { userId: string } }>("select payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = 'mail_password_link' order by j.id"); // prettier-ignore
  /** Runs the worker's job once. */
  async function work(): Promise<void> {
    for (const { payload } of await jobs()) await mailPasswordLink(openDb(worker), app.config, payload.userId);
    await app.query('delete from graphile_worker._private_jobs');
  }
  const tokenFor = async (email: string) => /\/welcome#([\w-]{43})/.exec((await mailsTo(email)).at(-1)!.body)![1]!;

  test('gets the same response and writes the same rows, whether or not the account exists', async () => {
    const { email } = await account();
    await work();
    const [known, unknown] = [await request(email.toUpperCase()), await request('stranger@people.example')];
    expect([known.status, known.body]).toEqual([202, { mail: 'no_mail_server' }]);
    expect([unknown.status, unknown.body]).toEqual([known.status, known.body]);
    expect(await jobs()).toHaveLength(2);
    await work();
    expect([await mailsTo(email), await mailsTo('stranger@people.example')]).toMatchObject([[{}], []]);
  });

  test.each(EVERY_ROLE)('is replaced through a link that works once, for a %s', async (role, of) => {
    const { id, email } = await account(role, await of());
    const before = await signIn(email);
    await request(email);
    await work();
    const token = await tokenFor(email);
    const shown = await app.nobody('POST', '/invitations/read', { token }, fresh());
    expect(shown.body).toMatchObject({ email, purpose: 'new_password' });
    const accept = () => app.nobody('POST', '/invitations/accept', { token, password: OTHER }, fresh());
    expect((await accept()).status).toBe(200);
    expect((await accept()).body.code).toBe('link_expired');
    expect((await before('GET', '/session')).status).toBe(401);
    expect((await post(email, OTHER)).status).toBe(200);
    expect(await actions(id)).toEqual(expect.arrayContaining(['password.link-requested', 'password.reset']));
    const names = (await mailsTo(email)).map(({ subject, body }) => subject + body).join();
    expect(/strowger/i.test(names)).toBe(false);
  });

  test('has a link valid for one hour', async () => {
    const { id, email } = await account();
    await request(email);
    await work();
    const [row] = await app.query('select extract(epoch from expires_at - created_at)::int as s from invitations where user_id = $1', [id]); // prettier-ignore
    expect(row!.s).toBe(3600);
  });

  test('can be replaced even if the tenant is suspended or cancelled', async () => {
    const tenantId = await tenant();
    const { email } = await account('tenant_admin', { tenantId });
    await admin.call('POST', `/tenants/${tenantId}/cancel`, { confirmName: 'Bakery' });
    await request(email);
    await work();
    const answer = await app.nobody('POST', '/invitations/accept', { token: await tokenFor(email), password: OTHER }, fresh()); // prettier-ignore
    expect([answer.status, answer.body.tenant.status]).toEqual([200, 'CANCELLED']);
  });

  test('sends the invitation again to a user who never chose one, unless the tenant is cancelled', async () => {
    const tenantId = await tenant();
    const email = `${newId()}@people.example`;
    await admin.call('POST', `/tenants/${tenantId}/users`, { email, name: 'Joe', role: 'tenant_admin' });
    await request(email);
    await work();
    expect((await mailsTo(email)).map(({ subject }) => subject)).toEqual([
      'Your invitation to the Northwind Voice phone system',
      'Your invitation to the Northwind Voice phone system',
    ]);
    await admin.call('POST', `/tenants/${tenantId}/cancel`, { confirmName: 'Bakery' });
    await request(email);
    await work();
    expect(await mailsTo(email)).toHaveLength(2);
  });

  test('is mailed at most three times an hour, and one address may request twenty', async () => {
    const { email } = await account();
    for (let n = 0; n < 5; n += 1) {
      expect((await request(email)).status).toBe(202);
      await work();
    }
    expect(await mailsTo(email)).toHaveLength(3);
    const from = fresh();
    const statuses = [];
    for (let n = 0; n < 22; n += 1) statuses.push((await request(`${n}@people.example`, from)).status);
    expect(statuses.slice(18)).toEqual([202, 202, 429, 429]);
  });

  test('reports that a link was sent if there is a mail server', async () => {
    const other = await createTestApp({ settings: { SMTP_URL: 'smtp://mail.example' } });
    try {
      const { body } = await other.nobody('POST', '/password-resets', { email: 'a@people.example' });
      expect(body).toEqual({ mail: 'sent' });
    } finally {
      await other.close();
    }
  });
});

describe('one’s own sessions', () => {
  const CHROME = {
    'user-agent': 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/141.0 Safari/537.36',
  };

  test('are listed with the current one marked, and each can be ended', async () => {
    const { id, email } = await account();
    const [here, elsewhere] = [await signIn(email), await signIn(email, PASSWORD, CHROME)];
    const { items } = (await here('GET', '/sessions')).body;
    expect(items).toHaveLength(2);
    expect(items.filter((session: { current: boolean }) => session.current)).toHaveLength(1);
    const other = items.find((session: { current: boolean }) => !session.current);
    expect(other).toMatchObject({ device: 'Chrome on Windows', address: expect.stringContaining('2001:db8:') });
    expect((await here('DELETE', `/sessions/${other.id}`)).status).toBe(204);
    expect([(await here('GET', '/session')).status, (await elsewhere('GET', '/session')).status]).toEqual([200, 401]);
    expect((await here('DELETE', `/sessions/${other.id}`)).status).toBe(404);
    expect(await actions(id)).toContain('session.ended');
  });

  test('can be ended together, except the current one', async () => {
    const { id, email } = await account('tenant_user', { tenantId: await tenant() });
    const all = [await signIn(email), await signIn(email), await signIn(email)];
    expect((await all[0]!('DELETE', '/sessions')).status).toBe(204);
    expect(await Promise.all(all.map(async (ask) => (await ask('GET', '/session')).status))).toEqual([200, 401, 401]);
    expect(await actions(id)).toContain('session.others-ended');
  });

  test('cannot be seen or ended by others', async () => {
    const [mine, theirs] = [await account(), await account()];
    const [me, them] = [await signIn(mine.email), await signIn(theirs.email)];
    const { items } = (await them('GET', '/sessions')).body;
    expect((await me('DELETE', `/sessions/${items[0].id}`)).status).toBe(404);
    await me('DELETE', '/sessions');
    expect((await them('GET', '/session')).status).toBe(200);
    expect(JSON.stringify((await me('GET', '/sessions')).body)).not.toContain(items[0].id);
  });

  test('show time and address of their last use', async () => {
    const { id, email } = await account();
    const ask = await signIn(email);
    await app.query("update sessions set last_used_at = now() - interval '1 hour' where user_id = $1", [id]);
    const { items } = (await ask('GET', '/sessions')).body;
    expect(Date.now() - Date.parse(items[0].lastUsedAt)).toBeLessThan(60_000);
    expect(items[0].address).toBe('127.0.0.1');
  });
});
