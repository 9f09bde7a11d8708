import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWholesaleTest, type WholesaleTest } from '../../../test/wholesale.ts';
import { sendWholesaleCreditNote } from '../invoicing/send.ts';

let wholesale: WholesaleTest;
beforeAll(async () => {
  wholesale = await createWholesaleTest();
});
afterAll(() => wholesale.close());

const TAX = {
  kind: 'percent',
  name: 'State',
  validFrom: '2026-01-01',
  ratePpm: 88_750,
  sharePpm: 1_000_000,
  on: ['tenants', 'extensions'],
  onTaxes: [],
};
/** 31.00 for the tenant and 6.20 for extensions, unless other terms are given. */
async function invoiced(terms: object = {}) {
  const partner = await wholesale.partnerWith({ numberFee: '0.00', ...terms });
  await wholesale.run();
  const [{ id }] = await wholesale.invoicesOf(partner.id);
  return { partner, id };
}
const TEN = { tenantFee: '10.00', extensionFee: '0.00' };
const credit = (id: string, lines: { line: number; amount: string }[] | null, reason = 'Counted twice') =>
  wholesale.operator.call('POST', `/operator/wholesale-invoices/${id}/credit-notes`, { reason, lines });
const pay = (id: string, amount: string) =>
  wholesale.operator.call('POST', `/operator/wholesale-invoices/${id}/payments`, {
    amount,
    paidOn: '2026-11-01',
    method: 'bank_transfer',
  });
const statementOf = async (partnerId: string) =>
  (await wholesale.operator.call('GET', `/operator/partners/${partnerId}/wholesale-statement`)).body.accounts[0];

test('credits lines with their taxes, then everything that is left, and never more', async () => {
  const { partner, id } = await invoiced({ taxes: [TAX] });
  const of = (line: number, amount: string) => credit(id, [{ line, amount }]);
  expect((await of(1, '6.21')).body).toMatchObject({ code: 'credit_too_high', errors: [{ path: 'lines.0.amount' }] });
  expect((await of(2, '0.01')).body.code).toBe('credit_too_high');
  expect((await of(0, '0.00')).body.code).toBe('credit_too_high');
  const some = (await of(1, '6.00')).body;
  // 8.875 % of 6.00
  expect(some).toMatchObject({
    partnerId: partner.id,
    net: '6.00',
    tax: '0.53',
    total: '6.53',
    issuedOn: '2026-11-01',
  });
  expect(await wholesale.detailOf(id)).toMatchObject({
    total: '40.50',
    credited: '6.53',
    due: '33.97',
    status: 'open',
  });
  expect((await of(1, '0.21')).body.code).toBe('credit_too_high');
  const rest = (await credit(id, null)).body;
  expect(rest).toMatchObject({ net: '31.20', tax: '2.77', total: '33.97' });
  const detail = await wholesale.detailOf(id);
  expect(detail).toMatchObject({ credited: '40.50', due: '0.00', status: 'void', isOverdue: false });
  expect(detail.creditNotes).toEqual([some, rest]);
  expect((await credit(id, null)).body.code).toBe('credit_too_high');
  expect((await pay(id, '0.01')).body.code).toBe('payment_too_high');
});

test('numbers of all partners together have no gaps, even if several are issued at once and some are refused', async () => {
  const all = [await invoiced(), await invoiced(), await invoiced()];
  const answers = await Promise.all(all.flatMap(({ id }) => [credit(id, null), credit(id, null)]));
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 201, 201, 409, 409, 409]);
  const rows = await wholesale.app.query<{ number: number }>(
    'select number from wholesale_credit_notes order by number',
  );
  expect(rows.map(({ number }) => number)).toEqual(rows.map((_, at) => at + 1));
});

