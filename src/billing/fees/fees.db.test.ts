import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { billTenant } from '../../../test/billed.ts';
import { createTenant } from '../../../test/tenants.ts';
import { openDb, openPool } from '../../platform/db/db.ts';
import { turnCycles } from '../cycles/cycle-rows.ts';
import { refreshDueFees } from './fees.ts';

let app: TestApp;
let pool: ReturnType<typeof openPool>;
beforeAll(async () => {
  app = await createTestApp();
  pool = openPool(app.database.urls.worker, 'fees');
});
afterAll(async () => {
  await pool.end();
  await app.close();
});

test('fees of a day count once it has begun in the time zone of the tenant, and they can reach a cap', async () => {
  const admin = (await app.user('partner_admin', { partnerId: await app.partner('Fees') })).call;
  const { id } = await createTenant(admin, { prefix: 'bakery', fields: { status: 'ACTIVE' } });
  await billTenant(app, { tenantId: id, terms: { monthlyFee: 31_00 } });
  await app.query(`update tenant_limits set monthly_spend_micros = 1500000, currency = 'USD' where tenant_id = $1`, [
    id,
  ]);
  const db = openDb(pool);
  const now = new Date();
  await turnCycles(db, now);
  const soon = new Date(now.getTime() + 1000);
  const fees = async () =>
    (
      await app.query<{ fees: string; days: number }>(
        'select fees_micros as fees, nominal_days as days from billing_cycles where tenant_id = $1',
        [id],
      )
    )[0];
  const jobs = () => app.query(`select from graphile_worker._private_jobs where key = $1`, [`review_caps:${id}`]);
  await refreshDueFees(db, soon);
  const first = await fees();
  expect(Number(first?.fees)).toBe(Math.round(3100 / (first?.days ?? 1)) * 10_000);
  expect(await jobs()).toHaveLength(0);
  await app.query(`update service_periods set from_at = from_at - interval '2 days' where tenant_id = $1`, [id]);
  await app.query(
    `update billing_cycles set starts_at = starts_at - interval '2 days', first_day = first_day - 2, days = days + 2, fees_day = fees_day - 1 where tenant_id = $1`,
    [id],
  );
  await refreshDueFees(db, soon);
  expect(Number((await fees())?.fees)).toBe(Math.round((3100 * 3) / (first?.days ?? 1)) * 10_000);
  expect(await jobs()).toHaveLength(1);
});

test('an adjustment that is on no invoice counts as spend at once, until it is removed', async () => {
  const admin = (await app.user('partner_admin', { partnerId: await app.partner('Adjusted') })).call;
  const { id, path } = await createTenant(admin, { prefix: 'garage' });
  await billTenant(app, { tenantId: id, terms: { setupFee: 0 } });
  const spent = async () => (await admin('GET', `${path}/usage`)).body.spend.used.amount;
  const add = async (amount: string) =>
    (await admin('POST', `${path}/adjustments`, { description: 'Correction', amount })).body.id;
  const first = await add('12.50');
  expect(await spent()).toBe('12.50');
  await add('-2.50');
  expect(await spent()).toBe('10.00');
  expect((await admin('DELETE', `${path}/adjustments/${first}`)).status).toBe(204);
  // spend isn't negative if there is only a credit
  expect(await spent()).toBe('0.00');
  // adjustments on an invoice don't count for the current cycle
  await app.query('update adjustments set cycle_id = gen_random_uuid() where tenant_id = $1', [id]);
  await add('1.00');
  expect(await spent()).toBe('1.00');
});
