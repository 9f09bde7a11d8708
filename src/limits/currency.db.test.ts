import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type ApiUser, type TestApp } from '../../test/app.ts';
import { cycleOf } from '../billing/cycles/cycle-rows.ts';
import { lockRoom } from '../billing/rating/room.ts';
import { asTenant } from '../platform/db/db.ts';

let app: TestApp;
let admin: ApiUser;
const profiles: Record<string, string> = {};
beforeAll(async () => {
  app = await createTestApp();
  admin = await app.user('partner_admin', { partnerId: await app.partner('Currencies') });
  for (const currency of ['USD', 'JPY', 'KWD'])
    profiles[currency] = (await admin.call('POST', '/billing-profiles', { name: currency, currency })).body.id;
});
afterAll(() => app.close());

let made = 0;
const USD = { amount: '10.00', currency: 'USD' };
const YEN = { amount: '1500', currency: 'JPY' };
const post = (fields: object) =>
  admin.call('POST', '/tenants', { name: 'Bakery', sipPrefix: `bakery${++made}`, status: 'ACTIVE', ...fields });
const create = async (currency: string, monthlySpend: object | null): Promise<string> => {
  const { status, body } = await post({ billingProfileId: profiles[currency], limits: { monthlySpend } });
  expect(status, JSON.stringify(body)).toBe(201);
  return body.id;
};
const limits = async (id: string) => (await admin.call('GET', `/tenants/${id}/limits`)).body;
const patch = (id: string, changed: object) => admin.call('PATCH', `/tenants/${id}`, changed);
const paths = ({ body }: { body: { errors?: { path: string }[] } }) => body.errors?.map(({ path }) => path);
/** What is left for calls in the current or the next cycle. */
const room = async (id: string, when: 'now' | 'next' = 'now') => {
  const [row] = await app.query<{ at: Date }>(
    'select case $2 when $3 then now() else max(ends_at) end as at from billing_cycles where tenant_id = $1',
    [id, when, 'now'],
  );
  return asTenant(app.db, id, async (tx) => {
    const cycle = await cycleOf(tx, id, row?.at ?? new Date());
    return cycle && (await lockRoom(tx, id, cycle.id))?.room.micros;
  });
};

test('a limit in a currency other than the profile’s is refused, wherever it is set', async () => {
  const id = await create('USD', USD);
  const yen = { ...(await limits(id)), monthlySpend: YEN };
  expect(paths(await admin.call('PUT', `/tenants/${id}/limits`, yen))).toEqual(['monthlySpend.currency']);
  expect(paths(await patch(id, { limits: { monthlySpend: YEN } }))).toEqual(['limits.monthlySpend.currency']);
  const born = { billingProfileId: profiles.USD, limits: { monthlySpend: YEN } };
  expect(paths(await post(born))).toEqual(['limits.monthlySpend.currency']);
  const defaults = (await admin.call('GET', '/tenant-defaults')).body;
  const defaultLimits = { ...defaults.defaultLimits, monthlySpend: YEN };
  const mixed = { ...defaults, defaultBillingProfileId: profiles.USD, defaultLimits };
  expect(paths(await admin.call('PUT', '/tenant-defaults', mixed))).toEqual(['defaultLimits.monthlySpend.currency']);
  await expect(app.query(`update tenant_limits set currency = 'JPY' where tenant_id = $1`, [id])).rejects.toThrow(
    'not in the currency of its billing profile',
  );
  await expect(
    app.query('update tenants set billing_profile_id = $2 where id = $1', [id, profiles.JPY]),
  ).rejects.toThrow('not in the currency of its billing profile');
});

test('changing to a profile in another currency requires a new limit in the same request', async () => {
  const id = await create('USD', USD);
  expect(paths(await patch(id, { billingProfileId: profiles.JPY }))).toEqual(['limits.monthlySpend.amount']);
  expect((await admin.call('GET', `/tenants/${id}`)).body.billingProfileId).toBe(profiles.USD);
  const half = await patch(id, { billingProfileId: profiles.JPY, limits: { monthlySpend: USD } });
  expect(paths(half)).toEqual(['limits.monthlySpend.currency']);
  expect((await patch(id, { billingProfileId: profiles.JPY, limits: { monthlySpend: YEN } })).status).toBe(200);
  expect(await limits(id)).toMatchObject({
    monthlySpend: YEN,
    cycleInOtherCurrency: { monthlySpend: USD, currency: 'USD' },
    spendCurrency: 'JPY',
  });
});

