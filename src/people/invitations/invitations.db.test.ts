import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApp, type ApiUser, type TestApp } from '../../../test/app.ts';
import { hashToken } from '../../platform/secrets.ts';
import { newId } from '../../platform/values/ids.ts';
import { bootstrapOperator } from './invitations.ts';

let app: TestApp;
let admin: ApiUser;
let tenantId: string;
const PASSWORD = 'a password of my own';

beforeAll(async () => {
  app = await createTestApp();
  const partnerId = await app.partner('Northwind Voice');
  admin = await app.user('partner_admin', { partnerId });
  tenantId = (await admin.call('POST', '/tenants', { name: 'Bakery', sipPrefix: 'bakery' })).body.id;
});
afterAll(() => app.close());

const newEmail = () => `${newId()}@bakery.example`;

async function invited(): Promise<{ id: string; email: string; token: string; mail: string }> {
  const email = newEmail();
  const { body } = await admin.call('POST', `/tenants/${tenantId}/users`, { email, name: 'Joe', role: 'tenant_admin' });
  expect(body.invited).toBe(true);
  return { id: body.id, email, ...(await lastMail(email)) };
}

async function lastMail(email: string): Promise<{ token: string; mail: string }> {
  const mails = await app.query<{ subject: string; body: string }>(
    'select subject, body from mails where recipient = $1 order by id',
    [email],
  );
  const { subject, body } = mails.at(-1)!;
  return { token: /\/welcome#([\w-]{43})/.exec(body)![1]!, mail: `${subject}\n${body}` };
}

let lastAddress = 0;
const from = () => ({ 'x-forwarded-for': `198.51.100.${(lastAddress += 1)}` });
const read = (token: string) => app.nobody('POST', '/invitations/read', { token }, from());
const accept = (token: string, more: object = {}) =>
  app.nobody('POST', '/invitations/accept', { token, password: PASSWORD, ...more }, from());

async function signIn(email: string): Promise<string> {
  const answer = await app.nobody('POST', '/session', { email, password: PASSWORD }, from());
  expect(answer.status).toBe(200);
  return String(answer.headers['set-cookie']).split(';')[0]!;
}

describe('an invitation', () => {
  test('is mailed in the partner’s name, with a link whose token is in no request line', async () => {
    const { mail, token } = await invited();
    expect(mail).toContain('Northwind Voice');
    expect(mail).not.toMatch(/strowger/i);
    expect(mail).toContain(`http://localhost:3000/welcome#${token}`);
    const stored = await app.query('select * from invitations where token_hash = convert_to($1, $2)', [token, 'UTF8']);
    expect(stored).toEqual([]);
  });

  test('shows the invited user', async () => {
    const { token, email } = await invited();
    expect((await read(token)).body).toEqual({
      email,
      name: 'Joe',
      role: 'tenant_admin',
      brand: 'Northwind Voice',
      purpose: 'invitation',
      secondFactor: false,
    });
  });

  test('sets the chosen password and signs in', async () => {
    const { id, token, email } = await invited();
    const answer = await accept(token);
    expect([answer.status, answer.body.user.id, answer.body.tenant.id]).toEqual([200, id, tenantId]);
    const cookie = String(answer.headers['set-cookie']).split(';')[0]!;
    expect((await app.nobody('GET', '/session', undefined, { cookie })).status).toBe(200);
    expect((await app.nobody('POST', '/session', { email, password: PASSWORD }, from())).status).toBe(200);
    const actions = await app.query('select action from audit_events where target_id = $1 order by id', [id]);
    expect(actions.map(({ action }) => action)).toEqual([
      'user.created',
      'invitation.accepted',
      'session.opened',
      'session.opened',
    ]);
  });

  test('works once, even for two concurrent requests', async () => {
    const { token } = await invited();
    const answers = await Promise.all([accept(token), accept(token)]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    const again = await accept(token);
    expect([again.status, again.body.code]).toEqual([409, 'link_expired']);
    expect((await read(token)).body.code).toBe('link_expired');
  });

  test('expires after seven days', async () => {
    const { id, token } = await invited();
    const [row] = await app.query(
      'select extract(epoch from expires_at - created_at)::int as s from invitations where user_id = $1',
      [id],
    );
    expect(row!.s).toBe(7 * 24 * 3600);
    await app.query('update invitations set expires_at = now() where user_id = $1', [id]);
    expect([(await read(token)).body.code, (await accept(token)).body.code]).toEqual(['link_expired', 'link_expired']);
  });

  test.each<[string, (invitee: { id: string; email: string; token: string }) => Promise<unknown>]>([
    [
      'an admin sets one',
      ({ id }) => admin.call('PATCH', `/tenants/${tenantId}/users/${id}`, { password: 'set by an admin' }),
    ],
    [
      'the user changes it',
      async ({ email }) => {
        const cookie = await signIn(email);
        await app.nobody(
          'PUT',
          '/session/password',
          { currentPassword: PASSWORD, newPassword: 'set by the user' },
          { cookie },
        );
      },
    ],
    // as a command or a later way would
    [
      'it is changed in the database',
      ({ id }) => app.query("update users set password_hash = 'x' where id = $1", [id]),
    ],
  ])('stops working when %s', async (_, setPassword) => {
    const { id, email, token } = await invited();
    await accept(token);
    await admin.call('POST', `/tenants/${tenantId}/users/${id}/invitation`);
    const link = await lastMail(email);
    expect((await read(link.token)).status).toBe(200);
    await setPassword({ id, email, token: link.token });
    expect([(await read(link.token)).body.code, (await accept(link.token)).body.code]).toEqual([
      'link_expired',
      'link_expired',
    ]);
  });

  test('replaces an earlier link, and an old password works until the new one is chosen', async () => {
    const { id, email, token } = await invited();
    await accept(token);
    const path = `/tenants/${tenantId}/users/${id}/invitation`;
    expect((await admin.call('POST', path)).status).toBe(200);
    const first = await lastMail(email);
    expect(first.mail).toContain('Reset your password for the Northwind Voice phone system');
    expect(first.mail).toContain('your current password still works');
    expect(first.mail).not.toMatch(/has created an account|strowger/i);
    await admin.call('POST', path);
    const second = await lastMail(email);
    expect((await accept(first.token)).body.code).toBe('link_expired');
    const cookie = await signIn(email);
    expect((await accept(second.token, { password: 'another password' })).status).toBe(200);
    expect((await app.nobody('GET', '/session', undefined, { cookie })).status).toBe(401);
    expect((await app.nobody('POST', '/session', { email, password: PASSWORD }, from())).status).toBe(401);
  });

  test('also serves team members who forgot their password', async () => {
    const { body } = await admin.call('POST', '/users', { email: newEmail(), name: 'Ann', role: 'partner_admin' });
    await accept((await lastMail(body.email)).token);
    expect((await admin.call('POST', `/users/${body.id}/invitation`)).status).toBe(200);
    const { token, mail } = await lastMail(body.email);
    expect(mail).toContain('to choose a new password');
    expect((await accept(token, { password: 'another password' })).body.user.id).toBe(body.id);
    const actions = await app.query('select action from audit_events where target_id = $1 order by id', [body.id]);
    expect(actions.map(({ action }) => action)).toContain('user.password-link-sent');
  });

  test('is deleted with its user', async () => {
    const { id, token } = await invited();
    await admin.call('DELETE', `/tenants/${tenantId}/users/${id}`);
    expect((await read(token)).body.code).toBe('link_expired');
  });

  test.each([
    ['SUSPENDED', 'suspend', {}, 'tenant_suspended'],
    ['CANCELLED', 'cancel', { confirmName: 'Garage' }, 'tenant_cancelled'],
  ])(
    'doesn’t work for a new user of a tenant that was %s since, until it is reactivated',
    async (_status, act, body, code) => {
      const created = await admin.call('POST', '/tenants', { name: 'Garage', sipPrefix: `g${act}` });
      const email = newEmail();
      const path = `/tenants/${created.body.id}`;
      await admin.call('POST', `${path}/users`, { email, name: 'Joe', role: 'tenant_admin' });
      const { token } = await lastMail(email);
      expect((await admin.call('POST', `${path}/${act}`, body)).status).toBe(200);
      const answers = [await read(token), await accept(token)];
      expect(answers.map(({ status, body: problem }) => [status, problem.code])).toEqual([
        [409, code],
        [409, code],
      ]);
      expect(await app.query('select s.id from sessions s join users u on u.id = s.user_id where u.email = $1', [email])).toEqual([]); // prettier-ignore
      expect((await admin.call('POST', `${path}/reactivate`, {})).status).toBe(200);
      expect((await accept(token)).status).toBe(200);
    },
  );

  test('is refused by the database too if the tenant is suspended between check and use', async () => {
    const { email, token } = await invited();
    const [row] = await app.query<{ id: string }>("select accept_invitation($1, 'hash', '{TRIAL}', '', $2, '') as id", [
      hashToken(token),
      newId(),
    ]);
    expect(row!.id).toBeNull();
    expect(await app.query('select id from users where email = $1 and password_hash is null', [email])).toHaveLength(1);
  });

  test('refuses a short or common password, and stays valid', async () => {
    const { token } = await invited();
    expect((await accept(token, { password: 'short' })).status).toBe(422);
    const common = await accept(token, { password: 'iloveyou123' });
    expect([common.status, common.body.errors[0].path]).toEqual([422, 'password']);
    expect((await accept(token)).status).toBe(200);
  });

  test('is throttled against guessing', async () => {
    const address = from();
    const guess = () => app.nobody('POST', '/invitations/read', { token: newId() }, address);
    const answers = [];
    for (let n = 0; n < 21; n += 1) answers.push((await guess()).status);
    expect(answers).toEqual([...Array.from({ length: 20 }, () => 409), 429]);
  });
});

describe('the first operator', () => {
  test('is created through the one-time link of an empty database', async () => {
    const empty = await createTestApp();
    try {
      const link = await bootstrapOperator(empty.db, { ...empty.config, publicUrl: 'https://pbx.example/' });
      expect(link).toMatch(/^https:\/\/pbx\.example\/welcome#[\w-]{43}$/);
      // restarted before the link was used: the newest link is valid
      const [one, other] = (await Promise.all([
        bootstrapOperator(empty.db, empty.config),
        bootstrapOperator(empty.db, empty.config),
      ])) as [string, string];
      const ask = (path: string, body: object) => empty.nobody('POST', `/invitations/${path}`, body, from());
      const tokens = [link!, one, other].map((text) => text.split('#')[1]!);
      const found = [];
      for (const token of tokens) found.push((await ask('read', { token })).status);
      expect(found.toSorted((a, b) => a - b)).toEqual([200, 409, 409]);
      const token = tokens[found.indexOf(200)]!;
      expect((await ask('read', { token })).body).toMatchObject({
        email: null,
        name: null,
        role: 'operator',
        brand: null,
      });

      const nameless = await ask('accept', { token, password: PASSWORD });
      expect([nameless.status, nameless.body.errors.map(({ path }: { path: string }) => path)]).toEqual([
        422,
        ['email', 'name'],
      ]);
      const operator = { token, password: PASSWORD, email: 'Op@pbx.example', name: 'Op' };
      const answers = await Promise.all([ask('accept', operator), ask('accept', operator)]);
      expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
      expect(answers.find(({ status }) => status === 200)!.body.user).toMatchObject({
        email: 'op@pbx.example',
        role: 'operator',
      });
      expect(await bootstrapOperator(empty.db, empty.config)).toBeNull();
    } finally {
      await empty.close();
    }
  });

  test('has to use it within 24 hours', async () => {
    const empty = await createTestApp();
    try {
      const link = (await bootstrapOperator(empty.db, empty.config))!;
      const [row] = await empty.query('select extract(epoch from expires_at - created_at)::int as s from invitations');
      expect(row!.s).toBe(24 * 3600);
      await empty.query('update invitations set expires_at = now()');
      const { body } = await empty.nobody('POST', '/invitations/accept', {
        token: link.split('#')[1],
        password: PASSWORD,
        email: 'late@pbx.example',
        name: 'Late',
      });
      expect(body.code).toBe('link_expired');
    } finally {
      await empty.close();
    }
  });
});
