import { afterEach, expect, test } from 'vitest';
import { createTenant, type TestTenant } from '../../tenants.ts';
import { until } from '../../until.ts';
import { nora, page, product, useBrowserSession, window } from '../browser-session.ts';
import { CARLA, NORA, tenantId } from '../demo.ts';
import { button, field, reasonOf, row, tab } from '../pages.ts';

// Dialogs and forms after changes by other users, lost connections and accidental keys. No calls are made.

useBrowserSession({ VOICE: 'off' }, async () => window.become(await product.signIn(NORA)));
afterEach(async () => {
  await page.context().setOffline(false);
});

const dialog = (name?: string | RegExp) => page.getByRole('dialog', { ...(name && { name }) });
const closed = () => dialog().first().waitFor({ state: 'detached' });
const statusOf = async ({ path }: TestTenant) => (await nora.get(path)).status;
const newTrial = (name: string, prefix: string) =>
  createTenant(nora.ask, { name, prefix, fields: { status: 'TRIAL' } });

test('pressing Enter right after typing derives the new tenant’s prefix from its whole name', async () => {
  await page.goto('/tenants');
  await button(page, 'New tenant').click();
  await field(dialog(), 'Name').fill('Wine');
  await until('the first suggestion', async () => (await field(dialog(), 'SIP prefix').inputValue()) === 'wine');
  await field(dialog(), 'Name').fill('Winery');
  await field(dialog(), 'Name').press('Enter');
  await page.getByRole('heading', { name: 'Dashboard' }).waitFor();
  expect((await nora.get('/tenants?search=Winery')).items).toMatchObject([{ sipPrefix: 'winery' }]);
});

test('an action without a connection fails at once, and is not retried later', async () => {
  const tenant = await newTrial('Brewery', 'brewery');
  await page.goto('/tenants');
  await button(page, 'Delete Brewery').click();
  await field(dialog(), 'Type the tenant’s name to confirm: Brewery').fill('Brewery');
  await page.context().setOffline(true);
  await button(dialog(), 'Delete tenant').click();
  await dialog().getByText('The server can’t be reached').waitFor();
  await button(dialog(), 'Keep the tenant').click();
  await closed();
  await page.context().setOffline(false);
  await page.getByRole('searchbox', { name: 'Search tenants' }).fill('Brewery');
  await row(page, 'Tenants', 'Bakery').waitFor({ state: 'detached' });
  expect(await statusOf(tenant)).toBe('TRIAL');
});

test('a confirmation accepts the name with any spaces, and asks for the new name of a renamed tenant', async () => {
  const { path } = await newTrial('Old  Dairy', 'dairy');
  await page.goto('/tenants');
  await button(page, 'Delete Old Dairy').click();
  await field(dialog(), 'Type the tenant’s name to confirm: Old Dairy').waitFor();
  await dialog().getByRole('textbox').fill('Old  Dairy');
  await nora.patch(path, { name: 'New Dairy' });
  await button(dialog(), 'Delete tenant').click();
  await field(dialog(), 'Type the tenant’s name to confirm: New Dairy').waitFor();
  expect(await reasonOf(button(dialog(), 'Delete tenant'))).toContain('“New Dairy”');
  await button(dialog(), 'Keep the tenant').click();
  await closed();
});

test('when two admins set limits at once, the second sees both changes and can keep both', async () => {
  const path = `/tenants/${await tenantId(nora, 'bakery')}/limits`;
  await page.goto(path);
  const form = page.getByRole('form', { name: 'Limits' });
  await field(form, 'Numbers').fill('7');
  await nora.put(path, { ...(await nora.get(path)), maxExtensions: 9 });
  await button(form, 'Save limits').click();
  const conflict = form.getByRole('alert');
  await conflict.waitFor();
  expect(await conflict.getByRole('listitem').allInnerTexts()).toEqual(['Extensions is now “9”, was “empty”.']);
  const isFocused = () => conflict.evaluate((element) => element === element.ownerDocument.activeElement);
  await until('the focus on the conflict', isFocused);
  await window.check();
  await button(conflict, 'Keep both').click();
  await button(form, 'Save limits').click();
  await page.getByText('They apply from now on.').first().waitFor();
  expect(await nora.get(path)).toMatchObject({ maxExtensions: 9, maxDids: 7 });
});

test('a status chosen before another admin deleted the tenant doesn’t reactivate it', async () => {
  const tenant = await newTrial('Roastery', 'roastery');
  await page.goto('/tenants');
  await button(page, 'Edit Roastery').click();
  await dialog().getByRole('radio', { name: 'Suspended' }).check();
  await dialog().getByRole('radio', { name: 'Suspected fraud or abuse' }).check();
  await field(dialog(), 'Default CNAM').fill('ROAST');
  await tenant.cancel();
  await button(dialog(), 'Save changes').click();
  const item = dialog().getByRole('alert').getByRole('listitem');
  await item.waitFor();
  expect(await item.allInnerTexts()).toEqual([
    'Status is now “Cancelled”, was “Trial”. You typed “Suspended”. That is no longer possible.',
  ]);
  await button(dialog(), 'Keep both').click();
  await button(dialog(), 'Save changes').click();
  await dialog().getByRole('alert').waitFor();
  expect(await statusOf(tenant)).toBe('CANCELLED');
  await button(dialog(), 'Cancel').click();
});

