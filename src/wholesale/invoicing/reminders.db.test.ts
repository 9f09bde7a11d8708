import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWholesaleTest, type WholesaleTest } from '../../../test/wholesale.ts';
import { remindPartners } from './reminders.ts';

let wholesale: WholesaleTest;
beforeAll(async () => {
  wholesale = await createWholesaleTest();
});
afterAll(() => wholesale.close());

/** A partner with an invoice of 10.00 that was due on 15 November. */
async function owing(terms: object = {}) {
  const partner = await wholesale.partnerWith({
    tenantFee: '10.00',
    extensionFee: '0.00',
    numberFee: '0.00',
    reminderDays: [0, 7],
    ...terms,
  });
  await wholesale.run();
  const [{ id, number }] = await wholesale.invoicesOf(partner.id);
  return { ...partner, invoice: id, number };
}
const remind = (at: string) => remindPartners(wholesale.worker, (wholesale.clock.now = new Date(at)), wholesale.log);
const mailsTo = (partnerId: string) =>
  wholesale.app.query<{ recipient: string; subject: string; body: string; tenant_id: string | null }>(
    "select recipient, subject, body, tenant_id from mails where partner_id = $1 and subject like 'Reminder%' order by id",
    [partnerId],
  );

test('each reminder is sent once, however often the job runs', async () => {
  const { id, number } = await owing();
  await remind('2026-11-14T12:00Z');
  await remind('2026-11-15T07:59Z');
  expect(await mailsTo(id)).toEqual([]);
  await Promise.all([1, 2, 3].map(() => remind('2026-11-15T08:00Z')));
  await remind('2026-11-15T19:00Z');
  await remind('2026-11-16T12:00Z');
  const mails = await mailsTo(id);
  expect(mails).toMatchObject([
    { recipient: 'accounts@northwind.example', subject: 'Reminder: USD 10.00 to pay', tenant_id: null },
  ]);
  expect(mails[0]?.body).toContain(`${number}, due 2026-11-15: USD 10.00`);
  await remind('2026-11-22T12:00Z');
  expect(await mailsTo(id)).toHaveLength(2);
});

test('is sent in the partner’s time zone, and never for paid or credited invoices or without reminder days', async () => {
  const inNewYork = await owing();
  const identity = { legalName: '', address: '', taxIds: [], footer: '', timezone: 'America/New_York' };
  expect((await inNewYork.admin.call('PUT', '/invoice-settings', identity)).status).toBe(200);
  const [paid, credited, spared] = [await owing(), await owing(), await owing({ reminderDays: [] })];
  const invoices = '/operator/wholesale-invoices';
  const payment = { amount: '10.00', paidOn: '2026-11-01', method: 'check' };
  await wholesale.operator.call('POST', `${invoices}/${paid.invoice}/payments`, payment);
  await wholesale.operator.call('POST', `${invoices}/${credited.invoice}/credit-notes`, {
    reason: 'Mistake',
    lines: null,
  });
  await remind('2026-11-15T12:59Z');
  expect(await mailsTo(inNewYork.id)).toEqual([]);
  await remind('2026-11-15T13:00Z');
  expect(await mailsTo(inNewYork.id)).toHaveLength(1);
  for (const { id } of [paid, credited, spared]) expect(await mailsTo(id)).toEqual([]);
  // a change holds at once, also for what was due before
  await wholesale.put(spared.id, { reminderDays: [7, 1, 1] });
  await remind('2026-11-16T13:00Z');
  expect(await mailsTo(spared.id)).toHaveLength(1);
});

// the last one, since an invoice is never issued before the day of the one before
test('missed reminders are not sent later, and everything that is due is in one mail', async () => {
  const { id } = await owing({ reminderDays: [0, 1, 2, 3, 40] });
  await wholesale.run(new Date('2026-12-01T09:00Z'));
  await remind('2026-12-20T12:00Z');
  const mails = await mailsTo(id);
  expect(mails.map(({ subject }) => subject)).toEqual(['Reminder: USD 20.00 to pay']);
  expect(mails[0]?.body.match(/WS-\d+, due/g)).toHaveLength(2);
  // the older one alone has been due for 40 days
  await remind('2026-12-25T12:00Z');
  expect(await mailsTo(id)).toHaveLength(2);
});
