import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWholesaleTest, type WholesaleTest } from '../../../test/wholesale.ts';

let wholesale: WholesaleTest;
beforeAll(async () => {
  wholesale = await createWholesaleTest();
});
afterAll(() => wholesale.close());

/** A partner with an invoice of 10.00. */
async function invoiced() {
  const partner = await wholesale.partnerWith({ tenantFee: '10.00', extensionFee: '0.00', numberFee: '0.00' });
  await wholesale.run();
  const [{ id }] = await wholesale.invoicesOf(partner.id);
  return { partner, id };
}
const pay = (id: string, amount: string, more: object = {}) =>
  wholesale.operator.call('POST', `/operator/wholesale-invoices/${id}/payments`, {
    amount,
    paidOn: '2026-11-01',
    method: 'bank_transfer',
    ...more,
  });
const BY_WIRE = { paidOn: '2026-11-01', method: 'bank_transfer', reference: 'Wire 7714', reason: 'Counted twice' };
const refund = (paymentId: string, amount: string, more: object = {}) =>
  wholesale.operator.call('POST', `/operator/wholesale-payments/${paymentId}/refunds`, { ...BY_WIRE, amount, ...more });
const credit = (id: string, amount: string) =>
  wholesale.operator.call('POST', `/operator/wholesale-invoices/${id}/credit-notes`, {
    reason: 'Counted twice',
    lines: [{ line: 0, amount }],
  });
const statementOf = async (partnerId: string) =>
  (await wholesale.operator.call('GET', `/operator/partners/${partnerId}/wholesale-statement`)).body.accounts[0];

test('makes the invoice due again, and is on the statements of both sides and in the audit log', async () => {
  const { partner, id } = await invoiced();
  const payment = (await pay(id, '10.00')).body;
  expect(await refund(payment.id, '4.00')).toMatchObject({
    status: 201,
    body: { paymentId: payment.id, currency: 'USD', amount: '4.00', reference: 'Wire 7714', reason: 'Counted twice' },
  });
  expect(await wholesale.detailOf(id)).toMatchObject({
    status: 'open',
    paid: '6.00',
    due: '4.00',
    payments: [{ amount: '10.00', refunded: '4.00', refunds: [{ amount: '4.00' }] }],
  });
  const account = await statementOf(partner.id);
  expect(account.entries.at(-1)).toMatchObject({ kind: 'refund', amount: '4.00', balance: '4.00', reference: 'Counted twice' }); // prettier-ignore
  expect((await partner.admin.call('GET', '/wholesale-statement')).body.accounts[0]).toEqual(account);
  const export_ = await partner.admin.call('GET', '/wholesale-statement/export');
  expect(export_.text).toMatch(/,refund,WS-\d{5},Counted twice,USD,4\.00,4\.00/);
  const [event] = await wholesale.app.query(
    "select after from audit_events where partner_id = $1 and action = 'wholesale_payment.refunded'",
    [partner.id],
  );
  expect(event?.after).toMatchObject({ amount: '10.00', refund: '4.00', currency: 'USD', reason: 'Counted twice' });
});

test('uses the credit of a credit note, so nothing is due again', async () => {
  const { partner, id } = await invoiced();
  const payment = (await pay(id, '10.00')).body;
  await credit(id, '3.00');
  expect((await statementOf(partner.id)).closing).toBe('-3.00');
  await refund(payment.id, '3.00');
  expect(await wholesale.detailOf(id)).toMatchObject({ status: 'paid', due: '0.00', becameCredit: '0.00' });
  expect((await statementOf(partner.id)).closing).toBe('0.00');
});

test('can’t exceed the payment, even if recorded twice at once, and a reversal takes back only the rest', async () => {
  const { partner, id } = await invoiced();
  const payment = (await pay(id, '10.00')).body;
  const all = await Promise.all([refund(payment.id, '6.00'), refund(payment.id, '6.00')]);
  expect(all.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409]);
  expect((await refund(payment.id, '4.01')).body).toMatchObject({ code: 'refund_too_high', errors: [{ path: 'amount' }] }); // prettier-ignore
  const reverse = (paymentId: string) =>
    wholesale.operator.call('POST', `/operator/wholesale-payments/${paymentId}/reverse`, { reason: 'Returned' });
  await reverse(payment.id);
  const account = await statementOf(partner.id);
  expect(account.entries.at(-1)).toMatchObject({ kind: 'reversal', amount: '4.00', balance: '10.00' });
  expect(await wholesale.detailOf(id)).toMatchObject({ paid: '0.00', due: '10.00' });
  expect((await refund(payment.id, '1.00')).body.code).toBe('already_reversed');
  const again = (await pay(id, '10.00')).body;
  await refund(again.id, '10.00');
  expect((await reverse(again.id)).body.code).toBe('already_refunded');
});

