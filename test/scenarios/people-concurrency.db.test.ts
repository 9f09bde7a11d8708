import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type ApiUser, type TestApp } from '../app.ts';
import { createTenant } from '../tenants.ts';
import { atOnce, unexpected } from './concurrency.ts';

/** Links for choosing a password are sent, used and ended at the same time. */
let app: TestApp;
let admin: ApiUser['call'];
let tenantId: string;
let made = 0;

beforeAll(async () => {
  app = await createTestApp();
  const partnerId = await app.partner('Partner');
  admin = (await app.user('partner_admin', { partnerId })).call;
  tenantId = (await createTenant(admin, { prefix: 'bakery' })).id;
});
afterAll(() => app.close());

async function invited(): Promise<{ id: string; at: string; accept: () => ReturnType<ApiUser['call']> }> {
  // makes earlier mails old, because the number per hour is limited
  await app.query("update mails set created_at = created_at - interval '2 hours'");
  const email = `person${++made}@bakery.example`;
  const at = made % 2 === 0 ? '/users' : `/tenants/${tenantId}/users`;
  const role = made % 2 === 0 ? 'partner_user' : 'tenant_user';
  const { body } = await admin('POST', at, { email, name: 'Joe', role });
  const [mail] = await app.query<{ body: string }>('select body from mails where recipient = $1', [email]);
  const token = /#([\w-]+)/.exec(mail!.body)![1];
  const accept = () =>
    app.nobody('POST', '/invitations/accept', { token, password: 'a password of my own' }, { 'x-forwarded-for': `2001:db8:0:${made}::1` }); // prettier-ignore
  return { id: body.id, at: `${at}/${body.id}`, accept };
}

test('an invitation is resent while its user is removed', async () => {
  const seen = await atOnce(async () => {
    const { at } = await invited();
    return [() => admin('DELETE', at), () => admin('POST', `${at}/invitation`)];
  });
  expect(unexpected(['200, 204', '204, not_found'], seen)).toEqual([]);
});

test('of several invitations sent at once, one link works', async () => {
  const people: string[] = [];
  const seen = await atOnce(async () => {
    const { id, at } = await invited();
    people.push(id);
    return [1, 2, 3].map(() => () => admin('POST', `${at}/invitation`));
  });
  expect(unexpected(['200, 200, 200'], seen)).toEqual([]);
  const links = await app.query<{ n: number }>(
    'select count(*)::int as n from invitations where user_id = any($1) group by user_id',
    [people],
  );
  expect(links).toEqual(people.map(() => ({ n: 1 })));
});

test('an invitation is accepted while another is sent, or while its user is removed', async () => {
  const sent = await atOnce(async () => {
    const { at, accept } = await invited();
    return [accept, () => admin('POST', `${at}/invitation`)];
  });
  expect(unexpected(['200, 200', '200, link_expired'], sent)).toEqual([]);
  const removed = await atOnce(async () => {
    const { at, accept } = await invited();
    return [accept, () => admin('DELETE', at)];
  });
  expect(unexpected(['200, 204', '204, link_expired'], removed)).toEqual([]);
});
