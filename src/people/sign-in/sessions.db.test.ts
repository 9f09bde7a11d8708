import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addAccount, type AccountOf, attemptsAreNew } from '../../../test/account.ts';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { createTenant } from '../../../test/tenants.ts';
import { hashPassword } from '../../platform/password.ts';
import { hashToken } from '../../platform/secrets.ts';

let app: TestApp;
let partnerId: string;
let passwordHash: string;
const PASSWORD = 'correct horse battery';
/** Each test uses a different address, so that throttling does not spread between tests. */
let lastAddress = 0;
const freshAddress = () => ({ 'x-forwarded-for': `203.0.113.${(lastAddress += 1)}` });

beforeAll(async () => {
  app = await createTestApp();
  partnerId = await app.partner('Northwind Voice');
  passwordHash = await hashPassword(PASSWORD);
});
afterAll(() => app.close());

const account = (role = 'partner_admin', of: AccountOf = { partnerId }) => addAccount(app, passwordHash, role, of);

const signIn = (email: string, password: string, headers = freshAddress()) =>
  app.nobody('POST', '/session', { email, password }, headers);

const cookieOf = (answer: { headers: Record<string, unknown> }): string =>
  String(answer.headers['set-cookie']).split(';')[0]!;

const cookiesOf = (answer: { headers: Record<string, unknown> }): string[] =>
  [answer.headers['set-cookie']].flat() as string[];

const ask = (cookie: string, method = 'GET', path = '/session') => app.nobody(method, path, undefined, { cookie });

async function tenant(): Promise<string> {
  const admin = await app.user('partner_admin', { partnerId });
  return (await createTenant(admin.call, { name: 'Bakery', fields: { status: 'TRIAL' } })).id;
}

describe('signing in', () => {
  test('returns user and permissions, and sets a cookie that scripts cannot read', async () => {
    const { email } = await account();
    const answer = await signIn(email.toUpperCase(), PASSWORD);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      user: { email, name: 'Ada', role: 'partner_admin' },
      partner: { id: partnerId, name: 'Northwind Voice' },
      tenant: null,
      voice: 'off',
      mail: 'off',
    });
    expect(answer.body.permissions).toContain('tenants.write');
    expect(cookiesOf(answer)[0]).toMatch(/^session=[\w-]{43}; Max-Age=604800; Path=\/; HttpOnly; SameSite=Lax$/);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect((await ask(cookieOf(answer))).body).toEqual(answer.body);
  });

  test('stores only a hash of the token', async () => {
    const { id, email } = await account();
    const token = cookieOf(await signIn(email, PASSWORD)).split('=')[1]!;
    const [row] = await app.query<{ token_hash: Buffer }>('select token_hash from sessions where user_id = $1', [id]);
    expect(row!.token_hash).toEqual(hashToken(token));
  });

  test('sets a secure __Host- cookie under HTTPS', async () => {
    const { email } = await account();
    const https = { ...freshAddress(), 'x-forwarded-proto': 'https', origin: 'https://localhost:80' };
    const answer = await signIn(email, PASSWORD, https);
    expect(cookiesOf(answer)[0]).toMatch(
      /^__Host-session=[\w-]{43}; Max-Age=604800; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
    const cookie = cookieOf(answer);
    expect((await app.nobody('GET', '/session', undefined, { ...https, cookie })).status).toBe(200);
    // another host on the same site could set the plain name
    const plain = cookie.replace('__Host-session', 'session');
    expect((await app.nobody('GET', '/session', undefined, { ...https, cookie: plain })).status).toBe(401);
  });

  test('gives a tenant’s users their tenant and none of the partner’s rights', async () => {
    const tenantId = await tenant();
    const { email } = await account('tenant_admin', { tenantId });
    const answer = await signIn(email, PASSWORD);
    expect(answer.body).toMatchObject({
      partner: { name: 'Northwind Voice' },
      tenant: { id: tenantId, name: 'Bakery', status: 'TRIAL' },
    });
    const cookie = cookieOf(answer);
    expect((await ask(cookie, 'GET', '/tenants')).status).toBe(403);
    expect((await ask(cookie, 'GET', `/tenants/${await tenant()}`)).status).toBe(404);
    expect((await ask(cookie, 'GET', `/tenants/${tenantId}`)).status).toBe(200);
  });

  test('ends the browser’s previous session', async () => {
    const { email } = await account();
    const first = cookieOf(await signIn(email, PASSWORD));
    await signIn(email, PASSWORD, { ...freshAddress(), cookie: first } as never);
    expect((await ask(first)).status).toBe(401);
  });

  test('requires a request from our own origin', async () => {
    const { email } = await account();
    const foreign = { ...freshAddress(), origin: 'https://evil.example' };
    expect((await signIn(email, PASSWORD, foreign)).body.code).toBe('forbidden');
  });
});

