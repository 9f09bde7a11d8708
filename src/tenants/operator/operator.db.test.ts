import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestApp, type ApiUser, type TestApp } from '../../../test/app.ts';
import { createTenant } from '../../../test/tenants.ts';

let app: TestApp;
let operator: ApiUser;
let admin: ApiUser;
let partnerId: string;
let tenantId: string;
let made = 0;

beforeAll(async () => {
  app = await createTestApp();
  partnerId = await app.partner('Northwind');
  admin = await app.user('partner_admin', { partnerId });
  operator = await app.user('operator');
});
afterAll(() => app.close());
beforeEach(async () => {
  tenantId = (await createTenant(admin.call, { name: `Bakery ${++made}`, prefix: `bakery${made}` })).id;
});

const asOperator = (act: string, body: object) => operator.call('POST', `/operator/tenants/${tenantId}/${act}`, body);
const asPartner = (act: string, body: object) => admin.call('POST', `/tenants/${tenantId}/${act}`, body);
const seenByPartner = async () => (await admin.call('GET', `/tenants/${tenantId}`)).body;

describe('a suspension by the operator', () => {
  test('is visible to the partner, but only the operator can lift it', async () => {
    const suspended = await asOperator('suspend', { reason: 'fraud', note: 'calls to premium numbers' });
    expect(suspended.body).toEqual({
      tenantId,
      name: `Bakery ${made}`,
      partner: { id: partnerId, name: 'Northwind' },
      sipPrefix: `bakery${made}`,
      status: 'SUSPENDED',
      sandbox: false,
      suspensionReasons: [],
      operatorReasons: ['fraud'],
      operatorSuspensions: [
        { reason: 'fraud', setBy: 'operator', actor: null, note: 'calls to premium numbers', at: expect.any(String) },
      ],
      purgeAt: null,
    });
    expect(await seenByPartner()).toMatchObject({ status: 'SUSPENDED', suspensionReasons: ['fraud'] });
    for (const body of [{}, { reasons: ['fraud'] }])
      expect((await asPartner('reactivate', body)).body).toMatchObject({ code: 'reason_kept', kept: ['fraud'] });
    expect((await operator.call('GET', `/operator/tenants/${tenantId}`)).body).toEqual(suspended.body);
    expect((await asOperator('reactivate', { reasons: ['fraud'] })).body).toMatchObject({
      status: 'ACTIVE',
      operatorReasons: [],
    });
    expect(await seenByPartner()).toMatchObject({ status: 'ACTIVE', suspensionReasons: [] });
  });

  test('coexists with the partner’s, and each side lifts its own', async () => {
    await asPartner('suspend', { reason: 'past_due' });
    await asOperator('suspend', { reason: 'fraud' });
    await asOperator('suspend', { reason: 'fraud' });
    const { body } = await asOperator('reactivate', { reasons: ['fraud'] });
    expect(body).toMatchObject({ status: 'SUSPENDED', suspensionReasons: ['past_due'], operatorReasons: [] });
    expect((await asPartner('reactivate', {})).body.tenant.status).toBe('ACTIVE');
  });

  test('is in the partner’s trail with the operator as actor, and not in the tenant’s', async () => {
    await asOperator('suspend', { reason: 'fraud', note: 'why' });
    await asOperator('reactivate', {});
    const events = await app.query(
      `select action, partner_id, tenant_id, actor_id, actor_role, ip, request_id is not null as named, after ->> 'note' as note
       from audit_events where tenant_id = $1 and action <> 'tenant.created' order by id`,
      [tenantId],
    );
    const row = { partner_id: partnerId, tenant_id: tenantId, actor_id: operator.id, actor_role: 'operator', ip: '127.0.0.1', named: true }; // prettier-ignore
    expect(events).toEqual([
      { action: 'tenant.suspended', ...row, note: 'why' },
      { action: 'tenant.reactivated', ...row, note: null },
    ]);
    const owner = await app.user('tenant_admin', { tenantId });
    const { body } = await owner.call('GET', `/tenants/${tenantId}/audit-events`);
    expect(body.items.map(({ action }: { action: string }) => action)).toEqual(['tenant.created']);
  });

  test('is refused under the same conditions as the partner’s', async () => {
    expect((await asOperator('suspend', { reason: 'weather' })).status).toBe(422);
    expect((await asOperator('reactivate', { status: 'TRIAL' })).status).toBe(422);
    await admin.call('DELETE', `/tenants/${tenantId}`, { confirmName: `Bakery ${made}` });
    expect((await asOperator('suspend', { reason: 'fraud' })).body).toMatchObject({ code: 'wrong_status' });
    expect((await asOperator('reactivate', { reasons: ['fraud'] })).body.status).toBe('ACTIVE');
  });

  test('requested twice at once happens once', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => asOperator('suspend', { reason: 'fraud' })));
    expect(answers.map(({ status, body }) => [status, body.status])).toEqual([1, 2, 3].map(() => [200, 'SUSPENDED']));
    const events = await app.query("select from audit_events where tenant_id = $1 and action = 'tenant.suspended'", [
      tenantId,
    ]);
    expect(events).toHaveLength(1);
  });
});
