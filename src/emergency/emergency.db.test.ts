import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApp, type ApiUser, type TestApp } from '../../test/app.ts';
import { carrierArrival, phoneArrival } from '../../test/arrivals.ts';
import { callEnd, emergencyFacts } from '../../test/call-facts.ts';
import { registerPhone } from '../../test/contacts.ts';
import { createTenant, type TestTenant } from '../../test/tenants.ts';
import { admit } from '../calls/admission/admission.ts';
import type { Arrival } from '../calls/model/decision.ts';
import { saveEnd, saveStart } from '../calls/records/call-records.ts';
import { openDb, openPool } from '../platform/db/db.ts';
import { emergencyNumbersIn } from '../platform/numbers/reserved.ts';
import { newId } from '../platform/values/ids.ts';
import { notifyEmergency } from './notice.ts';

let app: TestApp;
let partnerId: string;
let admin: ApiUser;
let viewer: ApiUser;
let tenantId: string;
let at: string;
const worker = () => openDb(openPool(app.database.urls.worker, 'test', 2));
const ADDRESS = { street: '20 W 34th St', city: 'New York', state: 'NY', postalCode: '10001', country: 'US' };

beforeAll(async () => {
  app = await createTestApp();
  partnerId = await app.partner('Northwind');
  admin = await app.user('partner_admin', { partnerId });
  viewer = await app.user('partner_user', { partnerId });
  const tenant = {
    name: 'Bakery',
    sipPrefix: 'bakery',
    status: 'ACTIVE',
    timezone: 'America/Chicago',
    e911Address: ADDRESS,
  };
  tenantId = (await admin.call('POST', '/tenants', tenant)).body.id;
  at = `/tenants/${tenantId}`;
  await admin.call('POST', `${at}/extensions`, { number: '101', name: 'Counter' });
  await app.query(
    `insert into trunks (id, name, host, match) values (gen_random_uuid(), 'T', 'sip.example', '192.0.2.1')`,
  );
});
afterAll(() => app.close());

const arrival = (dialled: string): Arrival => phoneArrival(dialled, { tenantId });

/** Admits a call and returns its id. */
async function call(dialled: string): Promise<string> {
  const decision = await admit(app.db, 'node', arrival(dialled));
  if (decision.kind === 'refuse') throw new Error(decision.reason);
  return decision.facts.id;
}
const jobOf = (id: string) =>
  app.query('select from graphile_worker._private_jobs where key = $1', [`notify_emergency:${id}`]);
const mailsOf = (id: string) =>
  app.query<{ recipient: string; subject: string; body: string }>(
    'select recipient, subject, body from mails where occasion like $1 order by recipient',
    [`911:${id}:%`],
  );
async function notify(id: string): Promise<string[]> {
  const db = worker();
  await notifyEmergency(db, tenantId, id);
  await notifyEmergency(db, tenantId, id);
  await db.destroy();
  return (await mailsOf(id)).map(({ recipient }) => recipient);
}
const shown = async (by: ApiUser, path = '/emergency-calls') => (await by.call('GET', path)).body.items;

test('a 911 call is recorded on admission, and its tenant and partner see it until an hour after it ends', async () => {
  const id = await call('911');
  expect(await jobOf(id)).toHaveLength(1);
  const seen = {
    id,
    tenantId,
    tenantName: 'Bakery',
    timezone: 'America/Chicago',
    number: '911',
    extension: { number: '101', name: 'Counter' },
    callbackNumber: null,
    location: '20 W 34th St, New York, NY 10001, US',
    endedAt: null,
  };
  expect(await shown(viewer)).toMatchObject([seen]);
  const owner = await app.user('tenant_admin', { tenantId });
  expect(await shown(owner, `${at}/emergency-calls`)).toMatchObject([seen]);
  // later changes to the extension do not change what was recorded
  await app.query('update extensions set name = $1 where tenant_id = $2', ['Bench', tenantId]);
  const [facts] = await app.query<{ admitted_at: Date }>('select * from live_calls where id = $1', [id]);
  const end = callEnd();
  const record = emergencyFacts({ id, tenantId, admittedAt: facts?.admitted_at.toISOString() ?? '' });
  await saveEnd(app.db, record, end);
  expect(await shown(viewer)).toMatchObject([{ ...seen, endedAt: end.at }]);
  await app.query("update emergency_calls set ended_at = now() - interval '61 minutes' where call_id = $1", [id]);
  expect(await shown(viewer)).toEqual([]);
});

