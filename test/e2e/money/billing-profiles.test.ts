import { expect, test } from 'vitest';
import { nora, page, useBrowserSession, window } from '../browser-session.ts';
import { button, faultOf, field, row } from '../pages.ts';

useBrowserSession({ VOICE: 'off' }, () => window.become(nora));

const dialog = () => page.getByRole('dialog');

test('a partner creates a billing profile, and its page shows what it charges and which tenants use it from when', async () => {
  await page.goto('/billing-profiles');
  await button(page, 'New billing profile').first().click();
  await field(dialog(), 'Name').fill('Small office');
  await button(dialog(), 'Add profile').click();
  await page.getByRole('link', { name: 'Small office' }).click();
  await page.getByText('No tenant uses it yet').waitFor();

  await field(page, 'Monthly fee').fill('25');
  await field(page, 'Per extension').fill('4.505');
  await field(page, 'Included minutes').fill('500');
  await page.getByRole('combobox', { name: 'Outgoing calls' }).click();
  await page.getByRole('option', { name: 'Standard, USD' }).click();
  await button(page, 'Save profile').click();
  await page.getByText('Use at most 2 decimals for USD.').waitFor();
  await field(page, 'Per extension').fill('4.50');
  await button(page, 'Save profile').click();
  await page.getByText('Monthly fee: $0.00 → $25.00').waitFor();

  const [profile] = (await nora.get('/billing-profiles')).items.filter(
    ({ name }: { name: string }) => name === 'Small office',
  );
  const { id: bookshop } = await nora.post('/tenants', { name: 'Bookshop', sipPrefix: 'bookshop', status: 'TRIAL' });
  await nora.patch(`/tenants/${bookshop}`, { billingProfileId: profile.id });
  await page.reload();
  await row(page, 'Tenants', 'Now').waitFor();
  await window.check();

  await page.getByRole('combobox', { name: 'Try it on a tenant' }).click();
  await page.getByRole('option', { name: 'Bookshop' }).click();
  await row(page, 'Lines', 'Monthly fee').waitFor();
  await window.check();

  await field(page, 'Billing day').fill('15');
  await button(page, 'Save profile').click();
  await page.getByText('Billing day: 1 → 15').waitFor();
  await row(page, 'Tenants', 'From').waitFor();
  await window.check();

  await page.goto('/billing-profiles');
  await row(page, 'Billing profiles', 'Small office').getByText('1 tenant').first().waitFor();
  await window.check();
  const refused = await nora.ask('DELETE', `/billing-profiles/${profile.id}`);
  expect(refused).toMatchObject({ status: 409, body: { code: 'profile_in_use' } });
});

test('a partner adds taxes to the profile, sees errors at their fields, and sorts them', async () => {
  const profile = await nora.post('/billing-profiles', {
    name: 'Taxed',
    currency: 'USD',
    terms: { monthlyFee: '30.00' },
  });
  await page.goto(`/billing-profiles/${profile.id}`);
  await button(page, 'Add tax').click();
  await field(page, 'Name of the tax').fill('State tax');
  await field(page, 'Rate, in percent').fill('8,875');
  await window.check();
  await button(page, 'Save profile').click();
  expect(await faultOf(field(page, 'Rate, in percent'))).toContain('Enter a percentage from 0 to 100');
  await field(page, 'Rate, in percent').fill('8.875');
  await button(page, 'Close State tax').click();
  await button(page, 'Add tax').click();
  await field(page, 'Name of the tax').fill('911 fee');
  await page.getByRole('combobox', { name: 'How it’s charged' }).click();
  await page.getByRole('option', { name: 'Amount per extension and month' }).click();
  await field(page, 'Amount, in USD').fill('0.755');
  await button(page, 'Save profile').click();
  await page.getByText('Use at most 2 decimals for USD.').waitFor();
  await field(page, 'Amount, in USD').fill('0.75');
  await button(page, 'Move 911 fee up').click();
  await button(page, 'Edit State tax').click();
  await page.getByRole('combobox', { name: 'And on top of these taxes' }).click();
  await page.getByRole('option', { name: '911 fee' }).click();
  await page.keyboard.press('Escape');
  await window.check();
  await button(page, 'Save profile').click();
  await page.getByText('Taxes: none → 911 fee 0.75 per extension').waitFor();
  const { terms } = await nora.get(`/billing-profiles/${profile.id}`);
  expect(terms.taxes).toMatchObject([
    { kind: 'perExtension', name: '911 fee', amount: '0.75' },
    { kind: 'percent', name: 'State tax', ratePpm: 88_750, sharePpm: 1_000_000, onTaxes: ['911 fee'] },
  ]);
});
