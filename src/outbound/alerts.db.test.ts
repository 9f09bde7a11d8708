import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestApp, type ApiUser, type TestApp } from '../../test/app.ts';
import { phoneArrival } from '../../test/arrivals.ts';
import { callEnd } from '../../test/call-facts.ts';
import { createTenant } from '../../test/tenants.ts';
import { admit } from '../calls/admission/admission.ts';
import type { Arrival } from '../calls/model/decision.ts';
import { saveEnd } from '../calls/records/call-records.ts';
import { openDb, openPool } from '../platform/db/db.ts';
import { sendAlert } from './alerts.ts';

let app: TestApp;
let admin: ApiUser;
let tenantId: string;

beforeAll(async () => {
  app = await createTestApp();
  admin = await app.user('partner_admin', { partnerId: await app.partner('Northwind') });
  tenantId = (await createTenant(admin.call, { name: 'Bakery', prefix: 'bakery', extensions: ['101'] })).id;
  const { body } = await admin.call('POST', '/dids', { numbers: ['+12125550101'] });
  await admin.call('POST', `/dids/${body.added[0].id}/assign`, { tenantId });
  await app.query(
    `insert into trunks (id, name, host, match) values (gen_random_uuid(), 'T', 'sip.example', '192.0.2.1')`,
  );
});
afterAll(() => app.close());
beforeEach(async () => {
  await app.query('delete from calls');
  await app.query('delete from outbound_alerts');
  await app.query('delete from graphile_worker._private_jobs');
});

const arrival = (dialled: string): Arrival => phoneArrival(dialled, { tenantId });
async function calls(count: number, dialled: string): Promise<void> {
  for (let n = 0; n < count; n++) {
    const decision = await admit(app.db, 'node', arrival(dialled));
    const end = callEnd();
    if (decision.kind === 'connect') await saveEnd(app.db, decision.facts, end);
  }
}
const jobs = async () =>
  (
    await app.query<{ payload: { kind: string; tenantId: string; at: string } }>(
      `select j.payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = 'outbound_alert'`,
    )
  ).map(({ payload }) => payload);
const attention = async () => (await admin.call('GET', '/partner/summary')).body.outboundAlerts;

test('twenty refused calls to expensive numbers within ten minutes raise one alert an hour, shown to the partner', async () => {
  await calls(19, '+19005550177');
  expect(await jobs()).toEqual([]);
  expect(await attention()).toEqual([]);
  await calls(3, '+88216123456');
  expect(await jobs()).toMatchObject([{ tenantId, kind: 'refused' }]);
  expect(await attention()).toMatchObject([{ id: tenantId, name: 'Bakery', kind: 'refused' }]);
  await app.query(`update outbound_alerts set alerted_at = now() - interval '61 minutes'`);
  await calls(1, '+442079460958');
  expect(await jobs()).toHaveLength(2);
  await app.query(`update outbound_alerts set alerted_at = now() - interval '25 hours'`);
  expect(await attention()).toEqual([]);
});

test('calls spread over a longer time and domestic calls raise no alert', async () => {
  await calls(19, '+19005550177');
  await app.query(`update calls set admitted_at = admitted_at - interval '11 minutes'`);
  await calls(5, '+19005550177');
  await calls(25, '2125559999');
  expect(await jobs()).toEqual([]);
});

test('a burst of connected calls raises an alert too', async () => {
  const rules = {
    classes: ['domestic'],
    countries: ['GB'],
    maxConcurrentOutbound: 10,
    maxConcurrentOutboundPerExtension: 4,
  };
  await admin.call('PUT', `/tenants/${tenantId}/outbound-permissions`, rules);
  await calls(20, '+442079460958');
  expect(await jobs()).toMatchObject([{ kind: 'allowed' }]);
});

test('the mail goes to each of the partner’s admins once', async () => {
  const db = openDb(openPool(app.database.urls.worker, 'test', 2));
  const alert = { tenantId, kind: 'refused' as const, at: '2026-03-01T12:00:00.000Z' };
  await sendAlert(db, alert);
  await sendAlert(db, alert);
  await db.destroy();
  const mails = await app.query<{ recipient: string; subject: string; body: string }>(
    `select recipient, subject, body from mails where occasion like 'outbound_alert:%'`,
  );
  expect(mails).toMatchObject([{ recipient: admin.email, subject: 'Many calls to expensive numbers from Bakery' }]);
  expect(mails[0]!.body).toContain('were refused');
});
