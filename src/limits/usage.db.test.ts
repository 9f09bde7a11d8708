import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type ApiUser, type TestApp } from '../../test/app.ts';
import { createTenant } from '../../test/tenants.ts';

let app: TestApp;
let admin: ApiUser;
let profileId: string;
beforeAll(async () => {
  app = await createTestApp();
  admin = await app.user('partner_admin', { partnerId: await app.partner('Usage') });
  const profile = await admin.call('POST', '/billing-profiles', { name: 'Monthly', currency: 'USD' });
  profileId = profile.body.id;
});
afterAll(() => app.close());

const create = async (prefix: string, fields: object = {}): Promise<string> =>
  (await createTenant(admin.call, { prefix, fields })).id;
const usage = async (id: string, by: ApiUser = admin) => (await by.call('GET', `/tenants/${id}/usage`)).body;
const setFigures = (id: string, set: string) =>
  app.query(`update billing_cycles set ${set} where tenant_id = $1`, [id]);

test('shows counts with their caps, but no cycle, for a tenant without a billing profile', async () => {
  const id = await create('plain', { limits: { maxExtensions: 5, maxDids: 0 } });
  expect(await usage(id)).toEqual({
    cycle: null,
    spend: null,
    minutes: null,
    forecast: null,
    reached: [],
    extensions: { used: 0, cap: 5 },
    dids: { used: 0, cap: 0 },
    alertThresholdPercent: 80,
  });
});

test('shows what an ACTIVE tenant has spent, including fees and reservations of calls in progress', async () => {
  const id = await create('spender', { status: 'ACTIVE', billingProfileId: profileId });
  expect((await usage(id)).spend.used).toEqual({ amount: '0.00', currency: 'USD' });
  await app.query(`update billing_profile_versions set terms = terms || '{"monthlyFee": 3000}' where profile_id = $1`, [
    profileId,
  ]);
  await setFigures(id, 'spent_micros = 2500000, reserved_micros = 120000, metered_micros = 99');
  await setFigures(id, 'charged_seconds = 605, reserved_seconds = 60');
  const seen = await usage(id);
  const [cycle] = await app.query<{ nominal_days: number; fees_micros: string }>(
    'select nominal_days, fees_micros from billing_cycles where tenant_id = $1',
    [id],
  );
  // the current day counts in full
  expect(Number(cycle?.fees_micros)).toBe(Math.round(3000 / (cycle?.nominal_days ?? 1)) * 10_000);
  const used = ((2_620_000 + Number(cycle?.fees_micros)) / 1_000_000).toFixed(2);
  expect(seen.spend).toEqual({
    used: { amount: used, currency: 'USD' },
    reserved: { amount: '0.12', currency: 'USD' },
    cap: null,
    feesReachCap: false,
  });
  // at most 30.00 for the rest of the cycle, and at least the fee of the current day
  const { version: _, ...limits } = (await admin.call('GET', `/tenants/${id}/limits`)).body;
  const capped = async (amount: string) => {
    await admin.call('PUT', `/tenants/${id}/limits`, { ...limits, monthlySpend: { amount, currency: 'USD' } });
    const listed = (await admin.call('GET', '/limits?search=spender')).body.items[0].inCycle;
    return [(await usage(id)).spend.feesReachCap, listed.spend.feesReachCap];
  };
  expect(await capped('30.01')).toEqual([false, false]);
  expect(await capped('0.10')).toEqual([true, true]);
  expect(seen.minutes).toMatchObject({ used: 11.1, cap: null });
  expect(seen.cycle.metered).toBe(false);
  expect(Number(seen.forecast.spend.amount)).toBeGreaterThanOrEqual(Number(used));
  await app.query(`update billing_profile_versions set terms = terms || '{"monthlyFee": 0}' where profile_id = $1`, [
    profileId,
  ]);
});

test('shows what a trial tenant’s calls would have cost', async () => {
  const id = await create('trial', { status: 'TRIAL', billingProfileId: profileId });
  await setFigures(id, 'metered_micros = 700000, metered_seconds = 60, spent_micros = 5, charged_seconds = 5');
  expect(await usage(id)).toMatchObject({
    cycle: { metered: true },
    spend: { used: { amount: '0.70' } },
    minutes: { used: 1 },
  });
});

test('shows which call limits are used up, and until when', async () => {
  const id = await create('upto', { status: 'ACTIVE', billingProfileId: profileId });
  const limits = (await admin.call('GET', `/tenants/${id}/limits`)).body;
  await admin.call('PUT', `/tenants/${id}/limits`, {
    ...limits,
    monthlySpend: { amount: '1.00', currency: 'USD' },
    maxMonthlyMinutes: 10,
  });
  await setFigures(id, 'spent_micros = 999999, charged_seconds = 599');
  expect((await usage(id)).reached).toEqual([]);
  await setFigures(id, 'spent_micros = 1000000');
  const seen = await usage(id);
  expect(seen.reached).toEqual([{ cap: 'spend_cap', endsAt: seen.cycle.endsAt }]);
  await app.query(`update tenants set status = 'SUSPENDED', suspension_reasons = '{spend_cap}' where id = $1`, [id]);
  expect((await usage(id)).reached).toEqual([{ cap: 'spend_cap', endsAt: seen.cycle.endsAt }]);
  await app.query(
    `update billing_profile_versions set terms = terms || '{"liftCapSuspension": false}' where profile_id = $1`,
    [profileId],
  );
  expect((await usage(id)).reached).toEqual([{ cap: 'spend_cap', endsAt: null }]);
  await app.query(
    `update billing_profile_versions set terms = terms || '{"liftCapSuspension": true}' where profile_id = $1`,
    [profileId],
  );
});

test('is also open to the tenant’s own admins, and to nobody else', async () => {
  const id = await create('own', { billingProfileId: profileId });
  const owner = await app.user('tenant_admin', { tenantId: id });
  expect((await usage(id, owner)).cycle).not.toBeNull();
  const plain = await app.user('tenant_user', { tenantId: id });
  expect((await plain.call('GET', `/tenants/${id}/usage`)).status).toBe(403);
  const stranger = await app.user('partner_admin', { partnerId: await app.partner('Other') });
  expect((await stranger.call('GET', `/tenants/${id}/usage`)).status).toBe(404);
});

test('is listed with the limits of every tenant', async () => {
  const id = await create('listed', { status: 'ACTIVE', billingProfileId: profileId });
  await setFigures(id, 'spent_micros = 1230000');
  const { items } = (await admin.call('GET', '/limits?limit=200')).body;
  const byId = new Map(items.map((item: { tenantId: string }) => [item.tenantId, item]));
  expect(byId.get(id)).toMatchObject({ inCycle: { spend: { used: { amount: '1.23', currency: 'USD' } } } });
  expect(items.some((item: { inCycle: unknown }) => item.inCycle === null)).toBe(true);
});
