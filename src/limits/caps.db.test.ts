import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type ApiUser, type TestApp } from '../../test/app.ts';
import { createTenant } from '../../test/tenants.ts';
import { type Db, openDb, openPool } from '../platform/db/db.ts';
import { reviewCaps } from './cap-review.ts';

let app: TestApp;
let admin: ApiUser;
let profileId: string;
let db: Db;
let closeDb: () => Promise<void>;
beforeAll(async () => {
  app = await createTestApp();
  const pool = openPool(app.database.urls.worker, 'review');
  db = openDb(pool);
  closeDb = () => pool.end();
  const partnerId = await app.partner('Caps');
  admin = await app.user('partner_admin', { partnerId });
  profileId = (await admin.call('POST', '/billing-profiles', { name: 'Monthly', currency: 'USD' })).body.id;
});
afterAll(async () => {
  await closeDb();
  await app.close();
});

const TEN = { amount: '10.00', currency: 'USD' };
const create = async (prefix: string, limits: object, fields: object = {}): Promise<string> => {
  const { id } = await createTenant(admin.call, { prefix, fields: { billingProfileId: profileId, ...fields } });
  await setLimits(id, limits);
  await run(id);
  return id;
};
const setLimits = async (id: string, limits: object) => {
  const present = (await admin.call('GET', `/tenants/${id}/limits`)).body;
  expect((await admin.call('PUT', `/tenants/${id}/limits`, { ...present, ...limits })).status).toBe(200);
};
const setFigures = (id: string, set: string) =>
  app.query(`update billing_cycles set ${set} where tenant_id = $1`, [id]);
const tenant = async (id: string) => (await admin.call('GET', `/tenants/${id}`)).body;
const reports = (id: string) =>
  app.query<{ cap: string; level: string; cap_value: string }>(
    'select cap, level, cap_value from cap_reports where tenant_id = $1 order by reported_at, level',
    [id],
  );
const mails = async (id: string) =>
  (await app.query<{ subject: string }>('select subject from mails where tenant_id = $1 order by id', [id])).map(
    ({ subject }) => subject,
  );
const jobs = async (id: string) =>
  (
    await app.query<{ payload: { tenantId: string; cap?: 'spend_cap' | 'minutes_cap'; value?: string } }>(
      `select j.payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
       where t.identifier = 'review_caps' and j.payload->>'tenantId' = $1`,
      [id],
    )
  ).map(({ payload }) => payload);
/** Runs the waiting reviews as the worker does, and returns how many there were. */
async function run(id: string, now = new Date()): Promise<number> {
  const waiting = await jobs(id);
  await app.query(`delete from graphile_worker._private_jobs where payload->>'tenantId' = $1`, [id]);
  for (const { cap, value } of waiting) await reviewCaps(db, id, cap && value ? { cap, value } : null, now);
  return waiting.length;
}

test('reports the threshold and 100 % once each, whatever calls follow', async () => {
  const id = await create('once', { monthlySpend: TEN });
  for (const spent of [7_999_999, 8_000_000, 8_100_000, 10_000_000, 10_000_000, 12_000_000]) {
    await setFigures(id, `spent_micros = ${spent}`);
    await run(id);
  }
  expect((await reports(id)).map(({ level }) => level)).toEqual(['threshold', 'full']);
  expect(await mails(id)).toHaveLength(2);
  expect(await app.query('select body from mails where tenant_id = $1 order by id limit 1', [id])).toMatchObject([
    { body: expect.stringContaining('has used 8.00 USD of its spend limit of 10.00 USD') },
  ]);
  expect((await tenant(id)).status).toBe('ACTIVE');
});

test('reports only the higher of two levels that one call reaches', async () => {
  const id = await create('jump', { monthlySpend: TEN });
  await setFigures(id, 'spent_micros = 7999999');
  expect(await run(id)).toBe(0);
  await setFigures(id, 'spent_micros = 10000001');
  expect(await run(id)).toBe(1);
  await setFigures(id, 'spent_micros = 9000000');
  await run(id);
  expect((await reports(id)).map(({ level }) => level)).toEqual(['full']);
});

test.each([
  ['a call', 'spent_micros = 10000000'],
  ['fees that accrue at midnight', 'fees_micros = 10000000'],
])('a cap is reached by %s', async (_by, set) => {
  const id = await create(set.slice(0, 4), { monthlySpend: TEN });
  await setFigures(id, set);
  await run(id);
  expect((await reports(id)).map(({ cap, level }) => [cap, level])).toEqual([['spend_cap', 'full']]);
});

