import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type CardFixture, openCardFixture, type PayingTenant } from '../../test/card-fixture.ts';
import { followUpRefunds } from './sending.ts';

let fixture: CardFixture;

beforeAll(async () => {
  fixture = await openCardFixture();
});
beforeEach(() => {
  fixture.posted.length = 0;
  fixture.double.calls.clear();
});
afterAll(() => fixture.close());

const paid = () => fixture.paid();
const payNow = (tenant: PayingTenant) => fixture.payNow(tenant);

const ask = (paymentId: string, amount: string, key?: string) =>
  fixture.admin.call(
    'POST',
    `/payments/${paymentId}/refund`,
    { amount, reason: 'Charged twice' },
    key === undefined ? {} : { 'idempotency-key': key },
  );
/** Starts a refund, and delivers the provider's events. */
async function refund(paymentId: string, amount: string) {
  const asked = await ask(paymentId, amount);
  await fixture.work();
  await fixture.deliver();
  return asked;
}
const read = async (paymentId: string) => (await fixture.admin.call('GET', `/payments/${paymentId}`)).body;
const invoice = async (id: string) => {
  const { body } = await fixture.admin.call('GET', `/invoices/${id}`);
  return [body.status, body.due];
};
const entriesOf = async (tenantId: string) => {
  const { body } = await fixture.admin.call('GET', `/tenants/${tenantId}/statement`);
  return body.accounts[0].entries.map(({ kind, amount, balance }: Record<string, string>) => [kind, amount, balance]);
};
const creditNote = (invoiceId: string, amount: string) =>
  fixture.admin.call('POST', `/invoices/${invoiceId}/credit-notes`, { reason: 'Outage', lines: [{ line: 0, amount }] });
const creditOf = async (tenantId: string): Promise<number> => {
  const [row] = await fixture.app.query<{ sum: string }>(
    'select coalesce(sum(amount_minor), 0) as sum from account_credits where tenant_id = $1',
    [tenantId],
  );
  return Number(row?.sum);
};
const actionsOf = async (tenantId: string) =>
  (
    await fixture.app.query<{ action: string }>(
      "select action from audit_events where tenant_id = $1 and action ~ '^payment.re(fund|vers)' order by id",
      [tenantId],
    )
  ).map(({ action }) => action);
const mailsOf = async (tenantId: string) =>
  (
    await fixture.app.query<{ subject: string }>('select subject from mails where tenant_id = $1 order by id', [
      tenantId,
    ])
  ).map(({ subject }) => subject);
const refundsAt = (charge: string) =>
  fixture.double.objects.of('refund').filter(({ payment_intent: intent }) => intent === charge);

