import { expect, test } from 'vitest';
import { until } from '../../until.ts';
import { nora, page, useBrowserSession, window } from '../browser-session.ts';
import { tenantId } from '../demo.ts';
import { button, faultOf, field } from '../pages.ts';

// Text that people type, paste and import is never cut or dropped silently. No calls are made.

useBrowserSession({ VOICE: 'off' }, () => window.become(nora));

const dialog = () => page.getByRole('dialog');

test('a pasted caller name that is too long is not cut, and the field shows by how much', async () => {
  const bakery = await tenantId(nora, 'bakery');
  await page.goto(`/tenants/${bakery}/settings`);
  const cnam = field(page, 'Default CNAM');
  await cnam.fill('THE BAKERY ON MAIN STREET 1');
  expect(await cnam.inputValue()).toBe('THE BAKERY ON MAIN STREET 1');
  expect(await faultOf(cnam)).toContain('Too long by 12: 27 of 15 characters.');
  await window.check();
  await button(page, 'Save settings').click();
  expect((await nora.get(`/tenants/${bakery}`)).defaultCnam).toBe('BAKERY');
  await cnam.fill('CAFÉ "ZÜRICH"');
  await cnam.blur();
  expect(await faultOf(cnam)).toContain('Carriers don’t take accents');
  await cnam.fill('BAKERY TROY');
  await field(page, 'Street').fill('1 Main St');
  await field(page, 'City').fill('Troy');
  await field(page, 'State').fill('Narnia');
  await field(page, 'ZIP code').fill('!!');
  await button(page, 'Save settings').click();
  expect(await faultOf(field(page, 'State'))).toContain('Enter a US state');
  expect(await faultOf(field(page, 'ZIP code'))).toContain('Enter a ZIP code');
  await field(page, 'State').fill('new york');
  await field(page, 'ZIP code').fill('12180');
  await button(page, 'Save settings').click();
  await until('the address to be saved', async () => {
    const { e911Address } = await nora.get(`/tenants/${bakery}`);
    return e911Address.state === 'NY' && e911Address.postalCode === '12180' && e911Address.country === 'US';
  });
  await page.getByText('Address not verified').waitFor();
  await window.check();
});

test('typed numbers and the text of a file both stay when the source changes, and closing asks about either', async () => {
  await page.goto('/numbers');
  await button(page, 'Add numbers').first().click();
  const typed = field(dialog(), 'Numbers');
  const pasted = field(dialog(), 'Or paste its text');
  await typed.fill('+12125550820');
  await dialog().getByRole('radio', { name: 'CSV file' }).check();
  await pasted.fill('+12125550821\n');
  await button(dialog(), 'Preview').click();
  await button(dialog(), 'Add 1 number').waitFor();
  await dialog().getByRole('radio', { name: 'Type or paste' }).check();
  expect(await typed.inputValue()).toBe('+12125550820');
  await dialog().getByRole('radio', { name: 'CSV file' }).check();
  expect(await pasted.inputValue()).toBe('+12125550821\n');
  await button(dialog(), 'Add 1 number').waitFor();
  await window.check();
  await pasted.fill('');
  await page.keyboard.press('Escape');
  await button(page, 'Discard').click();
  await dialog().first().waitFor({ state: 'detached' });
});

test('importing a file finds the number column or asks for it, and lists skipped columns and rows', async () => {
  await page.goto('/numbers');
  await button(page, 'Add numbers').first().click();
  await dialog().getByRole('radio', { name: 'CSV file' }).check();
  const paste = async (csv: string) => {
    await field(dialog(), 'Or paste its text').fill(csv);
    await button(dialog(), /^(Try it out|Preview)$/).click();
  };
  await paste('Account,MSISDN\n4085551234,+12125550811\n4085551235,+12125550811\n4085551236,\n');
  await dialog().getByText('3 rows read from MSISDN.').waitFor();
  await dialog().getByText('Not imported: Account.').waitFor();
  const skipped = dialog().getByRole('list', { name: 'Skipped rows' }).getByRole('listitem');
  expect((await skipped.allInnerTexts()).join(' ')).toMatch(
    /Line 3[^]*Already in line 2\.[^]*Line 4[^]*No number in this row\./,
  );
  await window.check();
  await paste('Name,Home,Work\nAnn,+12125550812,+12125550813\n');
  await dialog().getByText('More than one column could hold the numbers.').waitFor();
  await window.check();
  await dialog().getByRole('combobox', { name: 'Column with the numbers' }).click();
  await page.getByRole('option', { name: 'Work (1 number)' }).click();
  await dialog().getByText('Not imported: Name, Home.').waitFor();
  await button(dialog(), 'Add 1 number').click();
  await page.getByText('1 number added').waitFor();
  expect((await nora.get('/dids?search=5550813')).total).toBe(1);
  expect((await nora.get('/dids?search=5550812')).total).toBe(0);
});