test('the current cycle uses the old limit, and the next one the new limit', async () => {
  const id = await create('USD', USD);
  await patch(id, { billingProfileId: profiles.JPY, limits: { monthlySpend: YEN } });
  await app.query('update billing_cycles set spent_micros = 9000000 where tenant_id = $1', [id]);
  expect(await room(id)).toBe(1_000_000);
  const use = async () => (await admin.call('GET', `/tenants/${id}/usage`)).body.spend;
  expect(await use()).toMatchObject({ used: { amount: '9.00', currency: 'USD' }, cap: USD });
  const { items } = (await admin.call('GET', '/limits?limit=200')).body;
  const listed = items.find((item: { tenantId: string }) => item.tenantId === id);
  expect(listed.inCycle.spend.cap).toEqual(USD);
  expect(await room(id, 'next')).toBe(1_500_000_000);
});

test('the limit of the current cycle can be raised and removed, in its own currency', async () => {
  const id = await create('USD', USD);
  await patch(id, { billingProfileId: profiles.KWD, limits: { monthlySpend: { amount: '2.125', currency: 'KWD' } } });
  const put = async (monthlySpend: object | null) =>
    admin.call('PUT', `/tenants/${id}/limits`, { ...(await limits(id)), cycleInOtherCurrency: { monthlySpend } });
  expect(paths(await put(YEN))).toEqual(['cycleInOtherCurrency.monthlySpend.currency']);
  expect((await put({ amount: '20.00', currency: 'USD' })).status).toBe(200);
  expect(await room(id)).toBe(20_000_000);
  const other = { ...(await limits(id)), maxDids: 5 };
  expect((await admin.call('PUT', `/tenants/${id}/limits`, other)).body).toMatchObject({
    cycleInOtherCurrency: { monthlySpend: { amount: '20.00' } },
  });
  expect((await put(null)).body).toMatchObject({
    cycleInOtherCurrency: { monthlySpend: null },
    monthlySpend: { amount: '2.125' },
  });
  expect(await room(id)).toBeUndefined();
  expect(await room(id, 'next')).toBe(2_125_000);
});

test('changing back to a profile in the cycle’s currency requires a new limit, too', async () => {
  const id = await create('USD', USD);
  await patch(id, { billingProfileId: profiles.JPY, limits: { monthlySpend: null } });
  expect(await room(id)).toBe(10_000_000);
  expect(paths(await patch(id, { billingProfileId: profiles.USD }))).toEqual(['limits.monthlySpend.amount']);
  await patch(id, { billingProfileId: profiles.USD, limits: { monthlySpend: { ...USD, amount: '12.00' } } });
  expect(await limits(id)).toMatchObject({ cycleInOtherCurrency: null, spendCurrency: 'USD' });
  expect(await room(id)).toBe(12_000_000);
});

test('without a limit, or in the same currency, changing the profile needs nothing else', async () => {
  const id = await create('USD', null);
  expect((await patch(id, { billingProfileId: profiles.JPY })).status).toBe(200);
  const capped = await create('USD', USD);
  expect((await patch(capped, { billingProfileId: null })).status).toBe(200);
  expect(await room(capped)).toBe(10_000_000);
  expect(paths(await patch(capped, { limits: { monthlySpend: YEN } }))).toEqual(['limits.monthlySpend.currency']);
});

test('caps are reported against the limit of their own cycle', async () => {
  const id = await create('USD', USD);
  await patch(id, { billingProfileId: profiles.JPY, limits: { monthlySpend: { ...YEN, amount: '5' } } });
  const jobs = async () =>
    (
      await app.query(
        `select from graphile_worker._private_jobs where payload->>'tenantId' = $1 and key like 'review_caps%'`,
        [id],
      )
    ).length;
  await app.query(`delete from graphile_worker._private_jobs where payload->>'tenantId' = $1`, [id]);
  await app.query('update billing_cycles set spent_micros = 7000000 where tenant_id = $1', [id]);
  expect(await jobs()).toBe(0);
  await app.query('update billing_cycles set spent_micros = 8000000 where tenant_id = $1', [id]);
  expect(await jobs()).toBe(1);
});

test.each([
  ['JPY', '1500.5'],
  ['USD', '1.005'],
  ['KWD', '1.0005'],
])('%s refuses an amount finer than its unit, such as %s', async (currency, amount) => {
  const id = await create(currency, null);
  expect(paths(await patch(id, { limits: { monthlySpend: { amount, currency } } }))).toEqual([
    'limits.monthlySpend.amount',
  ]);
});