test('removing a profile that has changed meanwhile needs a second confirmation', async () => {
  const profile = await nora.post('/billing-profiles', { name: 'Retail', currency: 'EUR' });
  await page.goto('/billing-profiles');
  await button(page, 'Delete Retail').click();
  await nora.patch(`/billing-profiles/${profile.id}`, { name: 'Retail 2' });
  await button(dialog(), 'Delete profile').click();
  await dialog().getByText('Someone has just changed this').waitFor();
  await button(page, 'Delete Retail 2').waitFor();
  await button(dialog(), 'Delete profile').click();
  await closed();
  const { items } = await nora.get('/billing-profiles');
  expect(items.map(({ name }: { name: string }) => name)).not.toContain('Retail 2');
});

test('a partner sets limits of spend and minutes for a tenant, and for new ones', async () => {
  const path = `/tenants/${await tenantId(nora, 'bakery')}/limits`;
  await page.goto(path);
  const form = page.getByRole('form', { name: 'Limits' });
  await field(form, 'Spend per billing cycle').fill('250,00');
  await field(form, 'Minutes per billing cycle').fill('500');
  await form.getByRole('switch', { name: 'Suspend at a limit' }).check({ force: true });
  await button(form, 'Save limits').click();
  await form.getByText('Enter an amount such as 250.00.').waitFor();
  await field(form, 'Spend per billing cycle').fill('250.00');
  await button(form, 'Save limits').click();
  await page.getByText('They apply from now on.').first().waitFor();
  await window.check();
  const spend = { amount: '250.00', currency: 'USD' };
  expect(await nora.get(path)).toMatchObject({ monthlySpend: spend, maxMonthlyMinutes: 500, autoSuspend: true });

  await page.goto('/tenant-defaults');
  await field(page, 'Minutes per billing cycle').fill('900');
  await page.getByRole('radio', { name: /Suspend the tenant/ }).check();
  await button(page, 'Save defaults').click();
  await page.getByText('New tenants start with these.').first().waitFor();
  await window.check();
  expect(await nora.get('/tenant-defaults')).toMatchObject({
    suspensionBehavior: 'suspend',
    defaultLimits: { maxMonthlyMinutes: 900 },
  });
});

test('leaving a page with unsaved input asks first', async () => {
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
  // after saving, there is no question
  await tab(page, 'Settings').click();
  await field(form, 'Default CNAM').fill('BREAD');
  await button(form, 'Save settings').click();
  await page.getByText('Bakery saved').waitFor();
  await tab(page, 'Extensions').click();
  await row(page, 'Extensions', 'Counter').waitFor();
  expect(await dialog().count()).toBe(0);
});

test('a page opened offline says so, and loads when the connection is back', async () => {
  // a page that no earlier test has loaded, without the pointer on a link to it
  await page.mouse.move(0, 0);
  await page.goto(`/tenants/${await tenantId(nora, 'bakery')}`);
  await page.getByRole('heading', { name: 'Dashboard' }).waitFor();
  await page.context().setOffline(true);
  await tab(page, 'Schedules').click();
  await page.getByRole('heading', { name: 'You’re offline' }).waitFor();
  await page.context().setOffline(false);
  await page.getByRole('heading', { name: 'Schedules' }).waitFor();
  expect(new URL(page.url()).pathname).toMatch(/\/schedules$/);
});

