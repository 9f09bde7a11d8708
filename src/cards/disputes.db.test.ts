import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type CardFixture, openCardFixture, type PaidTenant } from '../../test/card-fixture.ts';
import { transactionsRetried } from '../platform/db/db.ts';
import { settleDisputes } from './disputes.ts';
import { settleAttempt } from './sending.ts';

let fixture: CardFixture;
beforeAll(async () => {
  fixture = await openCardFixture();
});
beforeEach(() => {
  fixture.posted.length = 0;
});
afterAll(() => fixture.close());

const attemptOf = async ({ charge }: PaidTenant): Promise<string> => {
  const query = 'select id from card_attempts where charge_id = $1';
  const [row] = await fixture.app.query<{ id: string }>(query, [charge]);
  return row?.id ?? '';
};

test('a payment and its dispute can be settled at once: neither waits for the other’s locks', async () => {
  const { app, double, worker } = fixture;
  const retries = async () => (await transactionsRetried.get()).values.reduce((sum, { value }) => sum + value, 0);
  const before = await retries();
  const tenant = await fixture.paid();
  const ref = { tenantId: tenant.id, attemptId: await attemptOf(tenant) };
  for (let round = 0; round < 15; round++) {
    double.dispute(tenant.charge, round % 2 === 0 ? 'lost' : 'won');
    await Promise.all(
      [settleAttempt, settleDisputes, settleAttempt, settleDisputes].map((settle) =>
        settle(worker, ref, new Date(), app),
      ),
    );
  }
  expect(await retries()).toBe(before);
});