test('lowering a cap below the usage reaches it, and after raising it, it can be reached again', async () => {
  const id = await create('lower', { monthlySpend: null });
  await setFigures(id, 'spent_micros = 10000000');
  expect(await run(id)).toBe(0);
  await setLimits(id, { monthlySpend: TEN });
  await run(id);
  await setLimits(id, { monthlySpend: { ...TEN, amount: '20.00' } });
  await run(id);
  expect(await reports(id)).toHaveLength(1);
  await setFigures(id, 'spent_micros = 20000000');
  await run(id);
  expect((await reports(id)).map(({ cap_value, level }) => [cap_value, level])).toEqual([
    ['10000000', 'full'],
    ['20000000', 'full'],
  ]);
});

test('a cap on a trial tenant counts what its calls would have cost', async () => {
  const id = await create('trial', { maxMonthlyMinutes: 10 }, { status: 'TRIAL' });
  await setFigures(id, 'charged_seconds = 600');
  expect(await run(id)).toBe(0);
  await setFigures(id, 'metered_seconds = 600');
  await run(id);
  expect((await reports(id)).map(({ cap, level }) => [cap, level])).toEqual([['minutes_cap', 'full']]);
});

test('a cap of 0 is not reached without usage', async () => {
  const id = await create('zero', { monthlySpend: { ...TEN, amount: '0' }, autoSuspend: true });
  await run(id);
  expect((await tenant(id)).status).toBe('ACTIVE');
});

test('auto-suspend suspends with the cap as the reason, and raising the cap above the usage lifts only that reason', async () => {
  const id = await create('auto', { monthlySpend: TEN, maxMonthlyMinutes: 10, autoSuspend: true });
  await setFigures(id, 'spent_micros = 10000000, charged_seconds = 600');
  await run(id);
  expect(await tenant(id)).toMatchObject({ status: 'SUSPENDED', suspensionReasons: ['spend_cap', 'minutes_cap'] });
  expect(await run(id)).toBe(0);

  const refused = await admin.call('POST', `/tenants/${id}/reactivate`, {});
  expect([refused.status, refused.body.code, refused.body.reached]).toEqual([
    409,
    'cap_reached',
    ['spend_cap', 'minutes_cap'],
  ]);
  await admin.call('POST', `/tenants/${id}/suspend`, { reason: 'manual' });
  await setLimits(id, { monthlySpend: { ...TEN, amount: '10.01' } });
  await run(id);
  expect((await tenant(id)).suspensionReasons).toEqual(['minutes_cap', 'manual']);
  await setLimits(id, { maxMonthlyMinutes: null });
  await run(id);
  expect((await tenant(id)).suspensionReasons).toEqual(['manual']);
  const actions = await app.query<{ action: string; actor_role: string }>(
    `select action, actor_role from audit_events where tenant_id = $1 and action in ('tenant.suspended', 'tenant.reactivated') order by id`,
    [id],
  );
  expect(actions.map(({ action, actor_role }) => `${action} ${actor_role}`)).toEqual([
    'tenant.suspended system',
    'tenant.suspended system',
    'tenant.suspended partner_admin',
    'tenant.reactivated system',
    'tenant.reactivated system',
  ]);
});

test('a new cycle lifts it too, unless the profile says otherwise', async () => {
  const id = await create('turn', { monthlySpend: TEN, autoSuspend: true });
  await setFigures(id, 'spent_micros = 10000000');
  await run(id);
  expect((await tenant(id)).status).toBe('SUSPENDED');
  await app.query(
    `with old as (update billing_cycles set ends_at = now(), starts_at = starts_at - interval '1 day' where tenant_id = $1 returning *)
     insert into billing_cycles (id, partner_id, tenant_id, profile_version_id, starts_at, ends_at, first_day, next_first_day, days, nominal_days, zone, currency)
     select gen_random_uuid(), partner_id, tenant_id, profile_version_id, ends_at, ends_at + interval '30 days', current_date, current_date + 30, 30, 30, zone, currency from old`,
    [id],
  );
  expect(await run(id, new Date(Date.now() + 1000))).toBe(1);
  expect((await tenant(id)).status).toBe('ACTIVE');
});