test('another partner or tenant does not see a 911 call', async () => {
  await call('911');
  const other = await app.user('partner_admin', { partnerId: await app.partner('Contoso') });
  expect(await shown(other)).toEqual([]);
  expect((await other.call('GET', `${at}/emergency-calls`)).status).toBe(404);
});

describe('every number of the table, as phones in each country dial it', () => {
  const CALLBACK = '+13015550190';
  let abroad: TestTenant;

  beforeAll(async () => {
    abroad = await createTenant(admin.call, { prefix: 'abroad', extensions: ['301'] });
    await app.query(
      `insert into dids (id, partner_id, tenant_id, number, status) values (gen_random_uuid(), $1, $2, $3, 'ASSIGNED')`,
      [partnerId, abroad.id, CALLBACK],
    );
    await registerPhone(app.query, 'abroad-301', { uri: 'sip:301@127.0.0.1:5070' });
  });

  const event = (id: string) =>
    app.query(`select facts->>'number' as number from queued_events where subject_id = $1 and name = $2`, [
      id,
      'emergency.called',
    ]);
  const recorded = (id: string) => app.query('select number from emergency_calls where call_id = $1', [id]);

  /** Calls a number, then its call-back number. Returns what was recorded, and whether the calling phone would ring. */
  async function effectsOf(dialled: string) {
    const phone = { tenantId: abroad.id, endpoint: 'abroad-301', caller: { number: '301', name: '' } };
    const decision = await admit(app.db, 'node', phoneArrival(dialled, phone));
    if (decision.kind === 'refuse') throw new Error(`${dialled}: ${decision.reason}`);
    const { id, emergency, to } = decision.facts;
    const back = await admit(app.db, 'node', carrierArrival(CALLBACK));
    const effects = {
      emergency,
      to,
      recorded: await recorded(id),
      event: await event(id),
      notices: (await jobOf(id)).length,
      ringsBack: back.kind === 'connect' && back.facts.emergency,
    };
    await app.query('delete from live_calls where tenant_id = $1', [abroad.id]);
    return effects;
  }

  // SE has no line in the table: it has 112
  test.each(['US', 'SE', 'AU', 'BE', 'CL', 'DE', 'FR', 'GB', 'IN', 'MX', 'TH', 'ZA'])('in %s', async (country) => {
    await app.query('update tenants set e911_address = $1 where id = $2', [{ ...ADDRESS, country }, abroad.id]);
    const numbers = emergencyNumbersIn(country);
    expect(numbers.length).toBeGreaterThan(6);
    for (const { dialled, number } of numbers) {
      const isTest = number === '933';
      expect([dialled, await effectsOf(dialled)]).toEqual([
        dialled,
        {
          emergency: true,
          to: number,
          recorded: isTest ? [] : [{ number }],
          event: isTest ? [] : [{ number }],
          notices: isTest ? 0 : 1,
          ringsBack: !isTest,
        },
      ]);
    }
  });
});

test('the notice names the number that was called', async () => {
  await app.query('update tenants set e911_address = $1 where id = $2', [{ ...ADDRESS, country: 'GB' }, tenantId]);
  const id = await call('999');
  await notify(id);
  const [mail] = await mailsOf(id);
  expect(mail?.subject).toBe('999 was called from extension 101 (Bench) at Bakery');
  expect(mail?.body).toContain('Somebody called 999 from');
  expect((await shown(viewer))[0]).toMatchObject({ id, number: '999' });
  await app.query('update tenants set e911_address = $1 where id = $2', [ADDRESS, tenantId]);
});

test('933 and other calls are not recorded as emergency calls', async () => {
  const before = await app.query('select from emergency_calls');
  for (const dialled of ['933', '101']) await call(dialled).catch(() => {});
  expect(await app.query('select from emergency_calls')).toHaveLength(before.length);
});