describe('a refund', () => {
  test('can be made in parts, makes the invoice due again, and is on the statement', async () => {
    const tenant = await paid();
    expect(await ask(tenant.paymentId, '4.00')).toMatchObject({
      status: 201,
      body: { amount: '4.00', state: 'asked', reason: 'Charged twice', failure: null },
    });
    // while Stripe is asked, nothing is booked, but less can be refunded
    expect(await read(tenant.paymentId)).toMatchObject({ refunded: '0.00', refundable: '7.00' });
    expect(await invoice(tenant.invoice)).toEqual(['paid', '0.00']);
    await fixture.deliver();
    expect(await read(tenant.paymentId)).toMatchObject({
      refunded: '4.00',
      refundable: '7.00',
      refunds: [{ state: 'succeeded', amount: '4.00' }],
    });
    expect(await invoice(tenant.invoice)).toEqual(['open', '4.00']);
    expect((await ask(tenant.paymentId, '7.01')).body).toMatchObject({
      code: 'refund_too_high',
      errors: [{ path: 'amount', message: '7.00 USD can be refunded.' }],
    });
    await refund(tenant.paymentId, '7.00');
    expect(await invoice(tenant.invoice)).toEqual(['open', '11.00']);
    expect((await ask(tenant.paymentId, '0.01')).body.code).toBe('refund_too_high');
    expect(refundsAt(tenant.charge).map(({ amount }) => amount)).toEqual([400, 700]);
    expect((await entriesOf(tenant.id)).slice(1)).toEqual([
      ['payment', '-11.00', '0.00'],
      ['refund', '4.00', '4.00'],
      ['refund', '7.00', '11.00'],
    ]);
    expect(await actionsOf(tenant.id)).toEqual([
      'payment.refund_started',
      'payment.refunded',
      'payment.refund_started',
      'payment.refunded',
    ]);
    expect(await mailsOf(tenant.id)).toEqual(['Payment received: USD 11.00', 'Refund: USD 4.00', 'Refund: USD 7.00']);
    const csv = await fixture.admin.call('GET', `/payments/export?tenantId=${tenant.id}`);
    expect(csv.text.trim().split('\n').at(-1)).toMatch(/,11\.00\s*$/);
  });

  test('after a credit note uses its credit, so nothing is due again, as the preview shows', async () => {
    const tenant = await paid();
    await creditNote(tenant.invoice, '4.00');
    const preview = async (amount: string) =>
      (await fixture.admin.call('GET', `/payments/${tenant.paymentId}/refund-preview?amount=${amount}`)).body;
    expect(await preview('4.40')).toEqual({ fromCredit: '4.40', reopened: '0.00', invoices: [] });
    expect(await preview('6.40')).toMatchObject({
      fromCredit: '4.40',
      reopened: '2.00',
      invoices: [{ invoiceId: tenant.invoice, amount: '2.00', dueOn: '2026-11-15' }],
    });
    await refund(tenant.paymentId, '4.40');
    expect([await invoice(tenant.invoice), await creditOf(tenant.id)]).toEqual([['paid', '0.00'], 0]);
    await refund(tenant.paymentId, '2.00');
    expect(await invoice(tenant.invoice)).toEqual(['open', '2.00']);
  });

  test('that used the credit of another payment leaves the right amount due when that payment is reversed', async () => {
    const tenant = await paid();
    const second = await fixture.addInvoice(tenant.id);
    const other = await payNow(tenant);
    await creditNote(tenant.invoice, '4.00');
    await refund(other.paymentId, '10.00');
    // a tenth is tax
    expect(await invoice(second)).toEqual(['open', '5.60']);
    await fixture.admin.call('POST', `/payments/${tenant.paymentId}/reverse`, { reason: 'Mistake' });
    expect(await invoice(tenant.invoice)).toEqual(['open', '6.60']);
    expect(await invoice(second)).toEqual(['open', '10.00']);
    expect(await creditOf(tenant.id)).toBe(0);
  });

  test('by several people at once can’t exceed the payment', async () => {
    const tenant = await paid();
    const all = await Promise.all(Array.from({ length: 6 }, () => ask(tenant.paymentId, '5.00')));
    expect(all.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 201, 409, 409, 409, 409]);
    await fixture.deliver();
    expect(await read(tenant.paymentId)).toMatchObject({ refunded: '10.00', refundable: '1.00' });
    expect(refundsAt(tenant.charge)).toHaveLength(2);
  });

  test('sent twice with the same Idempotency-Key is made once', async () => {
    const tenant = await paid();
    const [first, second] = [
      await ask(tenant.paymentId, '5.00', 'a-refund'),
      await ask(tenant.paymentId, '5.00', 'a-refund'),
    ];
    expect(second.body.id).toBe(first.body.id);
    await fixture.deliver();
    expect(refundsAt(tenant.charge)).toHaveLength(1);
  });

  test('is made once if the response of Stripe is lost, however often the job runs', async () => {
    const tenant = await paid();
    await ask(tenant.paymentId, '5.00');
    fixture.double.loseAnswers(4);
    expect(await fixture.work()).toHaveLength(1);
    fixture.double.loseAnswers(0);
    // the process is gone, the job is still there, and events arrived meanwhile
    const events = fixture.posted.splice(0);
    await fixture.work();
    await fixture.deliver([...events, ...events]);
    expect(refundsAt(tenant.charge)).toHaveLength(1);
    expect(await read(tenant.paymentId)).toMatchObject({ refunded: '5.00', refunds: [{ state: 'succeeded' }] });
    expect(await actionsOf(tenant.id)).toEqual(['payment.refund_started', 'payment.refunded']);
  });

  test('is looked up and not repeated if its response is missing for more than a day', async () => {
    const [made, lost] = [await paid(), await paid()];
    await ask(made.paymentId, '5.00');
    fixture.double.loseAnswers(4);
    await fixture.work();
    fixture.double.loseAnswers(0);
    await ask(lost.paymentId, '6.00');
    await fixture.app.query("update refunds set created_at = now() - interval '2 days' where state = 'asked'");
    fixture.double.calls.clear();
    await fixture.work();
    expect(fixture.double.calls.get('POST /refunds')).toBeUndefined();
    expect((await read(made.paymentId)).refunds).toMatchObject([{ state: 'succeeded' }]);
    expect(await read(lost.paymentId)).toMatchObject({
      refundable: '11.00',
      refunds: [{ state: 'failed', failure: 'not_sent' }],
    });
  });

  test('is not booked while it is pending, and is looked up if no event comes', async () => {
    const tenant = await paid();
    fixture.double.refundAs('pending');
    await refund(tenant.paymentId, '5.00');
    fixture.double.refundAs(null);
    expect(await read(tenant.paymentId)).toMatchObject({ refunded: '0.00', refunds: [{ state: 'pending' }] });
    expect(await invoice(tenant.invoice)).toEqual(['paid', '0.00']);
    fixture.double.settleRefund(refundsAt(tenant.charge)[0]?.id ?? '', 'succeeded');
    fixture.posted.length = 0;
    await followUpRefunds(fixture.worker, new Date(Date.now() + 3_600_000));
    await fixture.work();
    expect(await read(tenant.paymentId)).toMatchObject({ refunded: '5.00', refunds: [{ state: 'succeeded' }] });
  });

  test('that fails later becomes credit, which pays what was due again', async () => {
    const tenant = await paid();
    await refund(tenant.paymentId, '11.00');
    await fixture.admin.call('POST', `/tenants/${tenant.id}/suspend`, { reason: 'past_due' });
    fixture.double.settleRefund(refundsAt(tenant.charge)[0]?.id ?? '', 'failed');
    const events = fixture.posted.splice(0);
    await fixture.deliver([...events, ...events.toReversed()]);
    expect(await read(tenant.paymentId)).toMatchObject({
      refunded: '0.00',
      refundable: '11.00',
      refunds: [{ state: 'failed', failure: 'expired_or_canceled_card' }],
    });
    expect([await invoice(tenant.invoice), await creditOf(tenant.id)]).toEqual([['paid', '0.00'], 0]);
    expect((await entriesOf(tenant.id)).slice(2)).toEqual([
      ['refund', '11.00', '11.00'],
      ['failed_refund', '-11.00', '0.00'],
    ]);
    expect((await fixture.admin.call('GET', `/tenants/${tenant.id}`)).body.status).toBe('ACTIVE');
    expect((await mailsOf(tenant.id)).at(-1)).toMatch(/^Refund failed: USD 11.00/);
  });

  test('that Stripe refuses changes nothing, and the reason is shown', async () => {
    const tenant = await paid();
    await ask(tenant.paymentId, '11.00');
    fixture.double.refund(tenant.charge, 100);
    fixture.posted.length = 0;
    await fixture.work();
    expect(await read(tenant.paymentId)).toMatchObject({
      refundable: '11.00',
      refunds: [{ state: 'failed', failure: 'charge_already_refunded' }],
    });
    expect(await actionsOf(tenant.id)).toEqual(['payment.refund_started', 'payment.refund_failed']);
  });

  test('is booked once, even if each event comes five times and in any order', async () => {
    const tenant = await paid();
    fixture.double.refundAs('pending');
    await ask(tenant.paymentId, '3.00');
    await fixture.work();
    fixture.double.refundAs(null);
    fixture.double.settleRefund(refundsAt(tenant.charge)[0]?.id ?? '', 'succeeded');
    const events = fixture.posted.splice(0);
    const all = [...events, ...events, ...events, ...events, ...events].toReversed();
    await Promise.all(all.map((body) => fixture.postRaw(body)));
    await fixture.deliver(all);
    expect(await read(tenant.paymentId)).toMatchObject({ refunded: '3.00', refunds: [{ state: 'succeeded' }] });
    expect(await invoice(tenant.invoice)).toEqual(['open', '3.00']);
  });
});

