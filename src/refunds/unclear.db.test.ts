import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type CardFixture, openCardFixture, type PaidTenant } from '../../test/card-fixture.ts';
import { TEST_KEY } from '../../test/cards.ts';
import { openStorage } from '../platform/db/storage.ts';
import { purgeTenant } from '../retention/retention.ts';
import { followUpRefunds } from './sending.ts';

const ANOTHER_KEY = 'sk_test_another0000';

let fixture: CardFixture;
beforeAll(async () => {
  fixture = await openCardFixture();
});
beforeEach(() => {
  fixture.posted.length = 0;
});
afterAll(() => fixture.close());

const ask = (paymentId: string) =>
  fixture.admin.call('POST', `/payments/${paymentId}/refund`, { amount: '4.00', reason: 'Charged twice' });
const read = async (paymentId: string) => (await fixture.admin.call('GET', `/payments/${paymentId}`)).body;
const key = (secretKey: string) => fixture.admin.call('PATCH', '/payment-account', { secretKey });
/** Removes the keys and the webhook's address. Returns a function that restores them. */
async function removeKeys(): Promise<() => Promise<void>> {
  const elsewhere = await fixture.app.partner('Elsewhere');
  const move = (from: string, to: string) =>
    fixture.app.query('update payment_accounts set partner_id = $2 where partner_id = $1', [from, to]);
  await move(fixture.partnerId, elsewhere);
  return async () => {
    await move(elsewhere, fixture.partnerId);
    await key(TEST_KEY);
  };
}
/** Runs the follow-up job some hours from now, and the jobs that it queues. Returns how many these are. */
async function followUp(hours = 1): Promise<number> {
  await followUpRefunds(fixture.worker, new Date(Date.now() + hours * 3_600_000));
  const jobs = await fixture.app.query("select from graphile_worker._private_jobs where key like 'settle_refund:%'");
  expect(await fixture.work()).toEqual([]);
  return jobs.length;
}
const mailsTo = async (address: string) =>
  (
    await fixture.app.query<{ subject: string }>(
      "select subject from mails where recipient = $1 and subject like 'Please check a refund%' order by id",
      [address],
    )
  ).length;
const trail = async (paymentId: string) =>
  (
    await fixture.app.query<{ action: string }>(
      "select action from audit_events where target_id = $1 and action like 'payment.refund%' order by id",
      [paymentId],
    )
  ).map(({ action }) => action);
const refundAt = ({ charge }: PaidTenant) =>
  fixture.double.objects.of('refund').find(({ payment_intent: intent }) => intent === charge)?.id ?? '';
/** A payment of 11.00 with a pending refund of 4.00. */
async function pending(): Promise<PaidTenant> {
  const tenant = await fixture.paid();
  fixture.double.refundAs('pending');
  await ask(tenant.paymentId);
  await fixture.work();
  fixture.double.refundAs(null);
  return tenant;
}

test('becomes unclear without keys, is not looked up then, and is booked when the keys are back', async () => {
  const tenant = await pending();
  const mails = await mailsTo(fixture.admin.email);
  const enterKeys = await removeKeys();
  expect(await followUp()).toBe(1);
  expect(await read(tenant.paymentId)).toMatchObject({
    refunded: '0.00',
    refundable: '7.00',
    refunds: [{ state: 'unclear', failure: 'keys_removed' }],
  });
  expect(await mailsTo(fixture.admin.email)).toBe(mails + 1);
  expect(await followUp()).toBe(0);
  fixture.double.settleRefund(refundAt(tenant), 'succeeded');
  await enterKeys();
  expect(await fixture.work()).toEqual([]);
  expect(await read(tenant.paymentId)).toMatchObject({ refunded: '4.00', refunds: [{ state: 'succeeded' }] });
  expect(await trail(tenant.paymentId)).toEqual([
    'payment.refund_started',
    'payment.refund_unclear',
    'payment.refunded',
  ]);
});

