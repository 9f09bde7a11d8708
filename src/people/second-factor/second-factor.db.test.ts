import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addAccount, type AccountOf } from '../../../test/account.ts';
import { createTestApp, type ApiUser, type TestApp } from '../../../test/app.ts';
import { hashPassword } from '../../platform/password.ts';
import { hashToken, newToken } from '../../platform/secrets.ts';
import { newId } from '../../platform/values/ids.ts';
import { resetSecondFactorCommand } from './reset-command.ts';

let app: TestApp;
let partnerId: string;
let passwordHash: string;
/** The server's clock, which tests set. */
let time = Date.parse('2026-11-28T12:00:00Z');
const PASSWORD = 'correct horse battery';

beforeAll(async () => {
  app = await createTestApp({ now: () => new Date(time) });
  partnerId = await app.partner('Northwind Voice');
  passwordHash = await hashPassword(PASSWORD);
});
afterAll(() => app.close());

let made = 0;
const fresh = () => ({ 'x-forwarded-for': `2001:db8:${(made += 1).toString(16)}::1` });

const account = (role = 'partner_admin', of: AccountOf = { partnerId }) => addAccount(app, passwordHash, role, of);

const post = (email: string, code?: string, headers: Record<string, string> = fresh()) =>
  app.nobody('POST', '/session', { email, password: PASSWORD, ...(code !== undefined && { code }) }, headers);

function asking(answer: Awaited<ReturnType<typeof post>>) {
  expect(answer.status).toBe(200);
  const cookie = ([answer.headers['set-cookie']].flat() as string[])[0]!.split(';')[0]!;
  return (method: string, path: string, body?: unknown) => app.nobody(method, path, body, { cookie });
}

const codeOf = (secret: string, at = time): string =>
  new TOTP({ secret: Secret.fromBase32(secret), digits: 6, period: 30 }).generate({ timestamp: at });
/** A code that has not been used yet. */
function nextCode(secret: string): string {
  time += 30_000;
  return codeOf(secret);
}

const SECOND = '/session/second-factor';
const mailSubjects = async (email: string) =>
  (await app.query('select subject from mails where recipient = $1 order by id', [email])).map(
    ({ subject }) => subject,
  );
const actions = async (id: string) =>
  (await app.query('select action from audit_events where target_id = $1 order by id', [id])).map(
    ({ action }) => action,
  );

/** An account with a confirmed second factor. */
async function enrolled(role?: string, of?: AccountOf) {
  const person = await account(role, of);
  const ask = asking(await post(person.email));
  const begun = await ask('POST', SECOND, { currentPassword: PASSWORD });
  expect(begun.status).toBe(201);
  const secret: string = begun.body.secret;
  const confirmed = await ask('POST', `${SECOND}/confirm`, { code: nextCode(secret) });
  expect(confirmed.status).toBe(200);
  return {
    ...person,
    ask,
    secret,
    recoveryCodes: confirmed.body.recoveryCodes as string[],
    uri: begun.body.otpauthUri as string,
  };
}

