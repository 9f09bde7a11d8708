import { afterEach, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import type { Window } from './browser.ts';
import { CARLA, NORA, tenantId } from './demo.ts';
import { type BrowserSession, useBrowserSession } from './browser-session.ts';
import { button, field, reasonOf, row, tab } from './pages.ts';
import type { ApiUser } from './api-user.ts';
import { until } from '../until.ts';

// What is typed and what is pressed, when another was faster, the connection is gone or the hand slipped. No call is made here.

let session: BrowserSession;
let nora: ApiUser;
let window: Window;
let page: Page;

useBrowserSession({ VOICE: 'off' }, async (opened) => {
  session = opened;
  ({ nora, window, page } = session);
  await window.become(await session.product.signIn(NORA));
});
afterEach(async () => {
  await page.context().setOffline(false);
});

const dialog = (name?: string | RegExp) => page.getByRole('dialog', { ...(name && { name }) });
const closed = () => dialog().first().waitFor({ state: 'detached' });
const statusOf = async (prefix: string) => (await nora.get(`/tenants/${await tenantId(nora, prefix)}`)).status;

test('sent with Enter at once, a new tenant gets the prefix of its whole name', async () => {
  await page.goto('/tenants');
  await button(page, 'New tenant').click();
  await field(dialog(), 'Name').fill('Wine');
  await until('the first suggestion', async () => (await field(dialog(), 'SIP prefix').inputValue()) === 'wine');
  await field(dialog(), 'Name').fill('Winery');
  await field(dialog(), 'Name').press('Enter');
  await page.getByRole('heading', { name: 'Dashboard' }).waitFor();
  expect((await nora.get('/tenants?search=Winery')).items).toMatchObject([{ sipPrefix: 'winery' }]);
});

test('an act without a connection fails at once, and is not done later', async () => {
  await page.goto('/tenants');
  await button(page, 'Delete Winery').click();
  await field(dialog(), 'Type the tenant’s name to confirm: Winery').fill('Winery');
  await page.context().setOffline(true);
  await button(dialog(), 'Delete tenant').click();
  await dialog().getByText('The server can’t be reached').waitFor();
  await button(dialog(), 'Keep the tenant').click();
  await closed();
  await page.context().setOffline(false);
  await page.getByRole('searchbox', { name: 'Search tenants' }).fill('Winery');
  await row(page, 'Tenants', 'Bakery').waitFor({ state: 'detached' });
  expect(await statusOf('winery')).toBe('TRIAL');
});

test('a name is typed as it is shown, however many spaces, and a new name is shown', async () => {
  const path = `/tenants/${await tenantId(nora, 'winery')}`;
  await nora.patch(path, { name: 'Old  Winery' });
  await page.goto('/tenants');
  await button(page, 'Delete Old Winery').click();
  await field(dialog(), 'Type the tenant’s name to confirm: Old Winery').waitFor();
  await dialog().getByRole('textbox').fill('Old  Winery');
  await nora.patch(path, { name: 'New Winery' });
  await button(dialog(), 'Delete tenant').click();
  await field(dialog(), 'Type the tenant’s name to confirm: New Winery').waitFor();
  expect(await reasonOf(button(dialog(), 'Delete tenant'))).toContain('“New Winery”');
  await button(dialog(), 'Keep the tenant').click();
  await closed();
});

test('two set limits at once: the later one is told, and both are kept', async () => {
  const path = `/tenants/${await tenantId(nora, 'bakery')}/limits`;
  await page.goto(path);
  const form = page.getByRole('form', { name: 'Limits' });
  await field(form, 'Numbers').fill('7');
  await nora.put(path, { ...(await nora.get(path)), maxExtensions: 9 });
  await button(form, 'Save limits').click();
  const told = form.getByRole('alert');
  await told.waitFor();
  expect(await told.getByRole('listitem').allInnerTexts()).toEqual(['Extensions is now “9”, was “empty”.']);
  const isFocused = () => told.evaluate((element) => element === element.ownerDocument.activeElement);
  await until('the focus on what is told', isFocused);
  await window.check();
  await button(told, 'Keep both').click();
  await button(form, 'Save limits').click();
  await page.getByText('They apply from now on.').first().waitFor();
  expect(await nora.get(path)).toMatchObject({ maxExtensions: 9, maxDids: 7 });
});

test('what another admin deleted is not brought back by a status chosen before', async () => {
  const id = await tenantId(nora, 'winery');
  await page.goto('/tenants');
  await button(page, 'Edit New Winery').click();
  await dialog().getByRole('radio', { name: 'Suspended' }).check();
  await dialog().getByRole('radio', { name: 'Suspected fraud or abuse' }).check();
  await field(dialog(), 'Default CNAM').fill('WINE');
  await nora.delete(`/tenants/${id}`, { confirmName: 'New Winery' });
  await button(dialog(), 'Save changes').click();
  const item = dialog().getByRole('alert').getByRole('listitem');
  await item.waitFor();
  expect(await item.allInnerTexts()).toEqual([
    'Status is now “Cancelled”, was “Trial”. You typed “Suspended”. That is no longer possible.',
  ]);
  await button(dialog(), 'Keep both').click();
  await button(dialog(), 'Save changes').click();
  await dialog().getByRole('alert').waitFor();
  expect(await statusOf('winery')).toBe('CANCELLED');
  await button(dialog(), 'Cancel').click();
});

test('what somebody changed meanwhile is removed only after a second look', async () => {
  const profile = await nora.post('/billing-profiles', { name: 'Retail', currency: 'EUR' });
  await page.goto('/tenant-defaults');
  await button(page, 'Remove Retail').click();
  await nora.patch(`/billing-profiles/${profile.id}`, { name: 'Retail 2' });
  await button(dialog(), 'Remove profile').click();
  await dialog().getByText('Somebody has just changed it').waitFor();
  await button(page, 'Remove Retail 2').waitFor();
  await button(dialog(), 'Remove profile').click();
  await closed();
  expect((await nora.get('/billing-profiles')).items).toEqual([]);
});

test('what does not act yet is on no page, and a save of the rest leaves it as it is', async () => {
  const path = `/tenants/${await tenantId(nora, 'bakery')}/limits`;
  const spend = { amount: '250.00', currency: 'CHF' };
  await nora.put(path, { ...(await nora.get(path)), monthlySpend: spend, maxMonthlyMinutes: 500, autoSuspend: true });
  await page.goto(path);
  await field(page, 'Extensions').fill('12');
  expect(await page.getByRole('main').innerText()).not.toMatch(/monthly|minutes|rated|currency/i);
  await button(page, 'Save limits').click();
  await page.getByText('They apply from now on.').first().waitFor();
  expect(await nora.get(path)).toMatchObject({
    maxExtensions: 12,
    monthlySpend: spend,
    maxMonthlyMinutes: 500,
    autoSuspend: true,
  });
  await page.goto(`/tenants/${await tenantId(nora, 'bakery')}/extensions`);
  await button(page, 'Edit 101').click();
  expect(await dialog().innerText()).not.toMatch(/voicemail|record/i);
  await button(dialog(), 'Cancel').click();
  await closed();
});

test('what is typed on a page is asked for before it is left unsaved', async () => {
  const path = `/tenants/${await tenantId(nora, 'bakery')}`;
  await page.goto(`${path}/settings`);
  const form = page.getByRole('form', { name: 'Settings' });
  await field(form, 'Default CNAM').fill('BREAD');
  await tab(page, 'Extensions').click();
  await button(dialog('Leave without saving?'), 'Stay here').click();
  expect(await field(form, 'Default CNAM').inputValue()).toBe('BREAD');
  await tab(page, 'Extensions').click();
  await window.check();
  await button(dialog('Leave without saving?'), 'Leave without saving').click();
  await row(page, 'Extensions', 'Counter').waitFor();
  expect(await nora.get(path)).toMatchObject({ defaultCnam: 'BAKERY' });
  // saved, there is nothing to ask
  await tab(page, 'Settings').click();
  await field(form, 'Default CNAM').fill('BREAD');
  await button(form, 'Save settings').click();
  await page.getByText('Bakery saved').waitFor();
  await tab(page, 'Extensions').click();
  await row(page, 'Extensions', 'Counter').waitFor();
  expect(await dialog().count()).toBe(0);
});

test('a page asked for without a connection says so, and opens when it is back', async () => {
  await page.goto(`/tenants/${await tenantId(nora, 'bakery')}`);
  await page.getByRole('heading', { name: 'Dashboard' }).waitFor();
  await page.context().setOffline(true);
  await tab(page, 'Activity').click();
  await page.getByRole('heading', { name: 'You’re offline' }).waitFor();
  await page.context().setOffline(false);
  await page.getByRole('heading', { name: 'Activity' }).waitFor();
  expect(new URL(page.url()).pathname).toMatch(/\/activity$/);
});

test('an address that leads nowhere keeps the header; something is painted before the script is there', async () => {
  await page.goto('/nowhere');
  await page.getByRole('heading', { name: 'Page not found, or you don’t have access' }).waitFor();
  expect(await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Numbers' }).count()).toBe(1);
  await page.route('**/assets/*.js', (route) => route.abort());
  await page.goto('/');
  await page.getByText('Loading…').waitFor();
  await page.unroute('**/assets/*.js');
});

test('a number is assigned inside the tenant, and rings, in one dialog', async () => {
  const path = `/tenants/${await tenantId(nora, 'clinic')}`;
  await page.goto(`${path}/numbers`);
  await button(page, 'Assign number').click();
  const form = dialog('Assign a number');
  await button(form, 'Assign number').click();
  await form.getByText('Choose a number.').waitFor();
  await form.getByRole('combobox', { name: 'Number' }).fill('0112');
  await page.getByRole('option', { name: '(212) 555-0112' }).click();
  await form.getByRole('combobox', { name: 'Rings at' }).fill('Reception');
  await page.getByRole('option', { name: '201 Reception' }).click();
  await window.check();
  await button(form, 'Assign number').click();
  await closed();
  await page.getByText('(212) 555-0112 assigned').waitFor();
  const { items } = await nora.get(`${path}/dids?search=5550112`);
  expect(items).toMatchObject([{ number: '+12125550112', routing: { kind: 'extension' } }]);
});

test('limits are edited with the rest of a tenant', async () => {
  const path = `/tenants/${await tenantId(nora, 'clinic')}`;
  await page.goto(path);
  await button(page, 'Edit tenant').click();
  await field(dialog(), 'Extensions').fill('40');
  await field(dialog(), 'Billing email').fill('bills@clinic.example');
  await button(dialog(), 'Save changes').click();
  await closed();
  expect(await nora.get(`${path}/limits`)).toMatchObject({ maxExtensions: 40, maxDids: null });
  expect(await nora.get(path)).toMatchObject({ billingEmail: 'bills@clinic.example', status: 'TRIAL' });
});

test('a status that was chosen comes back when the tenant is kept, and what was typed is not lost to Escape', async () => {
  await page.goto('/tenants');
  await button(page, 'Edit Bakery').click();
  await dialog().getByRole('radio', { name: 'Suspended' }).check();
  await dialog().getByRole('radio', { name: 'Cancelled' }).check();
  await dialog('Delete Bakery?').waitFor();
  await page.keyboard.press('Escape');
  await dialog('Delete Bakery?').waitFor({ state: 'detached' });
  expect(await dialog('Edit Bakery').getByRole('radio', { name: 'Suspended' }).isChecked()).toBe(true);
  await page.keyboard.press('Escape');
  await button(dialog('Discard what you typed?'), 'Keep editing').click();
  await button(dialog('Edit Bakery'), 'Cancel').click();
  await closed();
});

test('a password to hand over stays until one is done with it', async () => {
  await page.goto(`/tenants/${await tenantId(nora, 'bakery')}/users`);
  await button(page, 'Add user').click();
  await field(dialog(), 'Email').fill('new@bakery.example');
  await field(dialog(), 'Name').fill('New');
  await button(dialog(), 'Generate password').click();
  await button(dialog(), 'Add user').click();
  const handover = dialog('Ready to hand over');
  await handover.waitFor();
  await page.keyboard.press('Escape');
  expect(await button(handover, 'Close').count()).toBe(0);
  await button(handover, 'Done').click();
  await closed();
  await row(page, 'Users', 'new@bakery.example').waitFor();
});

test('who signs in as somebody else in another tab finds nothing of the former user', async () => {
  await page.goto('/tenants');
  await row(page, 'Tenants', 'Bakery').waitFor();
  await window.become(await session.product.signIn(CARLA));
  await page.evaluate('dispatchEvent(new Event("visibilitychange"))');
  await page.waitForURL(`${session.product.address}/`);
  expect(await page.getByRole('banner').innerText()).toContain('Contoso Lines');
});
