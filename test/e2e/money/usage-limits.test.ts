import { expect, test } from 'vitest';
import { insertFraudTrip } from '../../fraud.ts';
import { nora, page, product, useBrowserSession, window } from '../browser-session.ts';
import { BAKERY_OWNER, tenantId } from '../demo.ts';
import { inDatabase } from '../installed-database.ts';
import { button, faultOf, field, row, tab } from '../pages.ts';

useBrowserSession({ VOICE: 'off' }, () => window.become(nora));

test('the page of all limits shows each tenant’s usage, as bars and in words', async () => {
  const bakery = await tenantId(nora, 'bakery');
  const profile = await nora.post('/billing-profiles', { name: 'Monthly', currency: 'USD' });
  await nora.patch(`/tenants/${bakery}`, { billingProfileId: profile.id });
  const few = { monthlySpend: null, maxMonthlyMinutes: null, maxExtensions: 3 };
  await nora.put(`/tenants/${bakery}/limits`, { ...(await nora.get(`/tenants/${bakery}/limits`)), ...few });
  await nora.post('/tenants', { name: 'Bookshop', sipPrefix: 'bookshop', status: 'TRIAL' });
  await page.goto('/limits');
  await page.getByRole('heading', { name: 'Usage Limits & Spending Controls' }).waitFor();
  const bar = row(page, 'Limits', 'Bakery').getByRole('meter', { name: 'Extensions' });
  expect(await bar.getAttribute('aria-valuetext')).toBe('3 of 3');
  await row(page, 'Limits', 'Bakery')
    .getByText(/^\$\d+\.\d\d \(no limit\)$/)
    .waitFor();
  await row(page, 'Limits', 'Bookshop').getByText('Not billed').first().waitFor();
  await window.check();
  const caps = { monthlySpend: { amount: '100.00', currency: 'USD' }, maxMonthlyMinutes: 5000 };
  await nora.put(`/tenants/${bakery}/limits`, { ...(await nora.get(`/tenants/${bakery}/limits`)), ...caps });
  await page.reload();
  for (const name of ['Spend', 'Minutes']) await row(page, 'Limits', 'Bakery').getByRole('meter', { name }).waitFor();

  // the fees of a month are pointed out where they leave nothing for calls
  await nora.patch(`/billing-profiles/${profile.id}`, { terms: { monthlyFee: '150.00' } });
  await page.goto(`/tenants/${bakery}/limits`);
  const warning = page.getByText('The fees of a month come to $150.00');
  await warning.waitFor();
  await window.check();
  await field(page, 'Spend per billing cycle').fill('150.01');
  await warning.waitFor({ state: 'detached' });
  await nora.patch(`/billing-profiles/${profile.id}`, { terms: { monthlyFee: '0.00' } });
});

test('a partner changes the limits of several tenants at once, and only the ticked ones change', async () => {
  const ids = { bakery: await tenantId(nora, 'bakery'), clinic: await tenantId(nora, 'clinic') };
  const limitsOf = (id: string) => nora.get(`/tenants/${id}/limits`);
  const before = { bakery: await limitsOf(ids.bakery), clinic: await limitsOf(ids.clinic) };
  await page.goto('/limits');
  for (const name of ['Bakery', 'Clinic']) await page.getByRole('checkbox', { name: `Select ${name}` }).check();
  await button(page, 'Edit limits').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('heading', { name: 'Edit the limits of 2 tenants' }).waitFor();
  await button(dialog, 'Save limits').click();
  await dialog.getByText('Tick what you want to change.').waitFor();
  await dialog.getByRole('checkbox', { name: 'Change the numbers limit' }).check();
  await field(dialog, 'Numbers').fill('seven');
  await button(dialog, 'Save limits').click();
  await faultOf(field(dialog, 'Numbers'));
  await field(dialog, 'Numbers').fill('7');
  await dialog.getByRole('checkbox', { name: 'Change the spend limit' }).check();
  await field(dialog, 'Spend per billing cycle').fill('300');
  await window.check();
  await button(dialog, 'Save limits').click();
  await dialog.getByRole('list', { name: 'Results' }).getByText('Saved.').nth(1).waitFor();
  await window.check();
  await button(dialog, 'Close').last().click();
  const changed = { maxDids: 7, monthlySpend: { amount: '300.00', currency: 'USD' } };
  expect(await limitsOf(ids.bakery)).toEqual({ ...before.bakery, ...changed, version: before.bakery.version + 1 });
  expect(await limitsOf(ids.clinic)).toEqual({ ...before.clinic, ...changed, version: before.clinic.version + 1 });
  await row(page, 'Limits', 'Clinic').getByText(/of 7$/).waitFor();
  await nora.put(`/tenants/${ids.bakery}/limits`, before.bakery);
});

