import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ApiUser, createTestApp, type TestApp } from '../../test/app.ts';

let app: TestApp;
let admin: ApiUser;
/** Null: the clock's own. */
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

it('a rule about spend in a currency that no call is charged in is refused, wherever it is set', async () => {
  const id = await tenantIn('USD');
  expect(paths(await put(id, spend('2500', 'JPY')))).toEqual(['spendPerHour.currency']);
  expect((await put(id, spend('25.00', 'USD'))).status).toBe(200);
  const defaults = (await admin.call('GET', '/tenant-defaults')).body;
  const mixed = { ...defaults, defaultBillingProfileId: profiles.USD, fraudRules: spend('2500', 'JPY') };
  expect(paths(await admin.call('PUT', '/tenant-defaults', mixed))).toEqual(['fraudRules.spendPerHour.currency']);
});

it('without a profile it can be in any currency, since a profile may come', async () => {
  expect((await put(await tenantIn(null), spend('2500', 'JPY'))).status).toBe(200);
});

it('after a change of the profile’s currency both are taken until the cycle ends, and then the new one', async () => {
  const id = await tenantIn('USD');
  await put(id, spend('25.00', 'USD'));
  await admin.call('PATCH', `/tenants/${id}`, { billingProfileId: profiles.JPY });
  const between = await currencies(id);
  expect(between).toMatchObject({ present: 'USD', next: 'JPY' });
  // what was there is protected until the cycle ends, and can be changed
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