describe('a session', () => {
  test('ends at once on sign-out', async () => {
    const { email } = await account();
    const [one, other] = [cookieOf(await signIn(email, PASSWORD)), cookieOf(await signIn(email, PASSWORD))];
    const answer = await ask(one, 'DELETE');
    expect([answer.status, answer.headers['set-cookie']]).toEqual([204, expect.stringContaining('session=;')]);
    expect([(await ask(one)).status, (await ask(other)).status]).toEqual([401, 200]);
  });

  test('ends when it expires', async () => {
    const { id, email } = await account();
    const cookie = cookieOf(await signIn(email, PASSWORD));
    const [row] = await app.query<{ days: number }>(
      'select extract(epoch from expires_at - created_at)::int / 86400 as days from sessions where user_id = $1',
      [id],
    );
    expect(row!.days).toBe(7);
    await app.query('update sessions set expires_at = now() where user_id = $1', [id]);
    expect((await ask(cookie)).body.code).toBe('unauthenticated');
  });

  test('ends with its user, and with its tenant', async () => {
    const tenantId = await tenant();
    const { id, email } = await account('tenant_user', { tenantId });
    const cookie = cookieOf(await signIn(email, PASSWORD));
    expect((await ask(cookie)).status).toBe(200);
    await app.query('delete from users where id = $1', [id]);
    expect((await ask(cookie)).status).toBe(401);
  });

  test.each(['session=', 'session=nonsense', 'session=%00', `session=${'x'.repeat(3000)}`])(
    'is not %s',
    async (cookie) => {
      expect((await ask(cookie)).status).toBe(401);
    },
  );
});

