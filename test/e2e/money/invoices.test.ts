import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { newId } from '../../../src/platform/values/ids.ts';
import { until } from '../../until.ts';
import { nora, page, product, useBrowserSession, window } from '../browser-session.ts';
import { BAKERY_OWNER, tenantId } from '../demo.ts';
import { inDatabase } from '../installed-database.ts';
import { button, field, row } from '../pages.ts';

useBrowserSession({ VOICE: 'off' }, () => window.become(nora));

const TAXES = [
  { kind: 'perExtension', name: '911 fee', validFrom: '2020-01-01', amount: '0.75' },
  {
    kind: 'percent',
    name: 'State tax',
    validFrom: '2020-01-01',
    ratePpm: 100_000,
    sharePpm: 1_000_000,
    on: ['plan', 'extensions'],
    onTaxes: ['911 fee'],
  },
];

const dialog = () => page.getByRole('dialog');

/** Simulates that the tenant had its profile for a month before those of the demo. The next run issues the invoice. */
async function letAMonthPass(tenant: string, profileId: string): Promise<void> {
  await inDatabase(product.installation, async (client) => {
    await client.query("update service_periods set from_at = now() - interval '200 days' where tenant_id = $1", [
      tenant,
    ]);
    await client.query(
      `insert into billing_cycles (id, partner_id, tenant_id, profile_version_id, starts_at, ends_at, first_day, next_first_day, days, nominal_days, zone, currency)
       select $1, t.partner_id, t.id, v.id, m.first::timestamp at time zone t.timezone, m.next::timestamp at time zone t.timezone, m.first, m.next,
         m.next - m.first, m.next - m.first, t.timezone, v.currency
       from tenants t, billing_profile_versions v,
         (select (date_trunc('month', now()) - interval '5 months')::date as first, (date_trunc('month', now()) - interval '4 months')::date as next) m
       where t.id = $2 and v.profile_id = $3 and v.number = 1`,
      [newId(), tenant, profileId],
    );
    await client.query("select graphile_worker.add_job('issue_invoices')");
  });
}

test('an invoice is issued, read by partner and tenant, and partly credited', async () => {
  const bakery = await tenantId(nora, 'bakery');
  const profile = await nora.post('/billing-profiles', {
    name: 'Small office',
    currency: 'USD',
    terms: { monthlyFee: '25.00', extensionFee: '4.50', taxes: TAXES },
  });
  const { version: _version, ...identity } = await nora.get('/invoice-settings');
  await nora.put('/invoice-settings', { ...identity, taxIds: ['EIN 12-3456789'] });
  await nora.patch(`/tenants/${bakery}`, { billingProfileId: profile.id });
  await page.goto('/invoices');
  await letAMonthPass(bakery, profile.id);
  // the run may also issue invoices of the demo’s own cycles
  const invoice = await until('the invoice', async () =>
    (await nora.get('/invoices')).items.find(({ plan }: { plan: string }) => plan === 'Small office'),
  );
  await page.reload();
  await row(page, 'Invoices', invoice.number).waitFor();
  await window.check();
  // a monthly fee of 25.00, and three extensions of 4.50; three fees of 0.75, and 10 % of all that
  expect(invoice).toMatchObject({ net: '38.50', tax: '6.33', total: '44.83', currency: 'USD' });
  expect((await nora.get(`/invoices/${invoice.id}`)).seller.taxIds).toEqual(['EIN 12-3456789']);

  await page.getByRole('link', { name: invoice.number }).click();
  await page.getByRole('heading', { name: `Invoice ${invoice.number}` }).waitFor();
  await page.getByText('State tax (10 % of 40.75 USD)').waitFor();
  await window.check();
  await button(page, 'Credit').click();
  await window.check();
  await button(dialog(), 'Issue credit note').click();
  await dialog().locator('textarea[aria-invalid=true]').waitFor();
  await field(dialog(), 'Reason').fill('The phones were out for a day.');
  await dialog().getByRole('textbox').first().fill('5.00');
  await button(dialog(), 'Issue credit note').click();
  await dialog().waitFor({ state: 'detached' });
  await page.getByText('The phones were out for a day.').waitFor();
  await window.check();
  expect(await nora.get(`/invoices/${invoice.id}`)).toMatchObject({ credited: '5.50', due: '39.33' });
  const download = page.waitForEvent('download');
  await button(page, 'Download PDF').first().click();
  const file = await download;
  expect(file.suggestedFilename()).toBe(`${invoice.number}.pdf`);
  expect(
    readFileSync(await file.path())
      .subarray(0, 5)
      .toString(),
  ).toBe('%PDF-');

  await page.goto('/settings');
  await page.getByRole('heading', { name: 'Invoices' }).waitFor();
  await window.check();

  await window.become(await product.signIn(BAKERY_OWNER));
  await page.goto(`/tenants/${bakery}/billing`);
  await page.getByRole('link', { name: invoice.number }).click();
  await page.getByText('Billed to').waitFor();
  await page.getByText('$39.33').first().waitFor();
  await window.check();
});