test('that is pending for long is looked up at intervals that grow with its age, up to a day', async () => {
  const tenant = await pending();
  const runningFor = (hours: number) =>
    fixture.app.query("update refunds set created_at = now() - $2 * interval '1 hour' where payment_id = $1", [
      tenant.paymentId,
      hours,
    ]);
  await runningFor(3);
  expect(await followUp(2)).toBe(0);
  expect(await followUp(4)).toBe(1);
  await runningFor(24 * 30);
  expect(await followUp(23)).toBe(0);
  expect(await followUp(25)).toBe(1);
  fixture.double.settleRefund(refundAt(tenant), 'succeeded');
  expect(await followUp(25)).toBe(1);
  expect((await read(tenant.paymentId)).refunds).toMatchObject([{ state: 'succeeded' }]);
  expect(await followUp(25)).toBe(0);
});

test('is never sent again when the keys are back, because somebody may have refunded at Stripe', async () => {
  const tenant = await fixture.paid();
  const enterKeys = await removeKeys();
  // requested a moment before
  await fixture.app.query(
    `insert into refunds (id, partner_id, tenant_id, payment_id, currency, amount_minor, reason)
     select gen_random_uuid(), partner_id, tenant_id, id, currency, 400, 'Mistake' from payments where id = $1`,
    [tenant.paymentId],
  );
  expect(await followUp()).toBe(1);
  expect((await read(tenant.paymentId)).refunds).toMatchObject([{ state: 'unclear' }]);
  fixture.double.calls.clear();
  await enterKeys();
  await fixture.work();
  expect(fixture.double.calls.get('POST /refunds')).toBeUndefined();
  expect(await read(tenant.paymentId)).toMatchObject({
    refundable: '11.00',
    refunds: [{ state: 'failed', failure: 'not_sent' }],
  });
});

test('becomes unclear if the new account doesn’t have its charge, or if the key is refused', async () => {
  const [moved, refused] = [await pending(), await pending()];
  const intent = fixture.double.objects.get('payment_intent', moved.charge);
  fixture.double.objects.remove(moved.charge);
  fixture.double.objects.remove(refundAt(moved));
  await followUp();
  expect((await read(moved.paymentId)).refunds).toMatchObject([{ state: 'unclear', failure: 'resource_missing' }]);
  await key(ANOTHER_KEY);
  await followUp();
  expect((await read(refused.paymentId)).refunds).toMatchObject([{ state: 'unclear', failure: 'api_key_invalid' }]);
  if (intent) fixture.double.objects.put(intent);
  await key(TEST_KEY);
  await fixture.work();
  expect((await read(refused.paymentId)).refunds).toMatchObject([{ state: 'pending' }]);
  fixture.double.settleRefund(refundAt(refused), 'succeeded');
  await fixture.deliver();
  // the provider had given it an id, so it may have been made although it isn't listed
  expect((await read(moved.paymentId)).refunds).toMatchObject([{ state: 'unclear' }]);
});

test('becomes unclear when its tenant is purged, and is not looked up any more', async () => {
  const tenant = await pending();
  const mails = await mailsTo(fixture.admin.email);
  await fixture.app.query(
    "update tenants set status = 'CANCELLED', cancelled_at = now() - interval '91 days', purge_at = now() - interval '1 day' where id = $1",
    [tenant.id],
  );
  const { dataDir } = fixture.app.config;
  const deps = { db: fixture.worker, storage: openStorage(dataDir), dataDir };
  expect(await purgeTenant(deps, tenant.id)).toBe('purged');
  await fixture.work();
  expect(await read(tenant.paymentId)).toMatchObject({ refunds: [{ state: 'unclear', failure: 'tenant_deleted' }] });
  expect(await mailsTo(fixture.admin.email)).toBe(mails + 1);
  expect(await trail(tenant.paymentId)).toEqual(['payment.refund_started', 'payment.refund_unclear']);
  expect(await followUp()).toBe(0);
});