test('the mail gives extension, location, time and call-back number, once to each recipient', async () => {
  await admin.call('POST', '/dids', { numbers: ['+12125550101'] });
  await app.query("update dids set tenant_id = $1, status = 'ASSIGNED'", [tenantId]);
  await admin.call('PUT', `${at}/emergency-contacts`, { emails: ['Desk@Bakery.example', 'desk@bakery.example'] });
  const id = await call('911');
  await app.query("update emergency_calls set called_at = '2026-03-01T12:00:00Z' where call_id = $1", [id]);
  expect(await notify(id)).toEqual([admin.email, 'desk@bakery.example'].toSorted());
  const [mail] = await mailsOf(id);
  expect(mail?.subject).toBe('911 was called from extension 101 (Bench) at Bakery');
  for (const said of [
    'Sunday, March 1, 2026 at 6:00:00',
    'America/Chicago',
    '20 W 34th St, New York, NY 10001, US',
    '(212) 555-0101',
  ])
    expect(mail?.body).toContain(said);
});

test('without contacts the mail goes to the tenant’s admins, and without admins to its billing address', async () => {
  await admin.call('PUT', `${at}/emergency-contacts`, { emails: [] });
  const owner = (
    await app.query<{ email: string }>("select email from users where tenant_id = $1 and role = 'tenant_admin'", [
      tenantId,
    ])
  )[0];
  expect(await notify(await call('911'))).toEqual([admin.email, owner!.email].toSorted());
  await app.query("update users set role = 'tenant_user' where tenant_id = $1", [tenantId]);
  await admin.call('PATCH', at, { billingEmail: 'bills@bakery.example' });
  expect(await notify(await call('911'))).toEqual([admin.email, 'bills@bakery.example'].toSorted());
});

test('a call admitted during a database outage is recorded once the database is back', async () => {
  const facts = {
    id: newId(),
    tenantId,
    direction: 'outbound',
    emergency: true,
    from: '+12125550101',
    to: '911',
    extensionId: null,
    didId: null,
    callbackNumber: '+12125550101',
    admittedAt: new Date().toISOString(),
  } as const;
  await saveStart(app.db, facts, 'node', arrival('911'));
  expect(await jobOf(facts.id)).toHaveLength(1);
  expect((await shown(viewer))[0]).toMatchObject({ id: facts.id, extension: { number: '101' } });
});

test('a 911 call is recorded even if no trunk could carry it', async () => {
  await app.query('update trunks set enabled = false');
  expect(await admit(app.db, 'node', arrival('911'))).toMatchObject({ kind: 'refuse', reason: 'no_carrier' });
  await app.query('update trunks set enabled = true');
  const [latest] = await shown(viewer);
  expect(latest).toMatchObject({ extension: { number: '101' }, endedAt: latest.startedAt });
  expect(await jobOf(latest.id)).toHaveLength(1);
});

test('a failure in the notification never fails the call', async () => {
  await app.query('alter table emergency_calls rename to elsewhere');
  try {
    const id = await call('911');
    expect(await app.query('select from live_calls where id = $1', [id])).toHaveLength(1);
  } finally {
    await app.query('alter table elsewhere rename to emergency_calls');
  }
});

test('contacts: at most ten, valid addresses only, saved only over the current version', async () => {
  const put = (body: object, version?: number) =>
    admin.call('PUT', `${at}/emergency-contacts`, body, version === undefined ? {} : { 'if-match': `"${version}"` });
  const { version } = (await viewer.call('GET', `${at}/emergency-contacts`)).body;
  expect((await put({ emails: ['nobody'] })).body.errors[0].path).toBe('emails.0');
  expect((await put({ emails: Array.from({ length: 11 }, (_, n) => `a${n}@x.example`) })).status).toBe(422);
  expect((await put({ emails: ['a@x.example'] }, version)).body).toEqual({
    emails: ['a@x.example'],
    version: version + 1,
  });
  expect((await put({ emails: [] }, version)).status).toBe(412);
  expect((await viewer.call('PUT', `${at}/emergency-contacts`, { emails: [] })).status).toBe(403);
});
