import { expect, test } from 'vitest';
import { nora, page, useBrowserSession, window } from '../browser-session.ts';
import { BAKERY_OWNER, tenantId } from '../demo.ts';
import { button, column, field, reasonOf, row, table } from '../pages.ts';
import { step } from '../step.ts';

let bakery: string;

useBrowserSession({}, async () => {
  bakery = await tenantId(nora, 'bakery');
});

const ANN = 'ann@bakery.example';
const dialog = () => page.getByRole('dialog');
const pages = () =>
  page
    .getByRole('navigation', { name: /^Pages of (?!the list)/ })
    .getByRole('link')
    .allTextContents();
const open = (name: string) => page.getByRole('navigation', { name: /^Pages of (?!the list)/ }).getByRole('link', { name, exact: true }).click(); // prettier-ignore

test('an ordinary user sees the calls, messages and recordings of one extension', async () => {
  await step('without an extension, the pages explain what to do', async () => {
    const ann = { email: ANN, name: 'Ann Baker', role: 'tenant_user', password: 'correct horse battery' };
    await nora.post(`/tenants/${bakery}/users`, ann);
    await window.signIn(ANN);
    await page.getByText('You don’t have an extension yet').waitFor();
    expect(await pages()).toEqual(['Directory', 'Contacts', 'Calls', 'Voicemail']);
    await window.check();
  });

  await step('on a narrow screen the pages are a menu', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByRole('button', { name: /^Calls, one of the pages of/ }).click();
    await page.getByRole('menuitem', { name: 'Directory' }).click();
    await page.getByRole('button', { name: /^Directory, one of the pages of/ }).waitFor();
    await window.check();
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  await step('an admin gives them an extension, and allows its recordings', async () => {
    await window.signIn(BAKERY_OWNER);
    await page.goto(`/tenants/${bakery}/users`);
    await button(page, 'Edit Ann Baker').click();
    await dialog().getByRole('combobox', { name: 'Extension' }).click();
    await page.getByRole('option', { name: '101 Counter' }).click();
    await dialog().getByRole('switch', { name: 'Listen to their own recordings' }).check();
    await window.check();
    await button(dialog(), 'Save changes').click();
    await dialog().waitFor({ state: 'detached' });
  });

  await step('the page and the CSV file have the calls of the extension', async () => {
    await window.signIn(ANN);
    await page.getByText('The calls of your extension, 101 Counter.').waitFor();
    expect(await pages()).toEqual(['Directory', 'Contacts', 'Calls', 'Voicemail', 'Recordings']);
    await table(page, 'Call history').waitFor();
    await window.check();
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByText('Export CSV').click()]);
    expect(download.suggestedFilename()).toBe('calls.csv');
  });

  await step('they forward their calls to a colleague from the directory', async () => {
    await button(page, 'Forwarding').click();
    await dialog().getByRole('combobox', { name: 'When nobody answers' }).click();
    await page.getByRole('option', { name: '102 Kitchen' }).click();
    await window.check();
    await button(dialog(), 'Save forwarding').click();
    await dialog().waitFor({ state: 'detached' });
    const { items } = await nora.get(`/tenants/${bakery}/extensions`);
    const idOf = (number: string) => items.find((one: { number: string }) => one.number === number).id;
    const { noAnswer } = await nora.get(`/tenants/${bakery}/extensions/${idOf('101')}/forwarding`);
    expect(noAnswer).toMatchObject({ kind: 'extension', id: idOf('102') });
  });

  await step('they can listen to their message and their recording, but not delete them', async () => {
    await open('Voicemail');
    await row(page, 'Messages', 'MARIA LOPEZ').waitFor();
    await window.check();
    await open('Recordings');
    await button(page, /^Play the recording from/)
      .first()
      .click();
    await dialog().getByRole('slider', { name: 'Position' }).waitFor();
    await window.check();
    await button(dialog(), 'Close').last().click();
    expect(await reasonOf(button(page, /^Delete the recording/).first())).toContain('Ask an admin');
  });

  await step('the directory lists their colleagues', async () => {
    await open('Directory');
    await row(page, 'Directory', 'Counter').getByText('You').waitFor();
    expect(await column(page, 'Directory', 'Number')).toEqual(['101', '102', '103', '600']);
    await field(page, 'Search directory').fill('kit');
    await row(page, 'Directory', 'Counter').waitFor({ state: 'detached' });
    await window.check();
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  });
});
