import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { nora, page, product, useBrowserSession, window } from '../browser-session.ts';
import { CARLA } from '../demo.ts';
import { inDatabase } from '../installed-database.ts';
import { button, row, table } from '../pages.ts';
import { OPERATOR } from '../product.ts';

useBrowserSession({ VOICE: 'off' }, () => window.become(nora));

/** Charged calls of a tenant: one on each day of this month so far, and today one more, without a known cost. */
const letCallsBeMade = (tenant: string) =>
  inDatabase(product.installation, async (client) => {
    await client.query(
      `insert into call_charges (call_id, leg, partner_id, tenant_id, cycle_id, state, number, destination, currency, charge_class, billable_seconds,
         charged_seconds, charge_micros, wholesale_micros, wholesale_currency, answered_at, ended_at)
       select gen_random_uuid(), 1, t.partner_id, t.id, gen_random_uuid(), 'rated', '+442079460999', 'London', 'USD', 'international', 60, 60,
         20000, d.cost, case when d.cost is not null then 'USD' end, d.at, d.at
       from tenants t,
         (select 8000 as cost, least(day + interval '12 hours', now()) as at
          from generate_series(date_trunc('month', now()), now(), interval '1 day') day
          union all select null, now()) d
       where t.id = $1`,
      [tenant],
    );
  });

test('the current month shows revenue, cost and margin by day, tenant and destination, and can be downloaded', async () => {
  // her tenants have no billing profile
  await window.become(await product.signIn(CARLA));
  await page.goto('/revenue');
  await page.getByText('Nothing was charged in').waitFor();
  await window.check();
  await window.become(nora);
  // the demo has calls of last month on every day
  await page.goto('/revenue');
  await row(page, 'Tenants, in USD', 'Bakery').waitFor();
  await table(page, 'Tenants, in USD').getByText('Operator’s fees').waitFor();
  await page.getByRole('combobox', { name: 'Month' }).click();
  await page.getByRole('option').nth(1).click();
  await page.waitForURL(/month=/);
  await row(page, 'Top destinations, in USD', 'United States').waitFor();
  await row(page, 'Top destinations, in USD', 'Italy').waitFor();
  await table(page, 'Calls by day, in USD').or(page.getByText('Show as a table')).first().waitFor();
  await window.check();
  const { id: bookshop } = await nora.post('/tenants', { name: 'Bookshop', sipPrefix: 'bookshop', status: 'ACTIVE' });
  const profile = { name: 'By the month', currency: 'USD', terms: { monthlyFee: '25.00' } };
  const { id: billingProfileId } = await nora.post('/billing-profiles', profile);
  await nora.patch(`/tenants/${bookshop}`, { billingProfileId });
  await letCallsBeMade(bookshop);
  await page.goto('/revenue');
  await row(page, 'Tenants, in USD', 'Bookshop').waitFor();
  await row(page, 'Top destinations, in USD', 'London').getByText('At most').waitFor();
  await page.getByText('1 call without a known cost in USD.').waitFor();
  await window.check();
  await page.getByText('Show as a table').click();
  const days = await table(page, 'Calls by day, in USD').getByRole('row').count();
  expect(days).toBeGreaterThan(1);
  await window.check();
  const download = page.waitForEvent('download');
  await button(page, 'Export CSV').click();
  const file = await download;
  expect(file.suggestedFilename()).toBe('revenue.csv');
  expect(readFileSync(await file.path(), 'utf8')).toContain(',USD,');

  await page.getByRole('combobox', { name: 'Month' }).click();
  await page.getByRole('option').nth(1).click();
  await page.waitForURL(/month=/);
  await page.getByText('The whole month').waitFor();
  await window.check();

  await window.become(await product.signIn(OPERATOR));
  await page.goto('/operator/wholesale');
  // what its calls come to, and its fees
  await expect.poll(() => row(page, 'Wholesale by partner', 'Northwind').getByText('$').count()).toBe(2);
  await window.check({ platformName: true });
});