test('is refused for zero, a fraction of a cent, a future day, without a reason, and by the partner', async () => {
  const { partner, id } = await invoiced();
  const payment = (await pay(id, '10.00')).body;
  for (const [amount, more] of [
    ['0', {}],
    ['1.001', {}],
    ['1.00', { paidOn: '2999-01-01' }],
    ['1.00', { reason: '' }],
  ] as const)
    // prettier-ignore
    expect((await refund(payment.id, amount, more)).status, amount).toBe(422);
  const path = `/operator/wholesale-payments/${payment.id}/refunds`;
  expect((await partner.admin.call('POST', path, { ...BY_WIRE, amount: '1.00' })).status).toBe(403);
});

test('has a preview of what credit covers, and of what would be left to pay of each invoice', async () => {
  const { id } = await invoiced();
  const payment = (await pay(id, '10.00')).body;
  await credit(id, '3.00');
  const preview = (amount: string) =>
    wholesale.operator.call('GET', `/operator/wholesale-payments/${payment.id}/refund-preview?amount=${amount}`);
  expect((await preview('3.00')).body).toEqual({ fromCredit: '3.00', reopened: '0.00', invoices: [] });
  const [of] = (await wholesale.detailOf(id)).payments;
  expect(of).toMatchObject({ refunded: '0.00' });
  const { body } = await preview('7.00');
  const detail = await wholesale.detailOf(id);
  expect(body).toEqual({
    fromCredit: '3.00',
    reopened: '4.00',
    invoices: [{ invoiceId: id, invoiceNumber: detail.number, amount: '4.00', dueOn: detail.dueOn, isOverdue: expect.any(Boolean) }], // prettier-ignore
  });
  await refund(payment.id, '7.00');
  expect(await wholesale.detailOf(id)).toMatchObject({ due: body.invoices[0].amount });
  expect((await preview('3.01')).body.code).toBe('refund_too_high');
});

test('can be reversed once: the invoice is paid again, and it is on the statements of both sides', async () => {
  const { partner, id } = await invoiced();
  const payment = (await pay(id, '10.00')).body;
  const { body: back } = await refund(payment.id, '4.00');
  const reverse = (refundId: string, reason = 'Recorded on the wrong payment') =>
    wholesale.operator.call('POST', `/operator/wholesale-refunds/${refundId}/reverse`, { reason });
  expect((await reverse(back.id, '')).status).toBe(422);
  expect((await partner.admin.call('POST', `/operator/wholesale-refunds/${back.id}/reverse`, { reason: 'x' })).status).toBe(403); // prettier-ignore
  const all = await Promise.all([reverse(back.id), reverse(back.id)]);
  expect(all.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
  expect(await wholesale.detailOf(id)).toMatchObject({
    status: 'paid',
    due: '0.00',
    payments: [{ refunded: '0.00', refunds: [{ reversal: { reason: 'Recorded on the wrong payment' } }] }],
  });
  const account = await statementOf(partner.id);
  expect(account.entries.at(-1)).toMatchObject({ kind: 'refund_reversal', amount: '-4.00', balance: '0.00' });
  expect((await partner.admin.call('GET', '/wholesale-statement')).body.accounts[0]).toEqual(account);
  const [event] = await wholesale.app.query(
    "select before, after from audit_events where partner_id = $1 and action = 'wholesale_payment.refund_reversed'",
    [partner.id],
  );
  expect(event).toMatchObject({ before: { refund: '4.00', currency: 'USD' }, after: { reason: 'Recorded on the wrong payment' } }); // prettier-ignore
  // all of it can go back again
  const { body: second } = await refund(payment.id, '10.00');
  await reverse(second.id);
  const { body: third } = await refund(payment.id, '4.00');
  await wholesale.operator.call('POST', `/operator/wholesale-payments/${payment.id}/reverse`, { reason: 'Returned' });
  expect((await reverse(third.id)).body.code).toBe('already_reversed');
  expect((await statementOf(partner.id)).closing).toBe('10.00');
});

// last, since no invoice is dated before the one before it
test('uses the credit of an overpayment, and money that comes back is credit again', async () => {
  const { partner, id } = await invoiced();
  expect((await pay(id, '12.00')).body.code).toBe('payment_too_high');
  const payment = (await pay(id, '12.00', { overpayment: 'keep' })).body;
  expect(await wholesale.detailOf(id)).toMatchObject({ status: 'paid', becameCredit: '2.00' });
  await refund(payment.id, '2.00');
  expect((await statementOf(partner.id)).closing).toBe('0.00');
  await pay(id, '2.00', { overpayment: 'keep' });
  expect((await statementOf(partner.id)).closing).toBe('-2.00');
  await wholesale.run(new Date('2026-12-01T09:00Z'));
  const [, second] = await wholesale.invoicesOf(partner.id);
  expect(second).toMatchObject({ total: '10.00', paid: '2.00', due: '8.00' });
});