describe('setting up a second factor', () => {
  test('returns a secret and, after confirmation by a code, recovery codes, and ends other sessions', async () => {
    const { id, email } = await account();
    const [ask, elsewhere] = [asking(await post(email)), asking(await post(email))];
    const begun = (await ask('POST', SECOND, { currentPassword: PASSWORD })).body;
    expect(begun.otpauthUri).toBe(
      `otpauth://totp/Northwind%20Voice:${encodeURIComponent(email)}?issuer=Northwind%20Voice&secret=${begun.secret}&algorithm=SHA1&digits=6&period=30`,
    );
    // not required yet
    expect((await post(email)).status).toBe(200);
    expect((await ask('GET', SECOND)).body).toEqual({ enabled: false, enabledAt: null, setupRequired: false, recoveryCodesLeft: 0 }); // prettier-ignore
    const confirmed = await ask('POST', `${SECOND}/confirm`, { code: nextCode(begun.secret) });
    expect([confirmed.status, confirmed.headers['cache-control']]).toEqual([200, 'no-store']);
    expect(new Set(confirmed.body.recoveryCodes).size).toBe(10);
    expect((await ask('GET', SECOND)).body).toMatchObject({ enabled: true, recoveryCodesLeft: 10 });
    expect([(await ask('GET', '/session')).body.secondFactor.enabled, (await elsewhere('GET', '/session')).status]).toEqual([true, 401]); // prettier-ignore
    expect(await mailSubjects(email)).toEqual(['Two-factor authentication is on: Northwind Voice']);
    expect(await actions(id)).toContain('second-factor.enabled');
  });

  test('requires the password and a correct code', async () => {
    const { email } = await account();
    const ask = asking(await post(email));
    expect((await ask('POST', SECOND, { currentPassword: 'wrong' })).body.code).toBe('wrong_password');
    expect((await ask('POST', `${SECOND}/confirm`, { code: '123456' })).body.code).toBe('second_factor_not_begun');
    const { secret } = (await ask('POST', SECOND, { currentPassword: PASSWORD })).body;
    for (const code of ['000000', codeOf(secret, time - 120_000), 'abcde-fghjk', 'x'])
      expect((await ask('POST', `${SECOND}/confirm`, { code })).body.code).toBe('wrong_code');
    expect((await post(email)).status).toBe(200);
    await ask('POST', `${SECOND}/confirm`, { code: codeOf(secret) });
    expect((await ask('POST', SECOND, { currentPassword: PASSWORD })).body.code).toBe('second_factor_enabled');
  });

  test('stores neither secret nor codes in the clear', async () => {
    const { id, secret, recoveryCodes } = await enrolled();
    const rows = JSON.stringify([
      await app.query("select encode(sealed_secret, 'escape') as s from second_factors where user_id = $1", [id]),
      await app.query('select code_hash from recovery_codes where user_id = $1', [id]),
      await app.query('select * from audit_events where target_id = $1', [id]),
      await app.query('select body from mails'),
    ]);
    for (const kept of [secret, ...recoveryCodes]) expect(rows).not.toContain(kept);
  });
});

describe('signing in with a second factor', () => {
  test('requires the code only after the right password', async () => {
    const { email, secret } = await enrolled();
    const wrong = await app.nobody('POST', '/session', { email, password: 'wrong', code: nextCode(secret) }, fresh());
    expect(wrong.body.code).toBe('wrong_credentials');
    const asked = await post(email);
    expect([asked.status, asked.body.code, asked.headers['set-cookie']]).toEqual([
      401,
      'second_factor_required',
      undefined,
    ]);
    expect((await post(email, codeOf(secret))).status).toBe(200);
  });

  test('accepts a code once, even of two concurrent requests, and none older than the last', async () => {
    const { email, secret } = await enrolled();
    const code = nextCode(secret);
    const both = await Promise.all([post(email, code), post(email, ` ${code.slice(0, 3)} ${code.slice(3)} `)]);
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 401]);
    expect((await post(email, code)).body.code).toBe('wrong_code');
    expect((await post(email, codeOf(secret, time - 30_000))).body.code).toBe('wrong_code');
    expect((await post(email, codeOf(secret, time + 30_000))).status).toBe(200);
  });

  test('is checked by the database again, whatever was read before', async () => {
    const { id } = await enrolled();
    const use = async (step: number) =>
      (await app.query<{ good: boolean }>('select use_code($1, $2) as good', [id, step]))[0]!.good;
    const later = Math.floor(time / 30_000) + 1000;
    expect([await use(later), await use(later), await use(later - 1), await use(later + 1)]).toEqual([true, false, false, true]); // prettier-ignore
  });

  test('accepts a recovery code once instead of a code', async () => {
    const { id, email, recoveryCodes } = await enrolled();
    const [first = '', second = ''] = recoveryCodes;
    const ask = asking(await post(email, first.toUpperCase().replace('-', ' ')));
    expect((await ask('GET', SECOND)).body.recoveryCodesLeft).toBe(9);
    expect((await post(email, first)).body.code).toBe('wrong_code');
    const both = await Promise.all([post(email, second), post(email, second)]);
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 401]);
    expect(await actions(id)).toContain('second-factor.recovery-code-used');
  });

  test('throttles guesses of codes from all addresses together, but not a known browser', async () => {
    const { id, email, secret } = await enrolled();
    const answer = await post(email, nextCode(secret));
    const device = ([answer.headers['set-cookie']].flat() as string[])[1]!.split(';')[0]!;
    const statuses = [];
    for (let n = 0; n < 12; n += 1) statuses.push((await post(email, '000000')).status);
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 401), 429, 429]);
    expect((await post(email, nextCode(secret))).status).toBe(429);
    expect((await post(email, codeOf(secret), { ...fresh(), cookie: device })).status).toBe(200);
    expect(await actions(id)).toContain('second-factor.refused');
  });

  test('is not bypassed by a mailed link', async () => {
    const { id, email, secret } = await enrolled();
    const link = async () => {
      const token = newToken();
      await app.query("insert into invitations (token_hash, user_id, expires_at) values ($1, $2, now() + interval '1 hour')", [hashToken(token), id]); // prettier-ignore
      return token;
    };
    const token = await link();
    const use = (body: object) => app.nobody('POST', '/invitations/accept', { token, password: 'blue guitar lamp', ...body }, fresh()); // prettier-ignore
    expect((await app.nobody('POST', '/invitations/read', { token }, fresh())).body.secondFactor).toBe(true);
    expect((await use({})).body.code).toBe('second_factor_required');
    expect((await use({ code: '000000' })).body.code).toBe('wrong_code');
    expect((await post(email)).body.code).toBe('second_factor_required');
    expect((await use({ code: nextCode(secret) })).status).toBe(200);
  });

  test('is enforced by the database too if it was set up during the password check', async () => {
    const { id, email } = await enrolled();
    const [row] = await app.query<{ opened: boolean }>(
      "select open_session($1, $2, $3, $4, now() + interval '1 hour', '', false, '', $5, '') as opened",
      [id, passwordHash, hashToken('x'), newId(), newId()],
    );
    expect([row!.opened, email]).toEqual([false, email]);
  });
});

