import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestApp } from '../../test/app.ts';
import { createTenant } from '../../test/tenants.ts';
import { type BilledPartner, createWholesaleTest, type WholesaleTest } from '../../test/wholesale.ts';
import { asPartner } from '../platform/db/db.ts';

let wholesale: WholesaleTest;
let app: TestApp;

beforeAll(async () => {
  wholesale = await createWholesaleTest();
  ({ app } = wholesale);
});
afterAll(() => wholesale.close());

/** A tenant created in September that was active until an instant; null: it still is. */
async function tenantOf({ admin }: BilledPartner, prefix: string, activeUntil: string | null): Promise<string> {
  const { id } = await createTenant(admin.call, { prefix, extensions: ['101'] });
  await app.query("update tenants set created_at = '2026-09-01' where id = $1", [id]);
  await app.query("update service_periods set from_at = '2026-09-01' where tenant_id = $1", [id]);
  if (activeUntil !== null) {
    await app.query("update tenants set status = 'SUSPENDED', suspension_reasons = '{manual}' where id = $1", [id]);
    await app.query("update service_periods set until_at = $2 where tenant_id = $1 and kind = 'active'", [
      id,
      activeUntil,
    ]);
  }
  return id;
}

const revenueOf = async (partner: BilledPartner, month: string) =>
  (await partner.admin.call('GET', `/revenue?month=${month}`)).body;

test('what the operator charges by the month is in the margin, as its invoice of the month has it', async () => {
  const partner = await wholesale.partnerWith();
  await wholesale.called(partner, 2_000_000);
  await tenantOf(partner, 'suspended', '2026-10-10T12:00Z');
  await app.query(
    `insert into service_periods (partner_id, tenant_id, kind, thing_id, number, from_at)
     select $1, $2, 'number', gen_random_uuid(), '+12125550101', '2026-10-11T00:00Z'`,
    [partner.id, partner.tenantId],
  );
  await wholesale.run();
  const [invoice] = await wholesale.invoicesOf(partner.id);
  const { lines } = await wholesale.detailOf(invoice.id);
  const fees = lines.filter(({ kind }: { kind: string }) => kind !== 'calls');
  expect(fees.map(({ amount }: { amount: string }) => amount)).toEqual(['62.00', '9.30', '0.21']);

  // on 21 of 31 days the tenant and its extension were suspended
  const { currencies } = await revenueOf(partner, '2026-10');
  const all = { operatorFees: '71.51', suspendedFees: '23.10', cost: '2.00' };
  expect(currencies).toMatchObject([{ currency: 'USD', ...all, revenue: '0.01', margin: '-73.50' }]);
  expect(currencies[0].tenants).toMatchObject([
    { tenantId: partner.tenantId, operatorFees: '37.41', suspendedFees: '0.00', cost: '2.00', margin: '-39.40' },
    { name: 'suspended', operatorFees: '34.10', suspendedFees: '23.10', cost: '0.00', margin: '-34.10' },
  ]);
  const { text } = await partner.admin.call('GET', '/revenue/export?month=2026-10');
  const [headings, , suspended] = text.trim().split('\n');
  expect(headings).toContain('cost,operatorFees,suspendedFees,margin');
  expect(suspended).toContain('0.00,34.10,23.10,-34.10');
});

test('a month that runs has the fees of the days that have begun, and no more', async () => {
  const partner = await wholesale.partnerWith({ extensionFee: '0.00' });
  wholesale.clock.now = new Date('2026-10-04T01:00Z');
  const { currencies } = await revenueOf(partner, '2026-10');
  expect(currencies).toMatchObject([{ operatorFees: '4.00', before: { operatorFees: '0.00' } }]);
  expect((await revenueOf(partner, '2027-05')).currencies).toEqual([]);
});

test('a number that moves within a day is paid for once, by the tenant that had it last', async () => {
  const partner = await wholesale.partnerWith({ tenantFee: '0.00', extensionFee: '0.00', numberFee: '3.10' });
  const other = await tenantOf(partner, 'moved', null);
  await app.query(
    `insert into service_periods (partner_id, tenant_id, kind, thing_id, number, from_at, until_at)
     select $1, t, 'number', gen_random_uuid(), '+12125550109', f::timestamptz, u::timestamptz
     from (values ($2::uuid, '2026-10-01T08:00Z', '2026-10-10T12:00Z'), ($3::uuid, '2026-10-10T12:00Z', '2026-10-20T00:00Z')) as v(t, f, u)`,
    [partner.id, partner.tenantId, other],
  );
  await wholesale.run();
  const [invoice] = await wholesale.invoicesOf(partner.id);
  expect((await wholesale.detailOf(invoice.id)).lines).toMatchObject([
    { detail: '19 number-days of 31', amount: '1.90' },
  ]);
  const [usd] = (await revenueOf(partner, '2026-10')).currencies;
  expect(usd.operatorFees).toBe('1.90');
  expect(
    Object.fromEntries(usd.tenants.map((row: Record<string, string>) => [row['tenantId'], row['operatorFees']])),
  ).toEqual({
    [partner.tenantId]: '0.90',
    [other]: '1.00',
  });
});

test('a trial, and a tenant that was never active, is not taken for a suspended one', async () => {
  const partner = await wholesale.partnerWith({ extensionFee: '0.00' });
  const trial = await tenantOf(partner, 'trial', null);
  await app.query("delete from service_periods where tenant_id = $1 and kind = 'active'", [trial]);
  await app.query("update tenants set status = 'SUSPENDED', suspension_reasons = '{manual}' where id = $1", [trial]);
  await wholesale.run();
  const [usd] = (await revenueOf(partner, '2026-10')).currencies;
  expect(usd).toMatchObject({ operatorFees: '62.00', suspendedFees: '0.00' });
});

test('the operator sees the fees of each partner, a partner without calls too, and partners don’t', async () => {
  const partner = await wholesale.partnerWith({ currency: 'EUR' });
  wholesale.clock.now = new Date('2026-11-01T09:00Z');
  const { partners } = (await wholesale.operator.call('GET', '/operator/wholesale?month=2026-10')).body;
  const found = partners.find(({ partnerId }: { partnerId: string }) => partnerId === partner.id);
  expect(found).toMatchObject({ calls: 0, costs: [], fees: [{ currency: 'EUR', fee: '37.20' }] });
  const stranger = await wholesale.partnerWith();
  const rows = (await revenueOf(stranger, '2026-10')).currencies;
  expect(JSON.stringify(rows)).not.toContain(partner.tenantId);
});

test('the database shows a partner no other’s days, and none where only sandboxes are shown', async () => {
  const [partner, other] = [await wholesale.partnerWith(), await wholesale.partnerWith()];
  const daysOf = (of: BilledPartner, mode: string) =>
    asPartner(app.db, partner.id, async (tx) => {
      await sql`select set_config('app.mode', ${mode}, true)`.execute(tx);
      const { rows } = await sql`
        select kind, days from wholesale_unit_days(${of.id}, '2026-10-01', '2026-10-02') order by kind`.execute(tx);
      return rows;
    });
  expect(await daysOf(partner, 'live')).toEqual([
    { kind: 'extension', days: 4 },
    { kind: 'tenant', days: 2 },
  ]);
  expect(await daysOf(partner, 'test')).toEqual([]);
  expect(await daysOf(other, 'live')).toEqual([]);
});
