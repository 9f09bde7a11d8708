import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type ApiUser, createTestApp, type TestApp } from '../../test/app.ts';
import { phoneArrival } from '../../test/arrivals.ts';
import { everyDay } from '../../test/schedules.ts';
import { createTenant, type TestTenant } from '../../test/tenants.ts';
import { admit } from '../calls/admission/admission.ts';
import { DESTINATIONS } from '../destinations.ts';
import { setByPhone } from './by-phone.ts';

let app: TestApp;
let admin: ApiUser['call'];
let tenant: TestTenant;
let path: string;

beforeAll(async () => {
  app = await createTestApp();
  admin = (await app.user('partner_admin', { partnerId: await app.partner('Partner') })).call;
  tenant = await createTenant(admin, { prefix: 'bakery', extensions: ['101', '102'] });
  path = `${tenant.path}/extensions/${tenant.extensionId('101')}/forwarding`;
});
afterAll(() => app.close());
beforeEach(() => app.query('delete from live_calls'));

/** Dials the code from 101. Returns the reason of a refusal, or null. */
async function dial(dialled: string, now = new Date()): Promise<string | null> {
  const decision = await admit(app.db, 'node', phoneArrival(dialled, { tenantId: tenant.id }));
  if (decision.kind === 'refuse') return decision.reason;
  if (decision.kind !== 'setting') return decision.kind;
  expect(decision.facts).toMatchObject({ direction: 'internal', extensionId: tenant.extensionId('101') });
  const { setting } = decision;
  const result = await setByPhone(
    app.db,
    { tenantId: tenant.id, extensionId: tenant.extensionId('101'), setting },
    DESTINATIONS,
    now,
  );
  return result.kind === 'refused' ? result.reason : null;
}
const forwarding = async () => (await admin('GET', path)).body;

test('codes set what the page shows, and the page what the codes end: one store', async () => {
  expect(await dial('*72102')).toBeNull();
  expect(await dial('*922125550199%23')).toBeNull();
  expect(await dial('*78')).toBeNull();
  expect(await forwarding()).toMatchObject({
    always: { kind: 'extension', id: tenant.extensionId('102') },
    noAnswer: { kind: 'external', number: '+12125550199' },
    doNotDisturb: true,
    version: 3,
  });
  await admin('PUT', path, { busy: { kind: 'extension', id: tenant.extensionId('102') } });
  expect(await dial('*91')).toBeNull();
  expect(await forwarding()).toMatchObject({ always: null, busy: null, doNotDisturb: false });
});

test('a group and a shared mailbox are reached by their numbers', async () => {
  const member = { kind: 'extension', id: tenant.extensionId('102') };
  const group = await admin('POST', `${tenant.path}/groups`, { number: '600', name: 'Sales', members: [member] });
  const mailbox = await admin('POST', `${tenant.path}/mailboxes`, { number: '800', name: 'Office' });
  expect(await dial('*72600')).toBeNull();
  expect(await dial('*90800')).toBeNull();
  expect(await forwarding()).toMatchObject({
    always: { kind: 'group', id: group.body.id },
    busy: { kind: 'mailbox', id: mailbox.body.id },
  });
});

test.each([
  ['*72', 'not_in_service'],
  ['*72999999', 'unknown_number'],
  ['*72101', 'unknown_number'],
  ['*72911', 'unknown_number'],
  ['*729911', 'unknown_number'],
  ['*72411', 'unknown_number'],
  ['*7219005550177', 'not_permitted'],
  ['*55', 'not_in_service'],
])('%s is refused: %s', async (dialled, reason) => {
  const before = await forwarding();
  expect(await dial(dialled)).toBe(reason);
  expect(await forwarding()).toEqual(before);
});

test('the audit trail names the extension as who did it', async () => {
  await dial('*79');
  await dial('*78');
  const [event] = await app.query(
    `select actor_id, actor_email, actor_role, action, after from audit_events where action = 'extension.forwarding_saved' order by id desc limit 1`,
  );
  expect(event).toEqual({
    actor_id: tenant.extensionId('101'),
    actor_email: '101 Phone 101',
    actor_role: 'extension',
    action: 'extension.forwarding_saved',
    after: { doNotDisturb: true },
  });
});

test('a phone that may opens and closes a schedule, until its hours change; the trail names the phone', async () => {
  const week = everyDay({ kind: 'spans', spans: [{ from: '09:00', to: '17:00' }] });
  const { id } = (await admin('POST', `${tenant.path}/schedules`, { name: 'Office', code: '1', week })).body;
  const extension = `${tenant.path}/extensions/${tenant.extensionId('101')}`;
  const schedule = async () => (await admin('GET', `${tenant.path}/schedules/${id}`)).body;
  // 17:01 in New York: closed
  const evening = new Date('2030-11-29T22:01Z');
  expect(await dial('*281', evening)).toBe('not_permitted');
  expect((await schedule()).override).toBeNull();
  await admin('PATCH', extension, { switchesSchedules: true });
  expect(await dial('*282', evening)).toBe('unknown_number');
  expect(await dial('*281', evening)).toBeNull();
  expect((await schedule()).override).toEqual({ open: true, until: '2030-11-30T14:00:00.000Z' });
  expect(await dial('*281', evening)).toBeNull();
  expect((await schedule()).override).toBeNull();
  const [event] = await app.query(
    `select actor_email, actor_role, before, after from audit_events where action = 'schedule.switched' order by id limit 1`,
  );
  expect(event).toMatchObject({
    actor_email: '101 Phone 101',
    actor_role: 'extension',
    before: { name: 'Office', open: false },
    after: { name: 'Office', open: true },
  });
});

test('a suspended tenant’s phone sets nothing', async () => {
  await tenant.setStatus('SUSPENDED');
  expect(await dial('*78')).toBe('suspended');
  await tenant.setStatus('ACTIVE');
});
