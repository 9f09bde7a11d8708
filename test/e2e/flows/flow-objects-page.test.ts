import { expect, test } from 'vitest';
import { content, node } from '../../flow-content.ts';
import { nora, page, useBrowserSession, window } from '../browser-session.ts';
import { NORA, tenantId } from '../demo.ts';
import { button, faultOf, field, reasonOf, row, tab } from '../pages.ts';
import { checkLooks } from '../pictures.ts';
import { step } from '../step.ts';

useBrowserSession({ VOICE: 'off' });
const dialog = () => page.getByRole('dialog');
/** The fourth Thursday of November. */
const thanksgiving = (year: number): number => 22 + ((4 - new Date(Date.UTC(year, 10, 22)).getUTCDay() + 7) % 7);

test('a user adds, overrides, edits and deletes a schedule on the page', async () => {
  const garage = `/tenants/${await tenantId(nora, 'garage')}`;
  await window.signIn(NORA);

  await step('a schedule with hours and the US holidays is added', async () => {
    await page.goto(garage);
    await tab(page, 'Schedules').click();
    await page.getByText('No schedules yet').waitFor();
    await checkLooks(window, 'schedules-empty');
    await button(page, 'New schedule').first().click();
    await field(dialog(), 'Name').fill('Office hours');
    await field(dialog(), 'Monday to').fill('18:00');
    await button(dialog(), 'Copy Monday to Tuesday–Friday').click();
    await button(dialog(), 'Add US federal holidays').click();
    const thisYear = new Date().getFullYear();
    const [one, next] = [thanksgiving(thisYear), thanksgiving(thisYear + 1)];
    await dialog()
      .getByText(`fourth Thursday of November: Thu, Nov ${one}, ${thisYear}; Thu, Nov ${next}, ${thisYear + 1}`)
      .waitFor();
    await checkLooks(window, 'schedule-add');
  });

  await step('an error is shown at the hours with the mistake', async () => {
    await field(dialog(), 'Tuesday to').fill('09:00');
    await button(dialog(), 'Create schedule').click();
    expect(await faultOf(field(dialog(), 'Tuesday to'))).toContain('differs from the beginning');
    await field(dialog(), 'Tuesday to').fill('18:00');
    await button(dialog(), 'Create schedule').click();
    await dialog().waitFor({ state: 'detached' });
    await row(page, 'Schedules', 'Office hours').getByText('Mon–Fri 9:00 AM – 6:00 PM').waitFor();
    await checkLooks(window, 'schedules');
  });

  await step('its page shows the next week, and which rule decides at another time', async () => {
    await page.getByRole('link', { name: 'Office hours' }).click();
    await page.getByRole('heading', { name: 'The coming week' }).waitFor();
    await field(page, 'Date and time').fill('2027-11-25T10:00');
    await page.getByRole('status').getByText('Thanksgiving Day').waitFor();
    await checkLooks(window, 'schedule');
  });

  await step('it is overridden until a time, and set back to its hours', async () => {
    await button(page, /^(Close|Open)…$/).click();
    await checkLooks(window, 'schedule-switch');
    await page.getByLabel('Another time').check();
    await field(dialog(), 'Date and time').fill('2020-01-01T10:00');
    await button(dialog(), 'Switch').click();
    expect(await faultOf(field(dialog(), 'Date and time'))).toContain('in the future');
    await dialog().getByRole('radio').nth(2).check();
    await button(dialog(), 'Switch').click();
    await page.getByText(/regardless of the hours/).waitFor();
    await checkLooks(window, 'schedule-switched');
    await button(page, 'Return to the hours').click();
    await page.getByText(/regardless of the hours/).waitFor({ state: 'detached' });
  });

  await step('a holiday is edited', async () => {
    await button(page, 'Edit').click();
    await button(dialog(), 'Edit Christmas Day').click();
    await field(dialog(), 'Name of the holiday').fill('Christmas');
    await button(dialog(), 'Remove Columbus Day').click();
    await button(dialog(), 'Save changes').click();
    await dialog().waitFor({ state: 'detached' });
    await page.getByText('Christmas', { exact: true }).waitFor();
    expect(await page.getByText('Columbus Day').count()).toBe(0);
  });

  await step('a schedule that a call flow uses can’t be deleted, and the reason is shown', async () => {
    const { items } = await nora.get(`${garage}/schedules`);
    const { id } = await nora.post(`${garage}/flows`, { name: 'Main number' });
    const hours = node('hours', 'hours', { scheduleId: items[0].id });
    await nora.put(`${garage}/flows/${id}/draft`, { content: content(hours) });
    await page.goto(`${garage}/schedules`);
    expect(await reasonOf(button(page, 'Delete Office hours'))).toBe(
      'Used by Main number. Choose another there first.',
    );
    await row(page, 'Schedules', 'Office hours').getByRole('link', { name: 'Main number' }).click();
    await page.getByRole('heading', { name: 'Main number' }).waitFor();
  });

  await step('the designer links to a new one', async () => {
    await page.getByRole('region', { name: 'Canvas' }).getByText('hours', { exact: true }).click();
    const link = page.getByRole('link', { name: 'New schedule' });
    expect(await link.getAttribute('href')).toBe(`${garage}/schedules?dialog=create-schedule`);
    await page.goto(`${garage}/schedules?dialog=create-schedule`);
    await dialog().getByText('Weekly hours').waitFor();
    await field(dialog(), 'Name').fill('Night');
    await button(dialog(), 'Create schedule').click();
    await button(page, 'Delete Night').click();
    await button(dialog(), 'Delete schedule').click();
    await row(page, 'Schedules', 'Night').waitFor({ state: 'detached' });
  });
});