describe('a lost dispute takes back what the bank took, and never more than is left', () => {
  /** Changes a dispute, and takes its event. */
  async function dispute(
    { charge }: PaidTenant,
    status: string,
    of: { amount?: number; nth?: number } = {},
  ): Promise<void> {
    fixture.double.dispute(charge, status, of);
    expect(await fixture.deliver()).toEqual([]);
  }
  async function refund({ paymentId }: PaidTenant, amount: string): Promise<void> {
    await fixture.admin.call('POST', `/payments/${paymentId}/refund`, { amount, reason: 'Mistake' });
    await fixture.work();
    await fixture.deliver();
  }
  const payment = async ({ paymentId }: PaidTenant) => (await fixture.admin.call('GET', `/payments/${paymentId}`)).body;
  const due = async ({ invoice }: PaidTenant) => (await fixture.admin.call('GET', `/invoices/${invoice}`)).body.due;
  const entriesOf = async ({ id }: PaidTenant) => {
    const { body } = await fixture.admin.call('GET', `/tenants/${id}/statement`);
    return body.accounts[0].entries.map(({ kind, amount }: Record<string, string>) => [kind, amount]).slice(1);
  };
  const mailsOf = async ({ id }: PaidTenant) =>
    fixture.app.query<{ subject: string; body: string }>(
      "select subject, body from mails where tenant_id = $1 and subject like 'Card payment of%' order by id",
      [id],
    );
  const eventsOf = async ({ id }: PaidTenant) =>
    (
      await fixture.app.query<{ action: string }>(
        "select action from audit_events where tenant_id = $1 and action ~ '^payment[.](re|rev)|disputed' order by id",
        [id],
      )
    ).map(({ action }) => action);

  test('nothing, if the payment was refunded in full; the partner learns of it', async () => {
    const tenant = await fixture.paid();
    await refund(tenant, '11.00');
    await dispute(tenant, 'lost');
    expect(await payment(tenant)).toMatchObject({ reversal: null, refunded: '11.00', refundableByHand: '0.00' });
    expect(await due(tenant)).toBe('11.00');
    expect(await eventsOf(tenant)).toEqual([
      'payment.recorded',
      'payment.refund_started',
      'payment.refunded',
      'card_payment.disputed',
    ]);
    const [mail] = await mailsOf(tenant);
    expect(mail?.subject).toContain('dispute lost');
    expect(mail?.body).toContain('Nothing was changed here');
  });

  test('the rest, if a part had been refunded', async () => {
    const tenant = await fixture.paid();
    await refund(tenant, '8.00');
    await dispute(tenant, 'lost', { amount: 500 });
    expect(await payment(tenant)).toMatchObject({ reversal: { amount: '3.00' }, refunded: '8.00' });
    expect(await due(tenant)).toBe('11.00');
  });

  test('a part, if the dispute is about a part; won on appeal, it is credit', async () => {
    const tenant = await fixture.paid();
    await dispute(tenant, 'needs_response', { amount: 200 });
    expect(await due(tenant)).toBe('0.00');
    await dispute(tenant, 'lost');
    expect(await payment(tenant)).toMatchObject({
      reversal: null,
      refunded: '2.00',
      refundable: '0.00',
      refunds: [{ amount: '2.00', state: 'succeeded', byHand: false, reason: expect.stringContaining('dispute lost') }],
    });
    expect(await due(tenant)).toBe('2.00');
    const [, lost] = await mailsOf(tenant);
    expect(lost?.body).toContain('USD 2.00');
    const [entry] = (await payment(tenant)).refunds;
    expect((await fixture.admin.call('POST', `/refunds/${entry.id}/reverse`, { reason: 'No' })).body.code).toBe(
      'refund_not_by_hand',
    );
    await dispute(tenant, 'under_review');
    expect(await due(tenant)).toBe('2.00');
    await dispute(tenant, 'won');
    expect(await payment(tenant)).toMatchObject({
      reversal: null,
      refunded: '0.00',
      refundable: '11.00',
      refunds: [{ state: 'reversed', reversal: { reason: expect.stringContaining('won on appeal') } }],
    });
    expect(await due(tenant)).toBe('0.00');
    expect(await entriesOf(tenant)).toEqual([
      ['payment', '-11.00'],
      ['refund', '2.00'],
      ['refund_reversal', '-2.00'],
    ]);
    expect((await mailsOf(tenant)).at(-1)?.subject).toContain('won on appeal');
    // it can be lost once more
    await dispute(tenant, 'lost');
    expect([await due(tenant), (await payment(tenant)).refunded]).toEqual(['2.00', '2.00']);
  });

  test('the sum of several disputes, and gives back only what one of them gives back', async () => {
    const tenant = await fixture.paid();
    await dispute(tenant, 'lost', { amount: 200 });
    await dispute(tenant, 'lost', { amount: 300, nth: 1 });
    expect([await due(tenant), (await payment(tenant)).refunded]).toEqual(['5.00', '5.00']);
    await dispute(tenant, 'under_review');
    expect(await due(tenant)).toBe('5.00');
    await dispute(tenant, 'won');
    expect([await due(tenant), (await payment(tenant)).refunded]).toEqual(['3.00', '3.00']);
    // the rest, which reverses the payment
    await dispute(tenant, 'lost', { amount: 800, nth: 2 });
    expect(await payment(tenant)).toMatchObject({ reversal: { amount: '8.00' } });
    expect(await due(tenant)).toBe('11.00');
    await dispute(tenant, 'won', { nth: 2 });
    expect([await due(tenant), (await payment(tenant)).reversal]).toEqual(['3.00', null]);
    const { body } = await fixture.admin.call('GET', `/tenants/${tenant.id}/statement`);
    expect(body.accounts[0].closing).toBe('3.00');
  });

  test('but changes nothing about one that the previous release has handled', async () => {
    const tenant = await fixture.paid();
    await dispute(tenant, 'lost', { amount: 200 });
    await fixture.app.query('update card_attempts set lost_minor = null where charge_id = $1', [tenant.charge]);
    const before = [await entriesOf(tenant), await eventsOf(tenant)];
    await dispute(tenant, 'under_review');
    await dispute(tenant, 'lost');
    expect([await entriesOf(tenant), await eventsOf(tenant)]).toEqual(before);
    await dispute(tenant, 'won');
    expect(await due(tenant)).toBe('0.00');
  });
});
