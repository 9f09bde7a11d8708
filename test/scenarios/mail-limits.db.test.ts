import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { inContext } from '../../src/platform/db/db.ts';
import { type MailLimit, MAIL_LIMITS } from '../../src/platform/db/mail/mail-limits.ts';
import { queueMail, queueMailInTurn } from '../../src/platform/db/mail/mail.ts';
import { mailText } from '../../src/platform/escape/mail.ts';
import { newId } from '../../src/platform/values/ids.ts';
import { type ApiResponse, createTestApp, type ApiUser, type TestApp } from '../app.ts';
import { createTenant } from '../tenants.ts';

let app: TestApp;
let admin: ApiUser;
beforeAll(async () => {
  app = await createTestApp();
  admin = await app.user('partner_admin', { partnerId: await app.partner('Northwind') });
});
afterAll(() => app.close());

const MAILS_PER_HOUR = MAIL_LIMITS.accountLink.perHour;

const newTenant = async (prefix: string): Promise<string> => (await createTenant(admin.call, { prefix })).id;
const owner = (tenantId: string) => app.user('tenant_admin', { tenantId });
const invite = (by: ApiUser, tenantId: string, email: string, name = 'Joe') =>
  by.call('POST', `/tenants/${tenantId}/users`, { email, name, role: 'tenant_user' });
const statuses = (answers: ApiResponse[]) => Object.groupBy(answers, ({ status }) => status);

test('a tenant’s invitations per hour are limited, even when sent at once; Retry-After says when to try again', async () => {
  const tenantId = await newTenant('bakery');
  const by = await owner(tenantId);
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, i) => invite(by, tenantId, `joe${i}@bakery.example`)),
  );
  const { 201: sent = [], 429: refused = [] } = statuses(answers);
  expect([sent.length, refused.length]).toEqual([MAILS_PER_HOUR.ofTenant, 40 - MAILS_PER_HOUR.ofTenant]);
  const [first] = refused;
  expect(first?.body).toMatchObject({ code: 'rate_limited' });
  expect(Number(first?.headers['retry-after'])).toBeGreaterThan(3000);
  // nothing of a refused mail is stored, and other tenants of the partner aren't affected
  const { body } = await admin.call('GET', `/tenants/${tenantId}/users`);
  expect(body.total).toBe(MAILS_PER_HOUR.ofTenant + 1);
  expect((await invite(admin, await newTenant('clinic'), 'ann@clinic.example')).status).toBe(201);
  // an hour later
  await app.query(`update mails set created_at = created_at - interval '1 hour' where tenant_id = $1`, [tenantId]);
  expect((await invite(by, tenantId, 'late@bakery.example')).status).toBe(201);
});

test('one recipient’s mails per hour are limited, across senders', async () => {
  const email = 'victim@x.example';
  const tenants = await Promise.all(['one', 'two', 'three'].map(newTenant));
  const other = await app.user('partner_admin', { partnerId: await app.partner('Contoso') });
  const { body: user } = await invite(admin, tenants[0]!, email);
  const resend = () => admin.call('POST', `/tenants/${tenants[0]}/users/${user.id}/invitation`);
  const again = await Promise.all(Array.from({ length: 15 }, resend));
  expect(statuses(again)[429]).toHaveLength(15 - (MAILS_PER_HOUR.toRecipient - 1));
  const team = await other.call('POST', '/users', { email: 'friend@x.example', name: 'Joe', role: 'partner_user' });
  expect(team.status).toBe(201);
});

test('one sender’s mails per hour are limited, across tenants', async () => {
  const busy = await app.user('partner_admin', { partnerId: await app.partner('Busy') });
  const answers: ApiResponse[] = [];
  for (let i = 0; i < MAILS_PER_HOUR.byPerson + 2; i++) {
    answers.push(
      await busy.call('POST', '/users', { email: `team${i}@busy.example`, name: 'Joe', role: 'partner_user' }),
    );
  }
  expect(statuses(answers)[429]).toHaveLength(2);
});

describe('each kind of mails has its limits', () => {
  const limited = Object.entries<MailLimit>(MAIL_LIMITS).flatMap(([kind, limit]) =>
    limit.above === null ? [] : [{ kind, ...limit }],
  );
  let tenantId: string;
  beforeAll(async () => (tenantId = await newTenant('limited')));
  beforeEach(() => app.query('delete from mails where tenant_id = $1', [tenantId]));

  const text = { subject: mailText`s`, body: mailText`b` };
  /** `sent`, `refused`, `dropped`, or `waits`. */
  const queue = (kind: string, to: string, ofTenant = tenantId): Promise<string> =>
    inContext(app.db, { tenantId: ofTenant }, async (tx) => {
      const mail = { to, tenantId: ofTenant, ...text };
      if (isPatient(kind))
        return (await queueMailInTurn(tx, { ...mail, kind, occasion: newId() })) === 0 ? 'sent' : 'waits';
      return (await queueMail(tx, { ...mail, kind: kind as 'accountLink' })) ? 'sent' : 'dropped';
    }).catch((error: unknown) => {
      expect(error).toMatchObject({ code: 'rate_limited' });
      return 'refused';
    });
  const isPatient = (kind: string): kind is 'voicemail' => kind === 'voicemail';
  const fill = (kind: string, n: number, to: string | null) =>
    app.query(
      `insert into mails (id, tenant_id, recipient, subject, body, limited, kind)
       select gen_random_uuid(), $1, coalesce($2, 'n' || n || '@limited.example'), 's', 'b', true, $3 from generate_series(1, $4) n`,
      [tenantId, to, kind, n],
    );
  const RESULT = { refuse: 'refused', drop: 'dropped', wait: 'waits' } as const;

  test.for(limited)('$kind: to one recipient', async ({ kind, above, perHour }) => {
    await fill(kind, perHour.toRecipient - 1, 'one@limited.example');
    expect(await queue(kind, 'one@limited.example')).toBe('sent');
    expect(await queue(kind, 'one@limited.example')).toBe(RESULT[above]);
    expect(await queue(kind, 'another@x.example')).toBe('sent');
    const other = await newTenant(kind.toLowerCase().slice(-12));
    expect(await queue(kind, 'one@limited.example', other)).toBe(perHour.withinTenant ? 'sent' : RESULT[above]);
  });

  test.for(limited)('$kind: from one tenant', async ({ kind, above, perHour }) => {
    await fill(kind, perHour.ofTenant - 1, null);
    expect(await queue(kind, 'last@x.example')).toBe('sent');
    expect(await queue(kind, 'toomany@x.example')).toBe(RESULT[above]);
    for (const other of limited.filter((one) => one.kind !== kind))
      expect(await queue(other.kind, 'toomany@x.example')).toBe('sent');
  });
});

test('a name cannot put a link into a mail', async () => {
  const tenantId = await newTenant('florist');
  const evil = 'Your mailbox is blocked.\n\nVerify: https://evil.example';
  expect((await invite(admin, tenantId, 'a@florist.example', evil)).body).toMatchObject({
    code: 'invalid',
    errors: [
      { path: 'name', message: 'Use one line only.' },
      { path: 'name', message: 'Enter a name without links.' },
    ],
  });
  await invite(admin, tenantId, 'b@florist.example', 'Verify at evil.example now');
  const [mail] = await app.query<{ body: string }>(`select body from mails where recipient = 'b@florist.example'`);
  expect(mail?.body).toContain('Hello Verify at evil. example now,');
  expect(mail?.body.match(/https?:\/\/\S+/g)).toHaveLength(1);
});
