import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiUser, createTestApp, type TestApp } from '../../test/app.ts';

let app: TestApp;
let admin: ApiUser;
/** Null: the real time. */
let now: Date | null = null;
const profiles: Record<string, string> = {};
beforeAll(async () => {
  app = await createTestApp({ now: () => now ?? new Date() });
  admin = await app.user('partner_admin', { partnerId: await app.partner('Currencies') });
  for (const currency of ['USD', 'JPY', 'KWD'])
    profiles[currency] = (await admin.call('POST', '/billing-profiles', { name: currency, currency })).body.id;
});
afterAll(() => app.close());

let made = 0;
const OTHERS = { internationalMinutesPerDay: null, callsAtOnce: null };
const spend = (amount: string, currency: string) => ({
  ...OTHERS,
  spendPerHour: { amount, currency, action: 'block' },
});
async function tenantIn(currency: string | null): Promise<string> {
  const fields = { name: 'Bakery', sipPrefix: `bakery${++made}`, status: 'ACTIVE' };
  const billingProfileId = currency === null ? null : profiles[currency];
  const { status, body } = await admin.call('POST', '/tenants', { ...fields, billingProfileId });
  expect(status, JSON.stringify(body)).toBe(201);
  return body.id;
}
const put = (id: string, rules: object) => admin.call('PUT', `/tenants/${id}/fraud-rules`, rules);
const currencies = async (id: string) => (await admin.call('GET', `/tenants/${id}/fraud-rules`)).body.currencies;
const paths = ({ body }: { body: { errors?: { path: string }[] } }) => body.errors?.map(({ path }) => path);

test('a spend rule in a currency in which no call is charged is refused, wherever it is set', async () => {
  const id = await tenantIn('USD');
  expect(paths(await put(id, spend('2500', 'JPY')))).toEqual(['spendPerHour.currency']);
  expect((await put(id, spend('25.00', 'USD'))).status).toBe(200);
  const defaults = (await admin.call('GET', '/tenant-defaults')).body;
  const mixed = { ...defaults, defaultBillingProfileId: profiles.USD, fraudRules: spend('2500', 'JPY') };
  expect(paths(await admin.call('PUT', '/tenant-defaults', mixed))).toEqual(['fraudRules.spendPerHour.currency']);
});

test('without a billing profile, a spend rule can be in any currency', async () => {
  expect((await put(await tenantIn(null), spend('2500', 'JPY'))).status).toBe(200);
});

test('after the profile’s currency changes, both currencies are accepted until the cycle ends, then only the new one', async () => {
  const id = await tenantIn('USD');
  await put(id, spend('25.00', 'USD'));
  await admin.call('PATCH', `/tenants/${id}`, { billingProfileId: profiles.JPY });
  const between = await currencies(id);
  expect(between).toMatchObject({ present: 'USD', next: 'JPY' });
  // the existing rule counts until the cycle ends, and can be changed
  expect((await put(id, spend('20.00', 'USD'))).status).toBe(200);
  expect((await put(id, spend('2500', 'JPY'))).status).toBe(200);
  expect(paths(await put(id, spend('2.500', 'KWD')))).toEqual(['spendPerHour.currency']);
  await put(id, spend('20.00', 'USD'));
  const turn = between.nextFrom;
  try {
    now = new Date(new Date(turn).getTime() + 1000);
    expect(await currencies(id)).toMatchObject({ present: 'JPY', next: 'JPY' });
    expect(paths(await put(id, { ...spend('20.00', 'USD'), callsAtOnce: { calls: 2, action: 'alert' } }))).toEqual([
      'spendPerHour.currency',
    ]);
    expect((await put(id, spend('2500', 'JPY'))).status).toBe(200);
  } finally {
    now = null;
  }
});