test('a number list is filled by hand and from a file', async () => {
  const garage = `/tenants/${await tenantId(nora, 'garage')}`;
  await window.become(nora);

  await step('a new list opens empty', async () => {
    await page.goto(`${garage}/number-lists`);
    await page.getByText('No lists yet').waitFor();
    await button(page, 'New list').first().click();
    await field(dialog(), 'Name').fill('Good customers');
    await button(dialog(), 'Create list').click();
    await page.getByText('No numbers yet').waitFor();
    await checkLooks(window, 'number-list-empty');
  });

  await step('a number is typed, and an invalid one is refused', async () => {
    await button(page, 'Add number').first().click();
    await field(dialog(), 'Number').fill('12');
    await button(dialog(), 'Add number').click();
    expect(await faultOf(field(dialog(), 'Number'))).toContain('Enter a number such as');
    await field(dialog(), 'Number').fill('(212) 555-0199');
    await field(dialog(), 'Note').fill('Head office');
    await button(dialog(), 'Add number').click();
    await row(page, 'Numbers', '(212) 555-0199').getByText('Head office').waitFor();
  });

  await step('a file is previewed before it is imported', async () => {
    await button(page, 'Import').click();
    await dialog()
      .getByRole('textbox')
      .fill('Number,Note\n(212) 555-0199,Head office\n+1646*,Manhattan\nnobody,\n212-555-0142,Garage');
    await button(dialog(), 'Preview').click();
    await dialog().getByText('2 numbers would be added.').waitFor();
    await dialog().getByText('4 rows read from Number.').waitFor();
    await dialog().getByText('Notes read from Note.').waitFor();
    await dialog().getByText('1 row would be rejected.').waitFor();
    await checkLooks(window, 'number-list-import');
    await button(dialog(), 'Import 2 numbers').click();
    await dialog().getByText('1 row was rejected.').waitFor();
    await dialog().getByText('Close', { exact: true }).click();
    await row(page, 'Numbers', '+1646*').getByText('all numbers that begin like this').waitFor();
    await checkLooks(window, 'number-list');
  });

  await step('an import asks for the column with the numbers, and names those that it ignores', async () => {
    await button(page, 'Import').click();
    await dialog().getByRole('textbox').fill('Home,Work,City\n(212) 555-0199,212-555-0142,Troy');
    await button(dialog(), 'Preview').click();
    await dialog().getByRole('combobox', { name: 'Column with the numbers' }).click();
    await page.getByRole('option', { name: /^Work/ }).click();
    await dialog().getByText('1 row read from Work.').waitFor();
    await dialog().getByText('1 number is already here.').waitFor();
    await button(dialog(), 'Cancel').click();
  });

  await step('a number is removed, and the list deleted', async () => {
    await button(page, 'Remove +1646*').click();
    await button(dialog(), 'Remove number').click();
    await row(page, 'Numbers', '+1646*').waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'All number lists' }).click();
    await row(page, 'Number lists', 'Good customers').getByText('2', { exact: true }).waitFor();
    await checkLooks(window, 'number-lists');
    await button(page, 'Delete Good customers').click();
    await button(dialog(), 'Delete list').click();
    await page.getByText('No lists yet').waitFor();
  });
});
