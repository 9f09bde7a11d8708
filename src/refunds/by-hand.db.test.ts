import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CardFixture, openCardFixture, type PayingTenant } from '../../test/card-fixture.ts';

let fixture: CardFixture;
beforeAll(async () => {
  fixture = await openCardFixture();
});
afterAll(() => fixture.close());

/** A tenant that has paid its invoice of 11.00 by bank transfer. */
async function paid(): Promise<PayingTenant & { paymentId: string }> {
  const tenant = await fixture.owing();
  const payment = { amount: '11.00', paidOn: '2026-11-02', method: 'bank_transfer' };
  const { body } = await fixture.admin.call('POST', `/invoices/${tenant.invoice}/payments`, payment);
  return { ...tenant, paymentId: body.id };
}
const BY_WIRE = { paidOn: '2026-11-03', method: 'bank_transfer', reference: 'Wire 7714', reason: 'Charged twice' };
const record = (paymentId: string, amount: string, more: object = {}) =>
  fixture.admin.call('POST', `/payments/${paymentId}/refunds`, { ...BY_WIRE, amount, ...more });
const read = async (paymentId: string) => (await fixture.admin.call('GET', `/payments/${paymentId}`)).body;
const invoiceOf = async ({ invoice }: PayingTenant) => {
  const { body } = await fixture.admin.call('GET', `/invoices/${invoice}`);
  return [body.status, body.due];
};
const entriesOf = async ({ id, owner }: PayingTenant) => {
  const { body } = await owner.call('GET', `/tenants/${id}/statement`);
  return body.accounts[0].entries.map(({ kind, day, reference, amount, balance }: Record<string, string>) => [kind, day, reference, amount, balance]); // prettier-ignore
};
const creditNote = ({ invoice }: PayingTenant, amount: string) =>
  fixture.admin.call('POST', `/invoices/${invoice}/credit-notes`, { reason: 'Outage', lines: [{ line: 0, amount }] });

test('is booked at once, makes the invoice due again, and is on the tenant’s statement', async () => {
  const tenant = await paid();
  expect(await read(tenant.paymentId)).toMatchObject({ refundable: '0.00', refundableByHand: '11.00' });
  expect(await record(tenant.paymentId, '4.00')).toMatchObject({
    status: 201,
    body: { amount: '4.00', state: 'succeeded', method: 'bank_transfer', reference: 'Wire 7714', failure: null },
  });
  expect(await invoiceOf(tenant)).toEqual(['open', '4.00']);
  expect(await read(tenant.paymentId)).toMatchObject({ refunded: '4.00', refundableByHand: '7.00' });
  expect((await entriesOf(tenant)).at(-1)).toEqual(['refund', '2026-11-03', 'Charged twice', '4.00', '4.00']);
  const [event] = await fixture.app.query(
    "select after from audit_events where tenant_id = $1 and action = 'payment.refunded'",
    [tenant.id],
  );
  expect(event?.after).toMatchObject({ amount: '11.00', refund: '4.00', currency: 'USD', method: 'bank_transfer', reason: 'Charged twice' }); // prettier-ignore
  // no money is moved
  expect(fixture.double.calls.get('POST /refunds')).toBeUndefined();
  expect(await fixture.app.query("select from mails where tenant_id = $1 and subject like 'Refund%'", [tenant.id])).toEqual([]); // prettier-ignore
});

test('after a credit note uses its credit, so nothing is due again, as the preview shows', async () => {
  const tenant = await paid();
  // with its tax, 5.50
  await creditNote(tenant, '5.00');
  const preview = await fixture.admin.call('GET', `/payments/${tenant.paymentId}/refund-preview?amount=5.50&by=hand`);
  expect(preview.body).toEqual({ fromCredit: '5.50', reopened: '0.00', invoices: [] });
  await record(tenant.paymentId, '5.50');
  expect(await invoiceOf(tenant)).toEqual(['paid', '0.00']);
  expect((await entriesOf(tenant)).at(-1)?.at(-1)).toBe('0.00');
});

test('can’t exceed the payment, even by several people at once, and a reversal takes back the rest', async () => {
  const tenant = await paid();
  const all = await Promise.all(['6.00', '6.00', '6.00'].map((amount) => record(tenant.paymentId, amount)));
  expect(all.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409, 409]);
  expect((await record(tenant.paymentId, '5.01')).body).toMatchObject({
    code: 'refund_too_high',
    errors: [{ path: 'amount', message: '5.00 USD can go back.' }],
  });
  const reversed = await fixture.admin.call('POST', `/payments/${tenant.paymentId}/reverse`, { reason: 'Bounced' });
  expect(reversed.body).toMatchObject({ reversal: { amount: '5.00' }, refundableByHand: '0.00' });
  expect(await invoiceOf(tenant)).toEqual(['open', '11.00']);
  expect((await record(tenant.paymentId, '1.00')).body.code).toBe('already_reversed');
});

test('is refused for zero, a fraction of a cent, a future day, without a reason, and by a viewer', async () => {
  const tenant = await paid();
  for (const [amount, more] of [
    ['0', {}],
    ['1.001', {}],
    ['-1', {}],
    ['1.00', { paidOn: '2999-01-01' }],
    ['1.00', { reason: '' }],
  ] as const)
    // prettier-ignore
    expect((await record(tenant.paymentId, amount, more)).status, amount).toBe(422);
  const viewer = await fixture.app.user('partner_user', { partnerId: fixture.partnerId });
  const body = { ...BY_WIRE, amount: '1.00' };
  expect((await viewer.call('POST', `/payments/${tenant.paymentId}/refunds`, body)).status).toBe(403);
});

