import { expect, test } from 'vitest';
import { nora, page, product, useBrowserSession, window } from '../browser-session.ts';
import { tenantId } from '../demo.ts';
import { inDatabase } from '../installed-database.ts';
import { button, faultOf, field, row } from '../pages.ts';
import { checkLooks } from '../pictures.ts';

useBrowserSession({ VOICE: 'off' }, () => window.become(nora));

const dialog = () => page.getByRole('dialog');

test('a partner creates a billing profile, and its page shows what it charges and which tenants use it from when', async () => {
  await page.goto('/billing-profiles');
  await button(page, 'New billing profile').first().click();
  await field(dialog(), 'Name').fill('Small office');
  await button(dialog(), 'Create profile').click();
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

test('a profile shows what a tenant’s last month would have cost on it, fees and calls, line by line', async () => {
  const bakery = await tenantId(nora, 'bakery');
  const { id: table } = await nora.post('/rate-tables', { name: 'Try-out', currency: 'USD' });
  const csv = 'Prefix,Destination,Per minute,Increments\n1,United States,1.25,60/60\n';
  await nora.post(`/rate-tables/${table}/import`, { csv });
  const terms = { monthlyFee: '40.00', extensionFee: '4.50', outboundRates: table };
  const profile = await nora.post('/billing-profiles', { name: 'Per minute', currency: 'USD', terms });
  await inDatabase(product.installation, async (client) => {
    await client.query(
      `insert into calls (id, tenant_id, direction, emergency, from_number, to_number, destination_class, admitted_at, answered_at, ended_at, cause)
       select gen_random_uuid(), $1, 'outbound', false, '101', number, class, at, at, at + lasted, 16
       from (values ('+12125550100', 'domestic', interval '90 seconds'), ('+13105550100', 'domestic', interval '61 seconds'),
         ('+442079460999', 'international', interval '60 seconds')) as c(number, class, lasted),
         (select date_trunc('month', now(), timezone) - interval '10 days' as at from tenants where id = $1) as t`,
      [bakery],
    );
  });
  const shown = await nora.get(`/tenants/${bakery}/billing-preview?profileId=${profile.id}`);
  const calls = shown.lines.find(({ kind }: { kind: string }) => kind === 'calls');
  // each begun minute: two calls of two minutes, beside those that the demo tells
  expect(calls.quantity).toBeGreaterThanOrEqual(2);
  expect(Number(calls.amount)).toBeCloseTo((calls.chargedSeconds / 60) * 1.25, 2);
  expect(shown.callsWithoutRate).toBeGreaterThanOrEqual(1);

  await page.goto(`/billing-profiles/${profile.id}`);
  await page.getByRole('combobox', { name: 'Try it on a tenant' }).click();
  await page.getByRole('option', { name: 'Bakery' }).click();
  const inDollars = (amount: string) => `$${Number(amount).toLocaleString('en-US', { minimumFractionDigits: 2 })}`;
  const names: Record<string, string> = { tenant: 'Monthly fee', extension: 'Extensions', calls: 'Calls: domestic' };
  for (const { kind, amount } of shown.lines)
    if (names[kind]) await row(page, 'Lines', names[kind]).getByText(inDollars(amount), { exact: true }).waitFor();
  await row(page, 'Lines', 'Calls: domestic')
    .getByText(`${(calls.chargedSeconds / 60).toFixed(1)} minutes charged`)
    .waitFor();
  await page.getByText(inDollars(shown.total), { exact: true }).first().waitFor();
  await page.getByText('went to numbers that the rate table doesn’t name').waitFor();
  await checkLooks(window, 'profile-preview');
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
  await page.getByText('Taxes: none → 911 fee $0.75 per extension').waitFor();
  const { terms } = await nora.get(`/billing-profiles/${profile.id}`);
  expect(terms.taxes).toMatchObject([
    { kind: 'perExtension', name: '911 fee', amount: '0.75' },
    { kind: 'percent', name: 'State tax', ratePpm: 88_750, sharePpm: 1_000_000, onTaxes: ['911 fee'] },
  ]);
});