test('a partner sets fraud rules on the tenant’s page, sees a block on every page, and lifts it there', async () => {
  const bakery = await tenantId(nora, 'bakery');
  await page.goto(`/tenants/${bakery}/limits`);
  await field(page, 'Outbound calls at once').fill('none');
  await button(page, 'Save fraud rules').click();
  await faultOf(field(page, 'Outbound calls at once'));
  await field(page, 'Outbound calls at once').fill('4');
  await button(page, 'Save fraud rules').click();
  await page.getByText('Fraud rules saved').waitFor();
  expect(await nora.get(`/tenants/${bakery}/fraud-rules`)).toMatchObject({
    callsAtOnce: { calls: 4, action: 'alert' },
  });
  await inDatabase(product.installation, async (client) => {
    await insertFraudTrip((text, values) => client.query(text, values), bakery);
  });

  await page.goto('/');
  await page.getByText('Calls that look like fraud').waitFor();
  await page.goto('/limits');
  await row(page, 'Limits', 'Bakery').getByText('Calls blocked').waitFor();
  await page.goto(`/tenants/${bakery}/limits`);
  await button(page, 'Lift block').waitFor();
  await window.check();
  await button(page, 'Lift block').click();
  const dialog = page.getByRole('dialog', { name: 'Lift this block?' });
  await button(dialog, 'Lift block').click();
  await page.getByText('Block lifted').waitFor();
  await button(page, 'Lift block').waitFor({ state: 'detached' });
  await page.getByText('Such calls were blocked').waitFor();
});

test('when a call limit is used up, every page of the tenant says so, with what it means and when it ends', async () => {
  const bakery = await tenantId(nora, 'bakery');
  await inDatabase(product.installation, async (client) => {
    await client.query('update billing_cycles set spent_micros = 100000000 where tenant_id = $1', [bakery]);
  });
  const said = (whom: string) =>
    page.getByText(
      new RegExp(`Calls that cost money are refused.*This ends when the next billing cycle begins.*or when ${whom}`),
    );
  await page.goto(`/tenants/${bakery}/extensions`);
  await page.getByText(/^The spend limit is used up: \$\d+\.\d\d of \$100\.00\./).waitFor();
  await said('you raise the limit').waitFor();
  await window.check();
  await window.become(await product.signIn(BAKERY_OWNER));
  await page.goto(`/tenants/${bakery}/extensions`);
  await said('your provider raises the limit').waitFor();
  await expect.poll(() => page.getByText('The spend limit is used up').count()).toBe(1);
  await window.check();
  await window.become(nora);
});

test('a tenant’s own admin sees the usage, but can’t edit the limits', async () => {
  const bakery = await tenantId(nora, 'bakery');
  await page.goto(`/tenants/${bakery}/limits`);
  await button(page, 'Save limits').waitFor();
  await page.getByText('Billing cycle', { exact: true }).waitFor();
  await window.check();
  await window.become(await product.signIn(BAKERY_OWNER));
  await page.goto(`/tenants/${bakery}`);
  await tab(page, 'Usage & limits').click();
  await page.getByText('At this pace by the end of the cycle').waitFor();
  expect(await field(page, 'Alert at (percent)').count()).toBe(0);
  await window.check();
});

test('a billing profile in another currency asks for a new spend limit, and the current cycle keeps the old one', async () => {
  await window.become(nora);
  const bakery = await tenantId(nora, 'bakery');
  await nora.post('/billing-profiles', { name: 'Tokyo', currency: 'JPY' });
  const { currencies: _said, version: _version, ...rules } = await nora.get(`/tenants/${bakery}/fraud-rules`);
  const spendPerHour = { amount: '25.00', currency: 'USD', action: 'block' };
  await nora.put(`/tenants/${bakery}/fraud-rules`, { ...rules, spendPerHour });
  await page.goto('/tenants');
  await button(page, 'Edit Bakery').click();
  const dialog = page.getByRole('dialog', { name: 'Edit Bakery' });
  await dialog.getByRole('combobox', { name: 'Billing profile' }).click();
  await page.getByRole('option', { name: 'Tokyo (JPY)' }).click();
  await dialog.getByText('The billing profile charges in JPY: enter the limit in JPY.').waitFor();
  await dialog.getByText('From the next billing cycle on, calls are charged in JPY').waitFor();
  await button(dialog, 'Save changes').click();
  await faultOf(field(dialog, 'Spend per billing cycle'));
  await field(dialog, 'Spend per billing cycle').fill('15000');
  await window.check();
  await button(dialog, 'Save changes').click();
  await dialog.waitFor({ state: 'detached' });
  expect(await nora.get(`/tenants/${bakery}/limits`)).toMatchObject({
    monthlySpend: { amount: '15000', currency: 'JPY' },
    cycleInOtherCurrency: { monthlySpend: { amount: '100.00', currency: 'USD' } },
  });
  await page.goto(`/tenants/${bakery}/limits`);
  await page.getByText('Spend per hour will stop counting calls').waitFor();
  await field(page, 'Spend in this cycle').fill('120.00');
  await window.check();
  await button(page, 'Save limits').click();
  await page.getByText('Limits saved').waitFor();
  await page
    .getByText(/of \$120\.00/)
    .first()
    .waitFor();
});