describe('a refund that was made at Stripe', () => {
  test('is booked, and a mail tells the partner what is due again', async () => {
    const tenant = await paid();
    fixture.double.refund(tenant.charge, 250);
    await fixture.deliver();
    expect(await read(tenant.paymentId)).toMatchObject({
      refunded: '2.50',
      refunds: [{ amount: '2.50', reason: 'Refunded at Stripe', state: 'succeeded' }],
    });
    expect(await invoice(tenant.invoice)).toEqual(['open', '2.50']);
    expect((await mailsOf(tenant.id)).slice(1)).toEqual([
      'Refund: USD 2.50',
      expect.stringContaining('Refund at Stripe: USD 2.50'),
    ]);
  });

  test('is booked even if its event comes before that of the payment', async () => {
    const tenant = await fixture.owing();
    const { page } = await fixture.open(tenant);
    fixture.double.complete(page, '4242424242424242');
    const charge = fixture.double.objects.of('payment_intent').at(-1)?.id ?? '';
    fixture.double.refund(charge, 1100);
    const events = fixture.posted.splice(0).toReversed();
    await fixture.deliver(events);
    expect(await invoice(tenant.invoice)).toEqual(['open', '11.00']);
    expect((await entriesOf(tenant.id)).map(([kind]: string[]) => kind)).toEqual(['invoice', 'payment', 'refund']);
  });

  test('of a payment that was already reversed by hand changes nothing', async () => {
    const tenant = await paid();
    await fixture.admin.call('POST', `/payments/${tenant.paymentId}/reverse`, { reason: 'Refunded at Stripe' });
    fixture.double.refund(tenant.charge, 1100);
    await fixture.deliver();
    expect(await invoice(tenant.invoice)).toEqual(['open', '11.00']);
    expect((await entriesOf(tenant.id)).map(([kind]: string[]) => kind)).toEqual(['invoice', 'payment', 'reversal']);
  });
});