test('what was paid of a credited invoice pays the partner’s other invoices, the oldest first, and then the next one', async () => {
  const { partner, id } = await invoiced(TEN);
  await wholesale.run(new Date('2026-12-01T09:00Z'));
  const [, second] = await wholesale.invoicesOf(partner.id);
  await pay(id, '10.00');
  await credit(id, [{ line: 0, amount: '4.00' }]);
  expect(await wholesale.detailOf(id)).toMatchObject({
    status: 'paid',
    paid: '6.00',
    becameCredit: '4.00',
    paidByCredit: '0.00',
  });
  expect(await wholesale.detailOf(second.id)).toMatchObject({
    paid: '4.00',
    due: '6.00',
    paidByCredit: '4.00',
    payments: [],
  });
  // the rest is credit for the next invoice
  await pay(second.id, '6.00');
  await credit(id, [{ line: 0, amount: '5.00' }]);
  expect((await statementOf(partner.id)).closing).toBe('-5.00');
  await wholesale.run(new Date('2027-01-01T09:00Z'));
  const [, , third] = await wholesale.invoicesOf(partner.id);
  expect(third).toMatchObject({ total: '10.00', paid: '5.00', due: '5.00' });
  const account = await statementOf(partner.id);
  expect(account.closing).toBe('5.00');
  expect(account.entries).toContainEqual(
    expect.objectContaining({
      kind: 'credit_note',
      amount: '-5.00',
      reference: 'Counted twice',
      description: expect.stringMatching(/^WC-\d{5}$/),
    }),
  );
});

test('reversing a payment removes the credit from it, and what that credit paid is due again', async () => {
  const { partner, id } = await invoiced(TEN);
  await wholesale.run(new Date('2026-12-01T09:00Z'));
  const [, second] = await wholesale.invoicesOf(partner.id);
  const payment = (await pay(id, '10.00')).body;
  await credit(id, null);
  expect(await wholesale.detailOf(second.id)).toMatchObject({ status: 'paid', paidByCredit: '10.00' });
  await wholesale.operator.call('POST', `/operator/wholesale-payments/${payment.id}/reverse`, { reason: 'Returned' });
  expect(await wholesale.detailOf(second.id)).toMatchObject({ status: 'open', due: '10.00', paidByCredit: '0.00' });
  expect(await wholesale.detailOf(id)).toMatchObject({ status: 'void', paid: '0.00', becameCredit: '0.00' });
});

test('a credit note and a payment at the same time lose no money', async () => {
  const { partner, id } = await invoiced(TEN);
  await Promise.all([pay(id, '10.00'), credit(id, [{ line: 0, amount: '10.00' }]), pay(id, '10.00')]);
  const detail = await wholesale.detailOf(id);
  const received = detail.payments.length * 10;
  expect(Number(detail.paid) + Number(detail.becameCredit)).toBe(received);
  expect((await statementOf(partner.id)).closing).toBe(received === 0 ? '0.00' : '-10.00');
});

test('is mailed once with its PDF, which only that partner can download', async () => {
  const { partner, id } = await invoiced();
  const note = (await credit(id, null)).body;
  await sendWholesaleCreditNote(wholesale.worker, note.id);
  await sendWholesaleCreditNote(wholesale.worker, note.id);
  const mails = await wholesale.app.query(
    "select recipient, attachment_document, tenant_id from mails where partner_id = $1 and subject like 'Credit note%'",
    [partner.id],
  );
  expect(mails).toEqual([{ recipient: 'accounts@northwind.example', attachment_document: note.id, tenant_id: null }]);
  const [file] = await wholesale.app.query<{ content: Buffer }>(
    'select content from wholesale_files where document_id = $1',
    [note.id],
  );
  const path = `/wholesale-credit-notes/${note.id}/pdf`;
  const pdf = await partner.admin.call('GET', path);
  expect([pdf.status, pdf.headers['content-disposition']]).toEqual([
    200,
    expect.stringContaining(`${note.number}.pdf`),
  ]);
  expect(file?.content.subarray(0, 5).toString()).toBe('%PDF-');
  expect((await wholesale.operator.call('GET', `/operator${path}`)).status).toBe(200);
  const { partner: other } = await invoiced();
  const tenantAdmin = await wholesale.app.user('tenant_admin', { tenantId: partner.tenantId });
  const user = await wholesale.app.user('partner_user', { partnerId: partner.id });
  for (const stranger of [other.admin, tenantAdmin, user])
    expect([403, 404]).toContain((await stranger.call('GET', path)).status);
  for (const stranger of [partner.admin, other.admin, tenantAdmin])
    expect(
      (await stranger.call('POST', `/operator/wholesale-invoices/${id}/credit-notes`, { reason: 'Mine', lines: null }))
        .status,
    ).toBe(403);
});