test('of a card payment counts together with refunds to the card, and is refused while the payment is disputed', async () => {
  const tenant = await fixture.paid();
  expect((await record(tenant.paymentId, '1.00', { method: 'card' })).body).toMatchObject({ errors: [{ path: 'method' }] }); // prettier-ignore
  await fixture.admin.call('POST', `/payments/${tenant.paymentId}/refund`, { amount: '4.00', reason: 'Mistake' });
  // Stripe is still being asked
  expect((await record(tenant.paymentId, '8.00')).body.code).toBe('refund_too_high');
  expect((await record(tenant.paymentId, '3.00')).status).toBe(201);
  await fixture.work();
  await fixture.deliver();
  expect(await read(tenant.paymentId)).toMatchObject({
    refunded: '7.00',
    refundable: '4.00',
    refundableByHand: '4.00',
  });
  fixture.double.dispute(tenant.charge, 'needs_response');
  await fixture.deliver();
  expect(await read(tenant.paymentId)).toMatchObject({ refundableByHand: '0.00' });
  expect((await record(tenant.paymentId, '1.00')).body.code).toBe('payment_disputed');
});

const reverse = (refundId: string, reason = 'Recorded on the wrong payment') =>
  fixture.admin.call('POST', `/refunds/${refundId}/reverse`, { reason });

test('can be reversed: the invoice is paid again, the payment can be refunded again, and the statement and the audit log have the reason', async () => {
  const tenant = await paid();
  const { body: refund } = await record(tenant.paymentId, '4.00');
  expect(refund).toMatchObject({ byHand: true, reversal: null });
  expect(await reverse(refund.id)).toMatchObject({
    status: 200,
    body: { state: 'reversed', reversal: { reason: 'Recorded on the wrong payment' } },
  });
  expect(await invoiceOf(tenant)).toEqual(['paid', '0.00']);
  expect(await read(tenant.paymentId)).toMatchObject({ refunded: '0.00', refundableByHand: '11.00' });
  const [, , back, again] = await entriesOf(tenant);
  expect(back).toEqual(['refund', '2026-11-03', 'Charged twice', '4.00', '4.00']);
  expect(again).toMatchObject(['refund_reversal', expect.anything(), 'Recorded on the wrong payment', '-4.00', '0.00']);
  const [event] = await fixture.app.query(
    "select after from audit_events where tenant_id = $1 and action = 'payment.refund_reversed'",
    [tenant.id],
  );
  expect(event?.after).toMatchObject({ refundId: refund.id, refund: '4.00', currency: 'USD', reason: 'Recorded on the wrong payment' }); // prettier-ignore
  expect((await record(tenant.paymentId, '11.00')).status).toBe(201);
  expect(await invoiceOf(tenant)).toEqual(['open', '11.00']);
});

test('can be reversed only once, even by several people at once, and not after its payment was reversed', async () => {
  const tenant = await paid();
  const { body: refund } = await record(tenant.paymentId, '4.00');
  const all = await Promise.all([reverse(refund.id), reverse(refund.id), reverse(refund.id)]);
  expect(all.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409, 409]);
  expect((await reverse(refund.id)).body.code).toBe('already_reversed');
  expect((await entriesOf(tenant)).at(-1)?.at(-1)).toBe('0.00');
  const { body: second } = await record(tenant.paymentId, '4.00');
  await fixture.admin.call('POST', `/payments/${tenant.paymentId}/reverse`, { reason: 'Bounced' });
  expect((await reverse(second.id)).body.code).toBe('already_reversed');
  expect((await entriesOf(tenant)).at(-1)?.at(-1)).toBe('11.00');
});

test('when reversed, lifts the suspension for the invoice that was due because of it', async () => {
  const tenant = await paid();
  const { body: refund } = await record(tenant.paymentId, '4.00');
  await fixture.app.query('update invoices set overdue_at = now() - $2::interval, due_on = current_date - 20 where id = $1', [tenant.invoice, '20 days']); // prettier-ignore
  await fixture.admin.call('POST', `/tenants/${tenant.id}/suspend`, { reason: 'past_due' });
  const statusOf = async () => (await fixture.admin.call('GET', `/tenants/${tenant.id}`)).body.status;
  expect(await statusOf()).toBe('SUSPENDED');
  await reverse(refund.id);
  expect(await statusOf()).toBe('ACTIVE');
});

test('can’t be reversed if it went to a card, without a reason, by a viewer, or by another partner', async () => {
  const tenant = await fixture.paid();
  const asked = await fixture.admin.call('POST', `/payments/${tenant.paymentId}/refund`, { amount: '4.00', reason: 'Mistake' }); // prettier-ignore
  expect((await reverse(asked.body.id)).body.code).toBe('refund_not_by_hand');
  await fixture.work();
  await fixture.deliver();
  expect((await read(tenant.paymentId)).refunds).toMatchObject([{ state: 'succeeded', byHand: false }]);
  expect((await reverse(asked.body.id)).body.code).toBe('refund_not_by_hand');
  const { body: refund } = await record((await paid()).paymentId, '1.00');
  expect((await reverse(refund.id, '')).status).toBe(422);
  const viewer = await fixture.app.user('partner_user', { partnerId: fixture.partnerId });
  expect((await viewer.call('POST', `/refunds/${refund.id}/reverse`, { reason: 'x' })).status).toBe(403);
  const other = await fixture.app.user('partner_admin', { partnerId: await fixture.app.partner('Elsewhere') });
  expect((await other.call('POST', `/refunds/${refund.id}/reverse`, { reason: 'x' })).status).toBe(404);
});
