import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { insertWholesaleInvoice } from '../../invoices.ts';
import { until } from '../../until.ts';
import { nora, page, product, useBrowserSession, window } from '../browser-session.ts';
import { CARLA } from '../demo.ts';
import { inDatabase } from '../installed-database.ts';
import { button, field, row, table } from '../pages.ts';
import { OPERATOR } from '../product.ts';

useBrowserSession({ VOICE: 'off' });

/** Of the day before the ended cycle's last: the cycle after it, which begins ten days ago, still runs then. */
const BILLING_DAY = new Date(Date.now() - 11 * 86_400_000).getUTCDate();

/** Simulates that a partner's current cycle began and ended a month ago. */
const letTheCycleEnd = (partnerId: string) =>
  inDatabase(product.installation, async (client) => {
    await client.query(
      `update wholesale_cycles set first_day = first_day - 40, next_first_day = first_day - 10, starts_at = starts_at - interval '40 days',
         ends_at = starts_at - interval '10 days', nominal_days = 30 where partner_id = $1`,
      [partnerId],
    );
    await client.query("update tenants set created_at = created_at - interval '60 days' where partner_id = $1", [
      partnerId,
    ]);
    await client.query("select graphile_worker.add_job('issue_wholesale')");
  });

test('the operator invoices a partner by its terms and records the payment; the partner reads its bill', async () => {
  const operator = await product.signIn(OPERATOR);
  await window.become(operator);
  const [partner] = (await operator.get('/operator/partners?search=Contoso')).items;
  await page.goto('/operator/wholesale');
  await field(page, 'Name on invoices').fill('Strowger Inc');
  await button(page, 'Save details').click();
  await page.getByText('Details saved').waitFor();
  await window.check({ platformName: true });

  await page.goto(`/operator/partners/${partner.id}`);
  await field(page, 'Each tenant').fill('30.00');
  await field(page, 'Billing day').fill('45');
  await field(page, 'Billing email').fill('accounts@contoso.example');
  expect(await field(page, 'Reminders').inputValue()).toBe('1, 7, 14');
  await field(page, 'Reminders').fill('0, 10');
  await button(page, 'Add tax').click();
  await field(page, 'Name of the tax').fill('State');
  await field(page, 'Starts on').fill('2026-01-01');
  await field(page, 'Rate, in percent').fill('10');
  await button(page, 'Save wholesale terms').click();
  // nothing typed is lost
  await expect.poll(() => field(page, 'Billing day').getAttribute('aria-invalid')).toBe('true');
  expect(await field(page, 'Each tenant').inputValue()).toBe('30.00');
  await field(page, 'Billing day').fill(String(BILLING_DAY));
  await button(page, 'Save wholesale terms').click();
  await page.getByText('Wholesale terms saved').waitFor();
  expect((await operator.get(`/operator/partners/${partner.id}/wholesale-terms`)).reminderDays).toEqual([0, 10]);
  await window.check({ platformName: true });

  await page.getByRole('link', { name: 'Invoices to this partner' }).click();
  await page.getByText('No invoices yet').waitFor();
  await window.check({ platformName: true });
  await letTheCycleEnd(partner.id);
  const [{ number }] = await until('the invoice', async () => {
    const { items } = await operator.get(`/operator/partners/${partner.id}/wholesale-invoices`);
    return items.length === 1 && items;
  });
  await page.reload();
  await page.getByRole('link', { name: number }).click();
  await row(page, 'Lines', 'Tenants').waitFor();
  await page.getByText(/^State \(10 % of \d+\.\d\d USD\)$/).waitFor();
  await window.check({ platformName: true });
  await button(page, 'Record payment').click();
  await field(page, 'Amount in USD').fill('1.00');
  await page.getByRole('dialog').getByRole('button', { name: 'Record payment' }).click();
  await page.getByText('$1.00 recorded').waitFor();
  await button(page, 'Reverse the payment of $1.00').waitFor();
  await window.check({ platformName: true });

  await button(page, 'Credit').click();
  await field(page, 'Tenants').fill('100000');
  await field(page, 'Reason').fill('Counted twice');
  await button(page, 'Issue credit note').click();
  // nothing typed is lost
  await expect.poll(() => field(page, 'Tenants').getAttribute('aria-invalid')).toBe('true');
  expect(await field(page, 'Reason').inputValue()).toBe('Counted twice');
  await field(page, 'Tenants').fill('');
  await button(page, 'Issue credit note').click();
  await page.getByText('WC-00001 issued').waitFor();
  await page.getByText('$1.00 became credit').waitFor();
  await window.check({ platformName: true });

  await button(page, 'Record a refund of the payment of $1.00').click();
  // the credit note's credit covers it
  await page.getByRole('dialog').getByText('No invoice is due again').waitFor();
  await window.check({ platformName: true });
  await button(page.getByRole('dialog'), 'Record refund').click();
  await page.getByText('Enter the reason.').waitFor();
  await field(page, 'Reason').fill('Counted twice');
  await button(page.getByRole('dialog'), 'Record refund').click();
  await page.getByText('$1.00 paid back').waitFor();
  await window.check({ platformName: true });
  await button(page, 'Reverse the refund of $1.00').click();
  await field(page.getByRole('dialog'), 'Reason').fill('Recorded on the wrong payment');
  await button(page.getByRole('dialog'), 'Reverse refund').click();
  await page.getByText('Recorded on the wrong payment').waitFor();
  await window.check({ platformName: true });

  await window.become(await product.signIn(CARLA));
  await page.goto('/bill');
  await row(page, 'Invoices', number).getByText('Credited').waitFor();
  await window.check();
  const download = page.waitForEvent('download');
  await button(page, 'Export CSV').click();
  expect(readFileSync(await (await download).path(), 'utf8')).toContain(number);
  await page.getByRole('link', { name: number }).click();
  await page.getByText('Strowger Inc').or(page.getByText('Payments')).first().waitFor();
  expect(await page.getByRole('button', { name: /Reverse/ }).count()).toBe(0);
  const pdf = page.waitForEvent('download');
  await button(page, 'Download PDF').first().click();
  expect((await pdf).suggestedFilename()).toBe(`${number}.pdf`);
  const note = page.waitForEvent('download');
  await button(page.getByRole('listitem').filter({ hasText: 'WC-00001' }), 'Download PDF').click();
  const file = await note;
  expect(file.suggestedFilename()).toBe('WC-00001.pdf');
  expect(
    readFileSync(await file.path())
      .subarray(0, 5)
      .toString(),
  ).toBe('%PDF-');
  await window.check();
  await page.goto('/bill/statement');
  await row(page, 'Statement in USD', number).first().waitFor();
  await row(page, 'Statement in USD', `Refund for ${number} reversed`).waitFor();
  await expect.poll(() => table(page, 'Statement in USD').getByRole('row').count()).toBe(6);
  await window.check();
});

test('a partner’s home says that its own bill is overdue, and leads to it', async () => {
  const { partner } = await nora.get('/session');
  let billId = '';
  await inDatabase(product.installation, async (client) => {
    const bill = await insertWholesaleInvoice((text, values) => client.query(text, values), partner.id);
    billId = bill.wholesaleInvoiceId;
  });
  await window.become(nora);
  await page.goto('/');
  await page.getByRole('heading', { name: 'Your bill is overdue' }).waitFor();
  await window.check();
  await page.getByRole('listitem').filter({ hasText: '$28.10, due Nov 15, 2026' }).getByRole('link').click();
  await expect.poll(() => new URL(page.url()).pathname).toBe(`/bill/${billId}`);
});
