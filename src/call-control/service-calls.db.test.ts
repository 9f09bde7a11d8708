import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiUser, createTestApp, type TestApp } from '../../test/app.ts';
import { registerPhone } from '../../test/contacts.ts';
import { createTenant, type TestTenant } from '../../test/tenants.ts';
import { admitServiceCall } from '../calls/admission/service-admission.ts';
import { enter } from '../calls/scenes/requested.ts';
import { openStorage } from '../platform/db/storage.ts';
import type { KnownCall } from './runner/call-runner.ts';
import { openServiceCallEffects } from './service-calls.ts';

const NODE = 'node-1';
let app: TestApp;
let admin: ApiUser['call'];
let shop: TestTenant;

beforeAll(async () => {
  app = await createTestApp();
  admin = (await app.user('partner_admin', { partnerId: await app.partner('Northwind') })).call;
  shop = await createTenant(admin, { prefix: 'bakery', extensions: ['101', '102'] });
  for (const number of ['101', '102']) await registerPhone(app.query, `${shop.prefix}-${number}`);
});
afterAll(() => app.close());

/** A service call that this call control has claimed in the database. */
async function taken(number: string): Promise<{ id: string; tenantId: string }> {
  const asked = { extensionId: shop.extensionId(number), name: `Welcome ${number}` };
  const { body } = await admin('POST', `${shop.path}/media/phone-recordings`, asked);
  const order = { id: body.id, tenantId: shop.id };
  expect(await admitServiceCall(app.db, NODE, order, new Date())).not.toBeNull();
  return order;
}
/** Recovers the calls of a previous process, while these calls are known. */
async function recover(known: KnownCall[]): Promise<void> {
  const written: Promise<void>[] = [];
  const calls = openServiceCallEffects({
    db: app.db,
    storage: openStorage('/nowhere'),
    node: () => NODE,
    recordings: { read: () => Promise.resolve(null), settle: () => Promise.resolve() },
    writeLater: (_, work) => void written.push(work()),
    isWritten: () => false,
    log: pino({ level: 'silent' }),
  });
  await calls.recover({ all: () => known, originate: () => {} });
  await Promise.all(written);
}
const state = async ({ id }: { id: string }) => (await admin('GET', `${shop.path}/service-calls/${id}`)).body;

test('a claimed call that does not ring yet does not count as left behind', async () => {
  const [known, left] = [await taken('101'), await taken('102')];
  await recover([{ call: enter(known).call, busy: true }]);
  expect(await state(known)).toMatchObject({ state: 'ringing', outcome: null });
  expect(await state(left)).toMatchObject({ state: 'ended', outcome: 'failed' });
});