describe('turning it off and renewing recovery codes', () => {
  test('require password and code', async () => {
    const { id, email, ask, secret, recoveryCodes } = await enrolled();
    const both = (code: string, currentPassword = PASSWORD) => ({ currentPassword, code });
    expect((await ask('POST', `${SECOND}/recovery-codes`, both('000000'))).body.code).toBe('wrong_code');
    expect((await ask('POST', `${SECOND}/recovery-codes`, both(nextCode(secret), 'wrong'))).body.code).toBe('wrong_password'); // prettier-ignore
    const renewed = await ask('POST', `${SECOND}/recovery-codes`, both(nextCode(secret)));
    expect(renewed.body.recoveryCodes).toHaveLength(10);
    expect((await post(email, recoveryCodes[0])).body.code).toBe('wrong_code');
    expect((await ask('DELETE', SECOND, { currentPassword: PASSWORD })).status).toBe(422);
    expect((await ask('DELETE', SECOND, both(renewed.body.recoveryCodes[0]))).status).toBe(204);
    expect((await post(email)).status).toBe(200);
    expect((await ask('DELETE', SECOND, both('000000'))).body.code).toBe('second_factor_not_enabled');
    expect(await actions(id)).toEqual(expect.arrayContaining(['second-factor.recovery-codes-renewed', 'second-factor.disabled'])); // prettier-ignore
    expect((await mailSubjects(email)).at(-1)).toBe('Two-factor authentication is off: Northwind Voice');
  });
});