test('raising the cap doesn’t lift the suspension if the profile says so', async () => {
  const id = await create('keeps', { monthlySpend: TEN, autoSuspend: true });
  await setFigures(id, 'spent_micros = 10000000');
  await run(id);
  await app.query(
    `update billing_profile_versions set terms = terms || '{"liftCapSuspension": false}' where profile_id = $1`,
    [profileId],
  );
  await setLimits(id, { monthlySpend: { ...TEN, amount: '99.00' } });
  await run(id);
  expect((await tenant(id)).suspensionReasons).toEqual(['spend_cap']);
  expect((await admin.call('POST', `/tenants/${id}/reactivate`, {})).body.tenant.status).toBe('ACTIVE');
  await app.query(
    `update billing_profile_versions set terms = terms || '{"liftCapSuspension": true}' where profile_id = $1`,
    [profileId],
  );
});

test('a cap that has ended a call counts as reached, even if less than an increment is left', async () => {
  const id = await create('hit', { monthlySpend: TEN, autoSuspend: true });
  await setFigures(id, 'spent_micros = 7000000');
  await reviewCaps(db, id, { cap: 'spend_cap', value: '9000000' }, new Date());
  expect((await tenant(id)).status).toBe('ACTIVE');
  await reviewCaps(db, id, { cap: 'spend_cap', value: '10000000' }, new Date());
  expect(await tenant(id)).toMatchObject({ status: 'SUSPENDED', suspensionReasons: ['spend_cap'] });
  expect((await admin.call('POST', `/tenants/${id}/reactivate`, {})).body.code).toBe('cap_reached');
});

test('lifting the operator’s reason while a cap is reached leaves the cap’s reason', async () => {
  const id = await create('both', { monthlySpend: TEN, autoSuspend: true });
  await setFigures(id, 'spent_micros = 10000000');
  await run(id);
  const operator = await app.user('operator');
  expect((await operator.call('POST', `/operator/tenants/${id}/suspend`, { reason: 'manual' })).status).toBe(200);
  const lifted = await operator.call('POST', `/operator/tenants/${id}/reactivate`, {});
  expect(lifted.status, lifted.text).toBe(200);
  expect(await tenant(id)).toMatchObject({ status: 'SUSPENDED', suspensionReasons: ['spend_cap'] });
  expect(await app.query('select operator_reasons from tenants where id = $1', [id])).toEqual([
    { operator_reasons: [] },
  ]);
});

test('concurrent reviews report once', async () => {
  const id = await create('race', { monthlySpend: TEN, autoSuspend: true });
  await setFigures(id, 'spent_micros = 10000000');
  await Promise.all(Array.from({ length: 8 }, () => reviewCaps(db, id, null, new Date())));
  expect(await reports(id)).toHaveLength(1);
  expect(await mails(id)).toHaveLength(1);
});

test('a cancelled tenant is skipped', async () => {
  const id = await create('gone', { monthlySpend: TEN, autoSuspend: true });
  const { name } = await tenant(id);
  await admin.call('POST', `/tenants/${id}/cancel`, { confirmName: name });
  await setFigures(id, 'spent_micros = 10000000');
  await run(id);
  expect((await tenant(id)).status).toBe('CANCELLED');
});

test('the partner’s home page lists the caps reported in this cycle, until they are raised', async () => {
  const partner = await app.user('partner_admin', { partnerId: await app.partner('Home of caps') });
  const { id: homeProfile } = (await partner.call('POST', '/billing-profiles', { name: 'Monthly', currency: 'USD' }))
    .body;
  const limits = { monthlySpend: TEN, maxMonthlyMinutes: 10 };
  const created = { prefix: 'homecap', fields: { billingProfileId: homeProfile, limits } };
  const { id } = await createTenant(partner.call, created);
  const near = async () => (await partner.call('GET', '/partner/summary')).body.nearCaps;
  const use = async (set: string) => {
    await setFigures(id, set);
    await run(id);
  };
  await use('spent_micros = 7900000');
  expect(await near()).toEqual([]);
  await use('spent_micros = 8500000, charged_seconds = 600');
  const spend = { id, name: 'homecap', cap: 'spend_cap', usedPercent: 85, isUsedUp: false };
  const minutes = { ...spend, cap: 'minutes_cap', usedPercent: 100, isUsedUp: true };
  expect(await near()).toEqual([spend, minutes]);
  const { body: present } = await partner.call('GET', `/tenants/${id}/limits`);
  await partner.call('PUT', `/tenants/${id}/limits`, { ...present, maxMonthlyMinutes: 100 });
  await run(id);
  expect(await near()).toEqual([spend]);
  await app.query(`update billing_cycles set starts_at = starts_at - interval '90 days', ends_at = now() where tenant_id = $1`, [id]); // prettier-ignore
  expect(await near()).toEqual([]);
  expect((await admin.call('GET', '/partner/summary')).body.nearCaps.map(({ id: other }: { id: string }) => other)).not.toContain(id); // prettier-ignore
});