describe('what can’t be refunded', () => {
  test('a payment that wasn’t made by card here, or has been reversed', async () => {
    const tenant = await fixture.owing();
    const check = { amount: '11.00', paidOn: '2026-11-20', method: 'check' };
    const { body } = await fixture.admin.call('POST', `/invoices/${tenant.invoice}/payments`, check);
    expect(body.refundable).toBe('0.00');
    expect((await ask(body.id, '1.00')).body.code).toBe('not_refundable');
    const other = await paid();
    await fixture.admin.call('POST', `/payments/${other.paymentId}/reverse`, { reason: 'Mistake' });
    expect((await ask(other.paymentId, '1.00')).body.code).toBe('already_reversed');
  });

  test('a disputed payment; if the dispute is lost, the rest is taken back', async () => {
    const tenant = await paid();
    await refund(tenant.paymentId, '4.00');
    fixture.double.dispute(tenant.charge, 'needs_response');
    await fixture.deliver();
    expect((await read(tenant.paymentId)).refundable).toBe('0.00');
    expect((await ask(tenant.paymentId, '1.00')).body.code).toBe('payment_disputed');
    fixture.double.dispute(tenant.charge, 'lost');
    await fixture.deliver();
    expect(await read(tenant.paymentId)).toMatchObject({ refunded: '4.00', reversal: { amount: '7.00' } });
    expect(await invoice(tenant.invoice)).toEqual(['open', '11.00']);
    expect((await entriesOf(tenant.id)).at(-1)).toEqual(['reversal', '7.00', '11.00']);
  });

  test('zero, a fraction of a cent, and anything by a viewer', async () => {
    const tenant = await paid();
    for (const amount of ['0', '1.001', '-1', 'x'])
      expect((await ask(tenant.paymentId, amount)).status, amount).toBe(422);
    const viewer = await fixture.app.user('partner_user', { partnerId: fixture.partnerId });
    const body = { amount: '1.00', reason: 'Mine' };
    expect((await viewer.call('POST', `/payments/${tenant.paymentId}/refund`, body)).status).toBe(403);
    await refund(tenant.paymentId, '11.00');
    const reversal = await fixture.admin.call('POST', `/payments/${tenant.paymentId}/reverse`, { reason: 'Mistake' });
    expect(reversal.body).toMatchObject({ code: 'already_refunded' });
  });

  test('anything, without the partner’s keys', async () => {
    const tenant = await paid();
    await ask(tenant.paymentId, '1.00');
    await fixture.app.query('update payment_accounts set partner_id = $1 where partner_id = $2', [
      await fixture.app.partner('Elsewhere'),
      fixture.partnerId,
    ]);
    expect((await ask(tenant.paymentId, '1.00')).body.code).toBe('card_payments_off');
    await fixture.work();
    expect((await read(tenant.paymentId)).refunds).toMatchObject([{ state: 'unclear', failure: 'keys_removed' }]);
    await fixture.app.query('update payment_accounts set partner_id = $1', [fixture.partnerId]);
  });
});

