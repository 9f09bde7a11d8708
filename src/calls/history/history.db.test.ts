import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type ApiUser, type TestApp } from '../../../test/app.ts';
import { createTenant } from '../../../test/tenants.ts';
import { newId } from '../../platform/values/ids.ts';

let app: TestApp;
let partnerId: string;
let person: ApiUser;
let admin: ApiUser['call'];

beforeAll(async () => {
  app = await createTestApp();
  partnerId = await app.partner('Partner');
  person = await app.user('partner_admin', { partnerId });
  admin = person.call;
});
afterAll(() => app.close());

const tenant = async (): Promise<string> => (await createTenant(admin)).id;
async function liveCall(tenantId: string, more: { emergency?: boolean } = {}): Promise<string> {
  const id = newId();
  await app.query(
    `insert into live_calls (id, tenant_id, direction, emergency, from_number, to_number, node, channel_id)
     values ($1, $2, 'outbound', $3, '101', '+12025550199', 'n', 'c')`,
    [id, tenantId, more.emergency ?? false],
  );
  return id;
}
const audit = (id: string) => app.query<{ action: string }>('select * from audit_events where target_id = $1', [id]);

test('ending a call notifies call control at the commit, and the user is in the audit log', async () => {
  const tenantId = await tenant();
  const id = await liveCall(tenantId);
  const control = new Client({ connectionString: app.database.urls.app });
  await control.connect();
  const notice = new Promise((resolve) => control.on('notification', ({ payload }) => resolve(JSON.parse(payload!))));
  await control.query('listen call_hangup');
  expect((await admin('DELETE', `/tenants/${tenantId}/live-calls/${id}`)).status).toBe(202);
  expect(await notice).toEqual({ callId: id, tenantId });
  await control.end();
  expect(await audit(id)).toMatchObject([{ action: 'call.ended', actor_id: person.id, tenant_id: tenantId }]);
});

test('an emergency call cannot be ended', async () => {
  const tenantId = await tenant();
  const id = await liveCall(tenantId, { emergency: true });
  const answer = await admin('DELETE', `/tenants/${tenantId}/live-calls/${id}`);
  expect(answer).toMatchObject({ status: 409, body: { code: 'emergency_call' } });
  expect(await audit(id)).toEqual([]);
});

test('an emergency call whose phone is silent may be ended: call control asks the phone first', async () => {
  const tenantId = await tenant();
  const id = await liveCall(tenantId, { emergency: true });
  await app.query('update live_calls set silent_since = now() where id = $1', [id]);
  const { body } = await admin('GET', `/tenants/${tenantId}/live-calls`);
  expect(body).toMatchObject({ items: [{ id, silentSince: expect.any(String) }] });
  expect((await admin('DELETE', `/tenants/${tenantId}/live-calls/${id}`)).status).toBe(202);
  expect(await audit(id)).toMatchObject([{ action: 'call.ended' }]);
});

test('a tenant sees only its own calls, live and past', async () => {
  const [mine, other] = [await tenant(), await tenant()];
  const [own, foreign] = [await liveCall(mine), await liveCall(other)];
  const { body } = await admin('GET', `/tenants/${mine}/live-calls`);
  expect(body).toMatchObject({ items: [{ id: own, to: '+12025550199', answeredAt: null }], total: 1 });
  expect((await admin('DELETE', `/tenants/${mine}/live-calls/${foreign}`)).status).toBe(404);
  const reader = await app.user('partner_user', { partnerId });
  expect((await reader.call('DELETE', `/tenants/${mine}/live-calls/${own}`)).status).toBe(403);
});
