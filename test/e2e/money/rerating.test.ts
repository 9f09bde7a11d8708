import { expect, test } from 'vitest';
import { newId } from '../../../src/platform/values/ids.ts';
import { nora, page, product, useBrowserSession, window } from '../browser-session.ts';
import { inDatabase } from '../installed-database.ts';
import { button, field, row } from '../pages.ts';

useBrowserSession({ VOICE: 'off' }, () => window.become(nora));

/** A minute to London that ended a while ago without a price. */
async function insertUnrated(tenant: string): Promise<void> {
  await inDatabase(product.installation, async (client) => {
    await client.query(
      `insert into call_charges (call_id, leg, partner_id, tenant_id, cycle_id, state, reason, number, charge_class, currency, billable_seconds, answered_at, ended_at)
       select $1, 1, partner_id, tenant_id, id, 'unrated', 'not_rated', '+442079460999', 'international', currency, 60, now(), now()
       from billing_cycles where tenant_id = $2`,
      [newId(), tenant],
    );
  });
}

test('a call without a price is listed, and rated again after a preview of the total', async () => {
  const { id: bookshop } = await nora.post('/tenants', { name: 'Bookshop', sipPrefix: 'bookshop', status: 'ACTIVE' });
  const table = await nora.post('/rate-tables', { name: 'London', currency: 'USD' });
  await nora.post(`/rate-tables/${table.id}/import`, {
    csv: 'Prefix,Destination,Per minute,Increments\n44,United Kingdom,0.60,60/60',
  });
  const terms = { outboundRates: table.id };
  const profile = await nora.post('/billing-profiles', { name: 'Monthly', currency: 'USD', terms });
  await nora.patch(`/tenants/${bookshop}`, { billingProfileId: profile.id });
  await page.goto('/unrated-calls');
  await page.getByText('Every call has a price').waitFor();
  await insertUnrated(bookshop);
  await page.reload();
  await row(page, 'Calls without a price', 'Bookshop').getByText('London').waitFor();
  await window.check();

  await button(page, 'Rate again').click();
  const dialog = page.getByRole('dialog', { name: 'Rate calls again' });
  await dialog.getByRole('combobox', { name: 'Rate table' }).click();
  await page.getByRole('option', { name: 'London' }).click();
  await dialog.getByRole('combobox', { name: 'Its rates from' }).click();
  await page.getByRole('option', { name: /1 rate/ }).click();
  const today = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  await dialog.getByLabel(/^First day/).fill(today);
  await field(dialog, 'Last day').fill(tomorrow);
  await button(dialog, 'Preview').click();
  await dialog.getByText('1 call gets a price: $0.60 in all.').waitFor();
  await window.check();
  await button(dialog, 'Rate again for $0.60').click();
  await page.getByText('Every call has a price').waitFor();
  expect(await nora.get('/unrated-calls')).toMatchObject({ total: 0 });
});
