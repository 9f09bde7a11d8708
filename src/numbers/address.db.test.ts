import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type ApiUser, type TestApp } from '../../test/app.ts';
import { phoneArrival } from '../../test/arrivals.ts';
import { createTenant, type TestTenant } from '../../test/tenants.ts';
import { admit } from '../calls/admission/admission.ts';

const HEADQUARTERS = { street: '20 W 34th St', city: 'New York', state: 'NY', postalCode: '10001', country: 'US' };
const BRANCH = { street: '1 Main St', city: 'Troy', state: 'NY', postalCode: '12180', country: 'US' };

let app: TestApp;
let admin: ApiUser['call'];
let shop: TestTenant;
let didId: string;
let at: string;

beforeAll(async () => {
  app = await createTestApp();
  const partnerId = await app.partner('Partner');
  admin = (await app.user('partner_admin', { partnerId })).call;
  shop = await createTenant(admin, { prefix: 'bakery', extensions: ['101'], fields: { e911Address: HEADQUARTERS } });
  const { body } = await admin('POST', '/dids', { numbers: ['+12125550101'] });
  didId = body.added[0].id;
  await admin('POST', `/dids/${didId}/assign`, { tenantId: shop.id });
  at = `${shop.path}/dids/${didId}`;
  await app.query(
    `insert into trunks (id, name, host, match, sends_location) values (gen_random_uuid(), 'T', 'sip.example', '192.0.2.1', true)`,
  );
});
afterAll(() => app.close());

/** The location of a 911 call as the carrier gets it, and as the mail says it. */
async function locations() {
  const decision = await admit(app.db, 'node', phoneArrival('911', { tenantId: shop.id }));
  if (decision.kind !== 'connect') throw new Error(JSON.stringify(decision));
  const [target] = decision.attempts[0].targets;
  const [noted] = await app.query<{ address: typeof BRANCH }>(
    'select address from emergency_calls where call_id = $1',
    [decision.facts.id],
  );
  return { sent: target?.kind === 'trunk' ? target.location : null, noted: noted?.address.street };
}

test('a 911 call has the address of its number, or else the tenant’s', async () => {
  expect(await locations()).toMatchObject({ sent: expect.stringContaining('New York'), noted: '20 W 34th St' });
  expect(await admin('PUT', `${at}/e911-address`, { e911Address: BRANCH })).toMatchObject({
    status: 200,
    body: { e911Address: BRANCH },
  });
  expect(await locations()).toMatchObject({ sent: expect.stringContaining('Troy'), noted: '1 Main St' });
  await admin('PUT', `${at}/e911-address`, { e911Address: null });
  expect(await locations()).toMatchObject({ sent: expect.stringContaining('New York') });
});

test('a wrong address is refused and names its fields', async () => {
  const { status, body } = await admin('PUT', `${at}/e911-address`, { e911Address: { ...BRANCH, postalCode: '99' } });
  expect({ status, paths: body.errors.map((error: { path: string }) => error.path) }).toEqual({
    status: 422,
    paths: ['e911Address.postalCode'],
  });
});

test('releasing a number removes its address, and reactivating the tenant restores it', async () => {
  await admin('PUT', `${at}/e911-address`, { e911Address: BRANCH });
  await shop.cancel();
  expect(await app.query('select e911_address from dids')).toEqual([{ e911_address: null }]);
  await admin('POST', `${shop.path}/reactivate`);
  expect((await admin('GET', at)).body).toMatchObject({ e911Address: BRANCH });
  await admin('POST', `/dids/${didId}/release`);
  await admin('POST', `/dids/${didId}/assign`, { tenantId: shop.id });
  expect((await admin('GET', at)).body).toMatchObject({ e911Address: null });
});
