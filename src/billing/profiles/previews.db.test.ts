import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { createTenant } from '../../../test/tenants.ts';

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

test('previewing a profile for a tenant prices its last month, charged or not, and another partner’s profile is refused', async () => {
  const admin = await app.user('partner_admin', { partnerId: await app.partner('Partner') });
  const shop = await createTenant(admin.call, { prefix: 'bakery' });
  const good = async (method: string, path: string, body?: unknown) => {
    const answer = await admin.call(method, path, body);
    expect(answer.status, answer.text).toBeLessThan(300);
    return answer.body;
  };
  const table = await good('POST', '/rate-tables', { name: 'Standard', currency: 'USD' });
  const csv = 'Prefix,Destination,Per minute,Increments\n1,United States,0.03,60/60\n1212,New York,0.01,60/60\n';
  await good('POST', `/rate-tables/${table.id}/import`, { csv });
  const terms = { monthlyFee: '30.00', outboundRates: table.id };
  const profile = await good('POST', '/billing-profiles', { name: 'Plan', currency: 'USD', terms });
  await app.query(
    `insert into calls (id, tenant_id, direction, emergency, from_number, to_number, destination_class, admitted_at, answered_at, ended_at, cause)
     select gen_random_uuid(), $1, direction, false, '101', number, class, at, case when answered then at end, at + interval '90 seconds', 16
     from (values ('outbound', '+12125550100', 'domestic', true), ('outbound', '+13105550100', 'domestic', true),
       ('outbound', '+12125550100', 'domestic', false), ('outbound', '+442079460999', 'international', true),
       ('internal', '102', null, true)) as c(direction, number, class, answered),
       (select date_trunc('month', now(), timezone) - interval '10 days' as at from tenants where id = $1) as t`,
    [shop.id],
  );
  const path = `/tenants/${shop.id}/billing-preview?profileId=`;
  expect(await good('GET', path + profile.id)).toMatchObject({
    currency: 'USD',
    isAsIfActive: true,
    callsWithoutRate: 1,
    lines: [
      { kind: 'tenant', amount: '30.00' },
      { kind: 'calls', chargeClass: 'domestic', quantity: 2, chargedSeconds: 240, amount: '0.08' },
    ],
    total: '30.08',
  });

  const other = await app.user('partner_admin', { partnerId: await app.partner('Other') });
  const theirs = await other.call('POST', '/billing-profiles', { name: 'Theirs', currency: 'USD' });
  expect(await admin.call('GET', path + theirs.body.id)).toMatchObject({ status: 422, body: { code: 'invalid' } });
  expect(await other.call('GET', path + theirs.body.id)).toMatchObject({ status: 404 });
});
