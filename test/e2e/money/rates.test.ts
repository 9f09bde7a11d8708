import { expect, test } from 'vitest';
import { nora, page, product, useBrowserSession, window } from '../browser-session.ts';
import { BAKERY_OWNER, CARLA, NORA, tenantId } from '../demo.ts';
import { button, field, row } from '../pages.ts';
import { OPERATOR } from '../product.ts';

useBrowserSession({ VOICE: 'off' }, async () => window.become(await product.signIn(NORA)));

const dialog = () => page.getByRole('dialog');
const RATES =
  'Prefix,Destination,Per minute,Increments,Class\n44,United Kingdom,0.02,60/60,\n4420,London,0.015,60/60,premium\n';

test('a rate table is created, imported from a file, and shows what a call to a number costs', async () => {
  await page.goto('/rates');
  await row(page, 'Rate tables', 'Standard, USD').waitFor();
  await window.check();
  await button(page, 'New rate table').click();
  await field(dialog(), 'Name').fill('Wholesale buyers');
  await button(dialog(), 'Create rate table').click();
  await page.getByRole('link', { name: 'Wholesale buyers' }).click();
  await page.getByText('No rates yet').waitFor();

  await button(page, 'Import rates').first().click();
  await field(dialog(), 'Or paste its text').fill(`${RATES}33,France,"0,02",60/60\n`);
  await button(dialog(), 'Preview').click();
  await dialog().getByText('Write “0,02” with a decimal point').waitFor();
  await window.check();
  await field(dialog(), 'Or paste its text').fill(RATES);
  await button(dialog(), 'Preview').click();
  await dialog().getByText('$0.015 a minute, 60/60, Premium').waitFor();
  await button(dialog(), 'Import 2 rates').click();
  await dialog().waitFor({ state: 'detached' });
  await row(page, 'Rates', '+4420').waitFor();

  await field(page, 'Number').fill('+44 20 7946 0999');
  await page.getByText('a call of one minute would cost $0.015, by the prefix +4420').waitFor();
  await page.getByText('Class in the table: Premium.').waitFor();
  await window.check();
  await field(page, 'Number').fill('+33 1 99 00 12 34');
  await page.getByText('this table has no rate for it').waitFor();
  expect((await nora.get('/rate-tables')).items).toMatchObject([{ name: 'Standard, USD' }, { current: { rates: 2 } }]);
});

test('a large file is read in the background, even while its dialog is closed, and can be cancelled or imported', async () => {
  const table = await nora.post('/rate-tables', { name: 'Large', currency: 'USD' });
  const rows = Array.from({ length: 60_000 }, (_, n) => `${400_000 + n},Place ${n},0.0${1 + (n % 9)},6/6`);
  const csv = `Prefix,Destination,Per minute,Increments\n${rows.join('\n')}`;
  await page.goto(`/rates/${table.id}`);
  const choose = async () => {
    await button(page, 'Import rates').first().click();
    await dialog()
      .getByLabel('File')
      .setInputFiles({ name: 'rates.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
    await button(dialog(), 'Preview').click();
  };
  await choose();
  await button(dialog(), 'Cancel import').click();
  await button(dialog(), 'Preview').waitFor();
  expect((await nora.get(`/rate-tables/${table.id}/imports`)).items).toEqual([]);
  await button(dialog(), 'Preview').click();
  await dialog().getByRole('progressbar', { name: 'Rows read' }).waitFor();
  await window.check();
  await button(dialog(), 'Close').last().click();
  await page.getByText('A rates file is waiting for your confirmation.').waitFor();
  await window.check();
  await button(page, 'Show the import').click();
  await dialog().getByText('60,000 rates are new.').waitFor();
  await button(dialog(), 'Import 60,000 rates').click();
  await dialog().getByRole('progressbar', { name: 'Rates written' }).waitFor();
  await window.check();
  await dialog().waitFor({ state: 'detached' });
  await row(page, 'Rates', '+400000').waitFor();
  expect((await nora.get(`/rate-tables/${table.id}`)).current.rates).toBe(60_000);
});

test('the operator sets what a partner pays; the partner’s admins see cost and margin, its tenants see neither', async () => {
  const operator = await product.signIn(OPERATOR);
  const [partner] = (await operator.get('/operator/partners?search=Contoso')).items;
  await window.become(operator);
  await page.goto(`/operator/partners/${partner.id}`);
  await page.getByText('the cost of calls isn’t known').waitFor();
  await button(page, 'New wholesale table').click();
  await field(dialog(), 'Name').fill('Wholesale, USD');
  await window.check({ platformName: true });
  await button(dialog(), 'Create wholesale table').click();
  await page.getByRole('link', { name: 'Wholesale, USD' }).click();
  await button(page, 'Import rates').first().click();
  await field(dialog(), 'Or paste its text').fill(
    'Prefix,Destination,Per minute,Increments\n44,United Kingdom,0.008,60/60\n4420,London,0.018,60/60\n',
  );
  await button(dialog(), 'Preview').click();
  await button(dialog(), 'Import 2 rates').click();
  await dialog().waitFor({ state: 'detached' });
  await row(page, 'Wholesale rates', '+4420').waitFor();
  await window.check({ platformName: true });

  const carla = await product.signIn(CARLA);
  const table = await carla.post('/rate-tables', { name: 'Retail', currency: 'USD' });
  await carla.post(`/rate-tables/${table.id}/import`, { csv: RATES });
  await window.become(carla);
  await page.goto(`/rates/${table.id}`);
  await row(page, 'Rates', '+4420').getByText('-$0.003').waitFor();
  await field(page, 'Number').fill('+44 1632 960123');
  await page.getByText('It would cost you $0.008, by the prefix +44. Your margin: $0.012.').waitFor();
  await window.check();
  await page.goto('/rates');
  await page.getByRole('link', { name: 'Wholesale, USD' }).click();
  await row(page, 'Wholesale rates', 'London').waitFor();
  expect(await button(page, 'Import rates').count()).toBe(0);
  await window.check();

  const bakery = await tenantId(nora, 'bakery');
  await window.become(await product.signIn(BAKERY_OWNER));
  await page.goto(`/wholesale/${table.id}`);
  await page.getByText('Page not found').waitFor();
  await page.goto(`/tenants/${bakery}/billing`);
  await page.getByRole('heading').first().waitFor();
  expect(await page.getByText(/wholesale|margin/i).count()).toBe(0);
});

test('deleting a wholesale table leads back to its partner, without requesting the deleted table again', async () => {
  const operator = await product.signIn(OPERATOR);
  const [partner] = (await operator.get('/operator/partners?search=Contoso')).items;
  await window.become(operator);
  await page.goto(`/operator/partners/${partner.id}`);
  await page.getByRole('link', { name: 'Wholesale, USD' }).click();
  await button(page, 'Delete').click();
  const refused: string[] = [];
  page.on('response', (response) => {
    if (response.status() === 404) refused.push(response.url());
  });
  await button(dialog(), 'Delete wholesale table').click();
  await page.getByText('the cost of calls isn’t known').waitFor();
  expect(refused).toEqual([]);
});
