import { expect, test } from 'vitest';
import { dayAt } from '../../../src/platform/time/zoned-days.ts';
import { insertInvoice } from '../../invoices.ts';
import { nora, page, product, useBrowserSession, window } from '../browser-session.ts';
import { tenantId } from '../demo.ts';
import { inDatabase } from '../installed-database.ts';
import { button, faultOf, field, row } from '../pages.ts';

useBrowserSession({ VOICE: 'off' }, () => window.become(nora));

const dialog = () => page.getByRole('dialog');

/** An invoice of 11.00, issued on 1 November and due on the 15th. */
async function invoiceOf(tenant: string): Promise<string> {
  let id = '';
  await inDatabase(product.installation, async (client) => {
    const { rows } = await client.query(
      'select partner_id, (select coalesce(max(number), 0) + 1 from invoices) as number from tenants where id = $1',
      [tenant],
    );
    const [{ partner_id: partnerId, number }] = rows;
    id = await insertInvoice((text, values) => client.query(text, values), { partnerId, tenantId: tenant, number });
  });
  return id;
}

test('a payment is recorded on its invoice and reversed, and the tenant’s statement shows both', async () => {
  const clinic = await tenantId(nora, 'clinic');
  const invoice = await invoiceOf(clinic);
  await page.goto('/');
  await page.getByText('Overdue invoices: 2').waitFor();
  await window.check();
  const overdue = page.getByRole('listitem').filter({ hasText: '$11.00, due Nov 15, 2026' });
  await overdue.getByRole('link').click();
  await button(page, 'Record payment').click();
  await window.check();
  await field(dialog(), 'Amount in USD').fill('11.50');
  await button(dialog(), 'Record payment').click();
  expect(await faultOf(field(dialog(), 'Amount in USD'))).toContain('11.00 USD is left to pay.');
  await field(dialog(), 'Amount in USD').fill('11');
  await field(dialog(), 'Reference').fill('Check 1042');
  await field(dialog(), 'Note').fill('Came by mail');
  await button(dialog(), 'Record payment').click();
  await dialog().waitFor({ state: 'detached' });
  await page.getByText('Check 1042').waitFor();
  await page.getByText('Note: Came by mail').waitFor();
  await window.check();
  expect(await nora.get(`/invoices/${invoice}`)).toMatchObject({ status: 'paid', due: '0.00' });

  // a second payment of it becomes credit
  await button(page, 'Record payment').click();
  await dialog().getByText('This invoice is fully paid.').waitFor();
  await window.check();
  await button(dialog(), 'Cancel').click();

  // both start on the partner’s day; these zones never have the same one
  const { version: _version, ...settings } = await nora.get('/invoice-settings');
  for (const timezone of ['Pacific/Kiritimati', 'Pacific/Pago_Pago']) {
    await nora.put('/invoice-settings', { ...settings, timezone });
    const today = dayAt(Date.now(), timezone);
    await page.goto(`/invoices/${invoice}`);
    for (const act of ['Record payment', /^Record a refund of the payment/]) {
      await button(page, act).click();
      expect(await dialog().locator('input[type=date]').inputValue()).toBe(today);
      await button(dialog(), 'Cancel').click();
    }
  }
  await nora.put('/invoice-settings', settings);

  await button(page, /^Record a refund of the payment/).click();
  await dialog().getByText('will owe $11.00 again').waitFor();
  await window.check();
  await field(dialog(), 'Amount in USD').fill('1');
  await field(dialog(), 'Reason').fill('Billed twice');
  await dialog().getByText('will owe $1.00 again').waitFor();
  await button(dialog(), 'Record refund').click();
  await dialog().waitFor({ state: 'detached' });
  await page.getByText('Refund of $1.00, Bank transfer').waitFor();
  await window.check();
  expect(await nora.get(`/invoices/${invoice}`)).toMatchObject({ status: 'open', due: '1.00' });

  await button(page, 'Reverse the refund of $1.00').click();
  await window.check();
  await field(dialog(), 'Reason').fill('Recorded on the wrong payment');
  await button(dialog(), 'Reverse refund').click();
  await dialog().waitFor({ state: 'detached' });
  await page.getByText('Recorded on the wrong payment').waitFor();
  await window.check();
  expect(await nora.get(`/invoices/${invoice}`)).toMatchObject({ status: 'paid', due: '0.00' });

  await button(page, /^Reverse the payment/).click();
  await button(dialog(), 'Reverse payment').click();
  await dialog().locator('textarea[aria-invalid=true]').waitFor();
  await window.check();
  await field(dialog(), 'Reason').fill('The check was returned');
  await button(dialog(), 'Reverse payment').click();
  await dialog().waitFor({ state: 'detached' });
  await page.getByText('The check was returned').waitFor();
  expect(await nora.get(`/invoices/${invoice}`)).toMatchObject({ status: 'open', due: '11.00' });

  await page.goto('/payments');
  await row(page, 'Payments', 'Check 1042').waitFor();
  await window.check();

  await window.become(await product.signIn('owner@clinic.example'));
  await page.goto(`/tenants/${clinic}/billing`);
  await page.getByRole('link', { name: 'Statement of account' }).click();
  await row(page, 'Statement in USD', 'The check was returned').waitFor();
  await window.check();
  const balances = await page.getByRole('table').locator('tbody td:last-child').allTextContents();
  expect(balances.at(-1)).toBe('$11.00');
  await page.goto(`/tenants/${clinic}/billing/${invoice}`);
  await page.getByText('Check 1042').waitFor();
  expect(await page.getByText('Came by mail').count()).toBe(0);
  await window.check();
});