describe('a second factor that the team requires', () => {
  test.each([
    ['partner_admin', '/security-settings', '/tenants'],
    ['operator', '/operator/security-settings', '/operator/partners'],
  ] as const)('blocks a %s without one, even in existing sessions, until it is set up', async (role, path, page) => {
    const own = await app.partner('Strict');
    const of = role === 'operator' ? {} : { partnerId: own };
    const boss = await enrolled(role, of);
    const mate = await account(role, of);
    const ask = asking(await post(mate.email));
    expect((await ask('GET', page)).status).toBe(200);
    const before = await boss.ask('GET', path);
    expect(before.body).toEqual({ requireSecondFactor: false, version: 0 });
    expect((await boss.ask('PUT', path, { ...before.body, requireSecondFactor: true })).status).toBe(200);

    const held = await ask('GET', page);
    expect([held.status, held.body.code]).toEqual([403, 'second_factor_setup_required']);
    expect((await ask('PUT', path, { requireSecondFactor: false })).body.code).toBe('second_factor_setup_required');
    expect((await ask('GET', '/session')).body.secondFactor).toEqual({ enabled: false, setupRequired: true });
    expect((await asking(await post(mate.email))('GET', page)).status).toBe(403);
    expect((await boss.ask('GET', page)).status).toBe(200);

    const { secret } = (await ask('POST', SECOND, { currentPassword: PASSWORD })).body;
    await ask('POST', `${SECOND}/confirm`, { code: nextCode(secret) });
    expect((await ask('GET', page)).status).toBe(200);
    expect((await boss.ask('PUT', path, { requireSecondFactor: false })).status).toBe(200);
  });

  test('applies neither to tenants’ users nor to another partner’s', async () => {
    const own = await app.partner('Strict');
    const boss = await enrolled('partner_admin', { partnerId: own });
    const { id: tenantId } = (await boss.ask('POST', '/tenants', { name: 'Bakery', sipPrefix: `s${newId().slice(-9)}` })).body; // prettier-ignore
    await boss.ask('PUT', '/security-settings', { requireSecondFactor: true });
    const owner = await account('tenant_admin', { tenantId });
    expect((await asking(await post(owner.email))('GET', `/tenants/${tenantId}/extensions`)).status).toBe(200);
    const other: ApiUser = await app.user('partner_admin', { partnerId });
    expect((await other.call('GET', '/tenants')).status).toBe(200);
    expect((await other.call('GET', '/security-settings')).body.requireSecondFactor).toBe(false);
    const viewer = await enrolled('partner_user', { partnerId: own });
    expect((await viewer.ask('PUT', '/security-settings', { requireSecondFactor: false })).status).toBe(403);
  });
});

describe('resetting a second factor', () => {
  test('allows signing in with the password alone, ends all sessions, and notifies the user by mail', async () => {
    const [boss, mate] = [await enrolled(), await enrolled()];
    expect((await boss.ask('GET', `/users/${mate.id}`)).body.secondFactor).toBe(true);
    expect((await boss.ask('DELETE', `/users/${mate.id}/second-factor`)).status).toBe(204);
    expect((await mate.ask('GET', '/session')).status).toBe(401);
    expect((await post(mate.email)).status).toBe(200);
    expect((await mailSubjects(mate.email)).at(-1)).toBe('Two-factor authentication was reset: Northwind Voice');
    expect(await actions(mate.id)).toContain('user.second-factor-reset');
    expect((await boss.ask('DELETE', `/users/${boss.id}/second-factor`)).body.code).toBe('own_account');
  });

  test('is done by the operator at the terminal for a user whom no admin can help', async () => {
    const alone = await enrolled('operator', {});
    expect(await resetSecondFactorCommand(app.database.urls.app, alone.email.toUpperCase())).toBe(true);
    expect((await alone.ask('GET', '/session')).status).toBe(401);
    expect((await post(alone.email)).status).toBe(200);
    expect(await actions(alone.id)).toContain('second-factor.reset');
    expect(await resetSecondFactorCommand(app.database.urls.app, alone.email)).toBe(false);
  });

  test('is open to a tenant’s admins for its users, and to nobody else', async () => {
    const boss = await enrolled();
    const { id: tenantId } = (await boss.ask('POST', '/tenants', { name: 'Bakery', sipPrefix: `r${newId().slice(-9)}` })).body; // prettier-ignore
    const [owner, staff] = [await enrolled('tenant_admin', { tenantId }), await enrolled('tenant_user', { tenantId })];
    const path = `/tenants/${tenantId}/users`;
    expect((await staff.ask('DELETE', `${path}/${owner.id}/second-factor`)).status).toBe(403);
    expect((await owner.ask('DELETE', `${path}/${staff.id}/second-factor`)).status).toBe(204);
    expect((await boss.ask('DELETE', `${path}/${owner.id}/second-factor`)).status).toBe(204);
    expect((await post(owner.email)).status).toBe(200);
  });
});
