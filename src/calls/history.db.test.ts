import { afterAll, beforeAll, expect, it } from 'vitest';
import { Client } from 'pg';
import { newId } from '../platform/values/ids.ts';
import { createTestApp, type ApiUser, type TestApp } from '../../test/app.ts';
import { createTenant } from '../../test/tenants.ts';

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

it('ending a call notifies call control at the commit, and the person is in the audit log', async () => {
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

it('an emergency call cannot be ended', async () => {
  const tenantId = await tenant();
  const id = await liveCall(tenantId, { emergency: true });
  const answer = await admin('DELETE', `/tenants/${tenantId}/live-calls/${id}`);
  expect(answer).toMatchObject({ status: 409, body: { code: 'emergency_call' } });
  expect(await audit(id)).toEqual([]);
});

it('an emergency call whose phone is silent may be ended: call control asks the phone first', async () => {
  const tenantId = await tenant();
  const id = await liveCall(tenantId, { emergency: true });
  await app.query('update live_calls set silent_since = now() where id = $1', [id]);
  const { body } = await admin('GET', `/tenants/${tenantId}/live-calls`);
  expect(body).toMatchObject({ items: [{ id, silentSince: expect.any(String) }] });
  expect((await admin('DELETE', `/tenants/${tenantId}/live-calls/${id}`)).status).toBe(202);
  expect(await audit(id)).toMatchObject([{ action: 'call.ended' }]);
});

it('a tenant has its own calls only, live and past', async () => {
  const [mine, other] = [await tenant(), await tenant()];
  const [own, foreign] = [await liveCall(mine), await liveCall(other)];
  const { body } = await admin('GET', `/tenants/${mine}/live-calls`);
  expect(body).toMatchObject({ items: [{ id: own, to: '+12025550199', answeredAt: null }], total: 1 });
  expect((await admin('DELETE', `/tenants/${mine}/live-calls/${foreign}`)).status).toBe(404);
  const reader = await app.user('partner_user', { partnerId });
  expect((await reader.call('DELETE', `/tenants/${mine}/live-calls/${own}`)).status).toBe(403);
  await app.query(
    'insert into calls select id, tenant_id, direction, emergency, from_number, to_number, extension_id, did_id, callback_number, admitted_at, answered_at, now(), 16 from live_calls',
  );
  expect(await admin('GET', `/tenants/${mine}/calls`)).toMatchObject({ body: { items: [{ id: own }], total: 1 } });
});

it('the history: newest first, page by page, by time, number, direction and extension', async () => {
  const tenantId = await tenant();
  const extensionId = newId();
  const past = (minute: number, direction: string, to: string, answered: boolean, extension: string | null) =>
    app.query(
      `insert into calls (id, tenant_id, direction, emergency, from_number, to_number, extension_id, admitted_at, answered_at, ended_at, cause)
       values ($1, $2, $3, false, '101', $4, $5, $6, $7, $8, 16)`,
      [
        newId(),
        tenantId,
        direction,
        to,
        extension,
        new Date(Date.UTC(2026, 4, 1, 10, minute)),
        answered ? new Date(Date.UTC(2026, 4, 1, 10, minute, 5)) : null,
        new Date(Date.UTC(2026, 4, 1, 10, minute, 47, 400)),
      ],
    );
  await past(1, 'internal', '102', true, extensionId);
  await past(2, 'outbound', '+12025550101', false, extensionId);
  await past(3, 'outbound', '+12025550202', true, null);
  const path = `/tenants/${tenantId}/calls`;
  const list = async (query: string) => {
    const seen: string[] = [];
    for (let cursor = ''; ;) {
      const { status, body } = await admin('GET', `${path}?limit=1&${query}${cursor}`);
      expect(status).toBe(200);
      seen.push(...(body.items as { to: string }[]).map((item) => item.to.slice(-3)));
      if (body.nextCursor === null) return `${seen.join(' ')} of ${body.total}`;
      cursor = `&cursor=${body.nextCursor}`;
    }
  };
  expect(await list('')).toBe('202 101 102 of 3');
  expect(await list('sort=startedAt')).toBe('102 101 202 of 3');
  expect(await list('direction=outbound')).toBe('202 101 of 2');
  expect(await list(`extensionId=${extensionId}`)).toBe('101 102 of 2');
  expect(await list('search=555-02')).toBe('202 of 1');
  expect(await list('from=2026-05-01T10:02:00Z&to=2026-05-01T12:03:00%2B02:00')).toBe('101 of 1');
  const { body } = await admin('GET', path);
  expect(body.items).toMatchObject([
    { outcome: 'answered', seconds: 42, startedAt: '2026-05-01T10:03:00.000Z' },
    { outcome: 'no_answer', reason: null, seconds: 0, answeredAt: null, extension: null },
    { outcome: 'answered' },
  ]);
});
