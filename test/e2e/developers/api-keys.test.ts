import { expect, test } from 'vitest';
import { until } from '../../until.ts';
import { nora, page, product, useBrowserSession, window } from '../browser-session.ts';
import { BAKERY_OWNER, tenantId } from '../demo.ts';
import { button, field, row } from '../pages.ts';

useBrowserSession({ VOICE: 'off' }, () => window.become(nora));

const dialog = () => page.getByRole('dialog');
const shownKey = async (): Promise<string> =>
  (await dialog().getByRole('status', { name: 'API key' }).innerText()).trim();
const statusFor = async (key: string, path: string): Promise<number> =>
  (await fetch(`${product.address}/api/v1${path}`, { headers: { authorization: `Bearer ${key}` } })).status;

test('a partner creates, uses, replaces and revokes an API key', async () => {
  await page.goto('/developers');
  await page.getByText('No API keys yet').waitFor();
  await window.check();
  await button(page, 'New API key').first().click();
  await field(dialog(), 'Name').fill('CRM sync');
  await dialog().getByRole('checkbox', { name: 'Extensions: read' }).check();
  await dialog().getByRole('checkbox', { name: 'Tenant: users: write' }).check();
  await button(dialog(), 'Create key').click();
  await dialog().getByText('A key with tenant-users.write can make tenant admins').waitFor();
  await window.check();
  await button(dialog(), 'Read everything').click();
  await button(dialog(), 'Create key').click();
  await dialog().getByText('Copy the key now').waitFor();
  await window.check();
  const first = await shownKey();
  expect(await statusFor(first, '/tenants')).toBe(200);
  await button(dialog(), 'I have copied it').click();

  await row(page, 'API keys', 'CRM sync').waitFor();
  await window.check();
  await button(page, `Replace CRM sync …${first.slice(-4)}`).click();
  await dialog()
    .getByRole('radio', { name: /Not at all/ })
    .check();
  await window.check();
  await button(dialog(), 'Create new key').click();
  const second = await shownKey();
  await button(dialog(), 'I have copied it').click();
  await page.getByText('Expired').waitFor();
  expect([await statusFor(first, '/tenants'), await statusFor(second, '/tenants')]).toEqual([401, 200]);

  await button(page, `Edit CRM sync …${second.slice(-4)}`).click();
  await field(dialog(), 'Allowed addresses').fill('192.0.2.1\nnowhere');
  await button(dialog(), 'Save key').click();
  await dialog().getByText('Enter an address such as').waitFor();
  await window.check();
  await field(dialog(), 'Allowed addresses').fill('192.0.2.1');
  await button(dialog(), 'Save key').click();
  await dialog().waitFor({ state: 'detached' });
  expect(await statusFor(second, '/tenants')).toBe(403);

  await button(page, `Revoke CRM sync …${second.slice(-4)}`).click();
  await button(dialog(), 'Revoke key').click();
  await dialog().waitFor({ state: 'detached' });
  expect(await statusFor(second, '/tenants')).toBe(401);
});

test('a tenant’s admin has the page of API keys while the partner allows it', async () => {
  const bakery = await tenantId(nora, 'bakery');
  const owner = await product.signIn(BAKERY_OWNER);
  const pages = () => page.getByRole('navigation', { name: /^Pages of/ });
  await page.goto(`/tenants/${bakery}`);
  await pages().getByRole('link', { name: 'Settings' }).waitFor();
  expect(await pages().getByRole('link', { name: 'API keys' }).count()).toBe(0);

  await page.goto('/developers');
  await button(page, 'Allow…').click();
  await window.check();
  await button(dialog(), 'Allow keys').click();
  await page.getByText('Your tenants’ admins can create API keys').waitFor();
  await window.check();

  await window.become(owner);
  await page.goto(`/tenants/${bakery}`);
  await pages().getByRole('link', { name: 'API keys' }).click();
  await page.getByText('No API keys yet').waitFor();
  await window.check();
  await button(page, 'New API key').first().click();
  await field(dialog(), 'Name').fill('Shop');
  await dialog().getByRole('checkbox', { name: 'Extensions: read' }).check();
  await window.check();
  await button(dialog(), 'Create key').click();
  const key = await shownKey();
  await button(dialog(), 'I have copied it').click();
  await row(page, 'API keys', 'Shop').waitFor();
  expect(await statusFor(key, `/tenants/${bakery}/extensions`)).toBe(200);
  expect(await statusFor(key, '/tenants')).toBe(403);
  const log = `/tenants/${bakery}/api-requests`;
  await until('the log', async () => (await owner.get(log)).total === 2);
  await page.getByRole('link', { name: 'Their requests' }).click();
  await row(page, 'API requests', '/extensions').waitFor();
  await window.check();

  await window.become(nora);
  await page.goto(`/tenants/${bakery}/api-keys`);
  await row(page, 'API keys', 'Shop').waitFor();
  expect(await button(page, 'New API key').count()).toBe(0);
  await window.check();
  await page.goto('/developers');
  await button(page, 'Stop…').click();
  await dialog().getByText('This stops 1 API key of 1 tenant at once').waitFor();
  await window.check();
  await button(dialog(), 'Stop keys').click();
  await page.getByText('Your tenants can’t have API keys.').waitFor();
  await window.check();
  expect(await statusFor(key, `/tenants/${bakery}/extensions`)).toBe(403);
});