test('the demo’s Garage sees what to pay, and its service returns as soon as the payment is recorded', async () => {
  const garage = await tenantId(nora, 'garage');
  await window.become(await product.signIn('owner@garage.example'));
  await page.goto('/');
  await page.getByText('is overdue. Service resumes as soon as your payment is recorded.').waitFor();
  await button(page, 'Download PDF').waitFor();
  await window.check();

  await window.become(nora);
  await page.goto('/invoices?status=overdue');
  await row(page, 'Invoices', 'Garage').getByRole('link').click();
  await button(page, 'Record payment').click();
  await button(dialog(), 'Record payment').click();
  await dialog().waitFor({ state: 'detached' });
  expect(await nora.get(`/tenants/${garage}`)).toMatchObject({ status: 'ACTIVE', suspensionReasons: [] });

  await window.become(await product.signIn('owner@garage.example'));
  await page.goto(`/tenants/${garage}/billing`);
  await page.getByText('Northwind Workshop').waitFor();
  await window.check();
});

test('the forms that add an extension, a number or many numbers say what they add to the bill', async () => {
  await window.become(nora);
  const bakery = await tenantId(nora, 'bakery');
  const { plan } = await nora.get(`/tenants/${bakery}/account`);
  expect(plan).toMatchObject({ extensionFee: '4.50', localNumberFee: '2.00', extensionSetupFee: '0.00' });
  await page.goto(`/tenants/${bakery}/extensions`);
  await button(page, 'New extension').first().click();
  await dialog().getByText('Adds $4.50 a month from today.').waitFor();
  await window.check();
  await button(dialog(), 'Cancel').click();

  await page.goto('/numbers');
  for (const number of ['(212) 555-0118', '(212) 555-0119'])
    await row(page, 'Numbers', number).getByRole('checkbox').check();
  await page.getByRole('region', { name: 'Selection' }).getByRole('button', { name: 'Assign' }).click();
  await page.getByRole('combobox', { name: 'Tenant' }).fill('Bakery');
  await page.getByRole('option', { name: 'Bakery' }).click();
  await dialog().getByText('Adds $4.00 a month from today.').waitFor();
  await window.check();
});