describe('a wrong password', () => {
  test('and an unknown account get the same response', async () => {
    const { email } = await account();
    const wrong = await signIn(email, 'wrong password');
    const unknown = await signIn('nobody@people.example', 'wrong password');
    const { requestId: _a, ...first } = wrong.body;
    const { requestId: _b, ...second } = unknown.body;
    expect([wrong.status, first]).toEqual([401, second]);
    expect(first.code).toBe('wrong_credentials');
    expect(wrong.headers['set-cookie']).toBeUndefined();
  });

  test('is refused even if the user has not chosen a password yet', async () => {
    const { id, email } = await account();
    await app.query('update users set password_hash = null where id = $1', [id]);
    expect((await signIn(email, '')).status).toBe(401);
  });

  test('throttles an account from one address’s sixth attempt', async () => {
    const { email } = await account();
    const from = freshAddress();
    for (let n = 0; n < 5; n += 1) expect((await signIn(email, `wrong ${n}`, from)).status).toBe(401);
    await attemptsAreNew(app);
    const sixth = await signIn(email, PASSWORD, from);
    expect([sixth.status, sixth.body.code, sixth.headers['retry-after']]).toEqual([429, 'rate_limited', '1']);
    await app.query("update sign_in_failures set last_at = last_at - interval '1 second'");
    expect((await signIn(email, 'wrong', from)).status).toBe(401);
    await attemptsAreNew(app);
    expect((await signIn(email, 'wrong', from)).headers['retry-after']).toBe('2');
    await app.query("update sign_in_failures set last_at = last_at - interval '2 seconds'");
    expect((await signIn(email, PASSWORD, from)).status).toBe(200);
    // a correct password resets the count
    expect((await signIn(email, 'wrong', from)).status).toBe(401);
  });

  test('throttles an unknown account the same way', async () => {
    const from = freshAddress();
    const answers = [];
    for (let n = 0; n < 6; n += 1) {
      await attemptsAreNew(app);
      answers.push((await signIn('ghost@people.example', 'wrong', from)).status);
    }
    expect(answers).toEqual([401, 401, 401, 401, 401, 429]);
  });

  test('throttles an address across accounts; its own successful sign-in does not reset that', async () => {
    const from = freshAddress();
    const { email } = await account();
    for (let n = 0; n < 19; n += 1) expect((await signIn(`victim${n}@people.example`, 'wrong', from)).status).toBe(401);
    expect((await signIn(email, PASSWORD, from)).status).toBe(200);
    expect((await signIn('victim20@people.example', 'wrong', from)).status).toBe(401);
    await attemptsAreNew(app);
    expect((await signIn('victim21@people.example', 'wrong', from)).status).toBe(429);
  });

  test('is counted before it is checked, so that concurrent attempts are throttled like consecutive ones', async () => {
    const { email } = await account();
    const from = freshAddress();
    const answers = await Promise.all(Array.from({ length: 12 }, () => signIn(email, 'wrong', from)));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(7);
  });

  test('leaves no list of attempted accounts behind', async () => {
    await signIn('secret-friend@people.example', 'wrong');
    const rows = await app.query('select key from sign_in_failures');
    const [readable] = await app.query<{ found: number }>(
      "select count(*)::int as found from sign_in_failures where key = sha256('account secret-friend@people.example')",
    );
    expect([rows.length > 0, readable!.found]).toEqual([true, 0]);
  });
});

describe('the audit trail', () => {
  const trail = (id: string) =>
    app.query(
      'select action, partner_id, tenant_id, actor_id, actor_email, actor_role, target_id, ip from audit_events where target_id = $1 order by id',
      [id],
    );

  test('contains sign-in, failed sign-in and sign-out with user and address', async () => {
    const { id, email } = await account();
    const from = freshAddress();
    await signIn(email, 'wrong', from);
    const cookie = cookieOf(await signIn(email, PASSWORD, from));
    await ask(cookie, 'DELETE');
    const common = { partner_id: partnerId, tenant_id: null, target_id: id };
    const known = { actor_id: id, actor_email: email, actor_role: 'partner_admin' };
    expect(await trail(id)).toEqual([
      {
        ...common,
        action: 'session.refused',
        actor_id: null,
        actor_email: null,
        actor_role: 'nobody',
        ip: from['x-forwarded-for'],
      },
      { ...common, ...known, action: 'session.opened', ip: from['x-forwarded-for'] },
      { ...common, ...known, action: 'session.closed', ip: '127.0.0.1' },
    ]);
  });

  test('contains those of a tenant’s users for the tenant and its partner', async () => {
    const tenantId = await tenant();
    const { id, email } = await account('tenant_admin', { tenantId });
    await signIn(email, PASSWORD);
    expect(await trail(id)).toMatchObject([{ action: 'session.opened', partner_id: partnerId, tenant_id: tenantId }]);
  });

  test('contains those of the operator and of unknown accounts in no partner’s trail', async () => {
    const { id, email } = await account('operator', {});
    await signIn(email, PASSWORD);
    expect(await trail(id)).toMatchObject([{ action: 'session.opened', partner_id: null, actor_role: 'operator' }]);
    const from = freshAddress();
    await signIn('unknown@people.example', 'wrong', from);
    const rows = await app.query('select * from audit_events where ip = $1', [from['x-forwarded-for']]);
    expect(rows).toMatchObject([
      { action: 'session.refused', partner_id: null, target_id: null, actor_role: 'nobody' },
    ]);
    expect(JSON.stringify(rows)).not.toContain('unknown@');
  });
});