test('an unknown URL keeps the header, and “Loading…” shows before the script arrives', async () => {
  await page.goto('/nowhere');
  await page.getByRole('heading', { name: 'Page not found, or you don’t have access' }).waitFor();
  await expect
    .poll(() => page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Numbers' }).count())
    .toBe(1);
  await page.route('**/assets/*.js', (route) => route.abort());
  await page.goto('/');
  await page.getByText('Loading…').waitFor();
  await page.unroute('**/assets/*.js');
});

test('one dialog assigns a number to a tenant and routes it', async () => {
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

test('a partner edits limits in the tenant’s dialog', async () => {
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

test('keeping a tenant restores the chosen status, and Escape discards no input', async () => {
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

test('a password to hand over stays on screen until Done', async () => {
  await page.goto(`/tenants/${await tenantId(nora, 'bakery')}/users`);
  await button(page, 'New user').click();
  await field(dialog(), 'Email').fill('new@bakery.example');
  await field(dialog(), 'Name').fill('New');
  await button(dialog(), 'Generate password').click();
  await button(dialog(), 'Create user').click();
  const handover = dialog('Ready to hand over');
  await handover.waitFor();
  await page.keyboard.press('Escape');
  expect(await button(handover, 'Close').count()).toBe(0);
  await button(handover, 'Done').click();
  await closed();
  await row(page, 'Users', 'new@bakery.example').waitFor();
});

test('an admin changes the own password on the account page only', async () => {
  const bakery = await tenantId(nora, 'bakery');
  const password = 'seven quiet rivers';
  const email = 'boss@bakery.example';
  await nora.post(`/tenants/${bakery}/users`, { email, name: 'Boss', role: 'tenant_admin', password });
  await window.become(await product.signIn(email, password));
  await page.goto(`/tenants/${bakery}/users`);
  await button(page, 'Edit Boss').click();
  await dialog('Edit Boss').getByRole('link', { name: 'Your account' }).waitFor();
  expect(await dialog('Edit Boss').getByRole('radio', { name: 'Set a new one' }).count()).toBe(0);
  await button(dialog('Edit Boss'), 'Cancel').click();
  await closed();
  await button(page, 'Edit New').click();
  await dialog('Edit New').getByRole('radio', { name: 'Set a new one' }).waitFor();
  await button(dialog('Edit New'), 'Cancel').click();
  await closed();
  await window.become(await product.signIn(NORA));
});

test('signing in as another user in a second tab clears the first tab', async () => {
  await page.goto('/tenants');
  await row(page, 'Tenants', 'Bakery').waitFor();
  await window.become(await product.signIn(CARLA));
  await page.evaluate('dispatchEvent(new Event("visibilitychange"))');
  await page.waitForURL(`${product.address}/`);
  expect(await page.getByRole('banner').innerText()).toContain('Contoso Lines');
  await window.become(await product.signIn(NORA));
});

test('the focus returns to the button that opened a dialog, also if its form replaced its loading', async () => {
  await page.goto('/tenants');
  const edit = button(page, 'Edit Bakery');
  await edit.focus();
  await page.keyboard.press('Enter');
  await field(dialog('Edit Bakery'), 'Billing email').waitFor();
  await page.keyboard.press('Escape');
  await closed();
  const focused = edit.and(page.locator(':focus'));
  await focused.waitFor();
  expect(await focused.count()).toBe(1);
});

test('a dialog whose object is still loading says so', async () => {
  await page.goto(`/tenants/${await tenantId(nora, 'bakery')}/extensions`);
  const loading = Promise.withResolvers<void>();
  await page.route(/\/extensions\/[0-9a-f-]+$/, async (route) => {
    await loading.promise;
    await route.continue();
  });
  await button(page, 'Edit 101').click();
  await page.getByRole('status').filter({ hasText: 'Loading…' }).waitFor();
  expect(await dialog().count()).toBe(0);
  loading.resolve();
  await dialog('Edit extension 101').waitFor();
  await page.unrouteAll();
  await button(dialog(), 'Cancel').click();
  await closed();
});

test('a select says that it searches until the response is there, and only then that nothing was found', async () => {
  await page.goto('/audit');
  const tenant = page.getByRole('combobox', { name: 'Tenant' });
  await tenant.fill('nobody');
  await page.getByText('Nothing found').waitFor();
  const searched = Promise.withResolvers<void>();
  await page.route(/\/tenants\?.*search=bak/, async (route) => {
    await searched.promise;
    await route.continue();
  });
  await tenant.fill('bak');
  await page.getByText('Searching…').waitFor();
  expect(await page.getByText('Nothing found').count()).toBe(0);
  searched.resolve();
  await page.getByRole('option', { name: 'Bakery' }).waitFor();
  await page.unrouteAll();
});

test('on a phone, no list scrolls sideways, and each row shows its actions', async () => {
  const bakery = `/tenants/${await tenantId(nora, 'bakery')}`;
  await page.setViewportSize({ width: 390, height: 800 });
  const lists = [
    { path: '/tenants', action: 'Delete Bakery' },
    { path: `${bakery}/extensions`, action: 'Delete 101' },
    { path: `${bakery}/contacts`, action: 'Delete Maria Rossi' },
    { path: `${bakery}/activity`, action: null },
  ];
  for (const { path, action } of lists) {
    await page.goto(path);
    const list = page.getByRole('table').first();
    await list.locator('tbody tr').filter({ hasNotText: 'Loading' }).first().waitFor();
    const [shown, needed] = await list.evaluate(({ parentElement: frame }) => [frame?.clientWidth, frame?.scrollWidth]);
    expect(needed, path).toBe(shown);
    if (action) {
      const { x = 0, width = 0 } = (await button(page, action).boundingBox()) ?? {};
      expect(x + width, action).toBeLessThanOrEqual(390);
    }
    await window.check();
  }
  await page.setViewportSize({ width: 1280, height: 800 });
});