test('the balance is the unpaid amounts less the credit, whatever is paid, credited, refunded, returned and reversed', async () => {
  const step = fc.record({
    act: fc.constantFrom('pay', 'credit', 'refund', 'refund', 'there', 'by hand', 'fails', 'reverse'),
    which: fc.nat(5),
    cents: fc.integer({ min: 1, max: 1200 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 10 }), async (steps) => {
      const first = await paid();
      const invoices = [first.invoice, await fixture.addInvoice(first.id)];
      const payments = [first, await payNow(first).then((other) => ({ ...first, ...other }))];
      for (const { act, which, cents } of steps) {
        const amount = (cents / 100).toFixed(2);
        const invoiceId = invoices[which % 2] ?? '';
        const { paymentId, charge } = payments[which % 2] ?? first;
        if (act === 'pay')
          await fixture.admin.call('POST', `/invoices/${invoiceId}/payments`, {
            amount,
            paidOn: '2026-11-20',
            method: 'cash',
            overpayment: 'keep',
          });
        if (act === 'credit') await creditNote(invoiceId, amount);
        if (act === 'refund') await ask(paymentId, amount);
        if (act === 'by hand')
          await fixture.admin.call('POST', `/payments/${paymentId}/refunds`, {
            amount,
            paidOn: '2026-11-20',
            method: 'cash',
            reason: 'Mistake',
          });
        if (act === 'there') fixture.double.refund(charge, cents);
        if (act === 'fails') {
          const one = refundsAt(charge).find(({ status }) => status === 'succeeded');
          if (one) fixture.double.settleRefund(one.id, 'failed');
        }
        if (act === 'reverse')
          await fixture.admin.call('POST', `/payments/${paymentId}/reverse`, { reason: 'Mistake' });
        await fixture.work();
        expect(await fixture.deliver()).toEqual([]);
      }
      const [{ due } = { due: 0 }] = await fixture.app.query<{ due: number }>(
        'select coalesce(sum(total_minor - credited_minor - paid_minor), 0)::int as due from invoices where tenant_id = $1',
        [first.id],
      );
      const credit = await creditOf(first.id);
      const { body } = await fixture.admin.call('GET', `/tenants/${first.id}/statement`);
      expect(Math.round(Number(body.accounts[0].closing) * 100)).toBe(due - credit);
      // there is no unused credit while something is due, and credit is never negative
      expect(credit > 0 && due > 0).toBe(false);
      expect(credit).toBeGreaterThanOrEqual(0);
    }),
    { numRuns: 8, endOnFailure: true },
  );
});
