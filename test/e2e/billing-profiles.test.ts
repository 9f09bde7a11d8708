import { expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import type { ApiUser } from './api-user.ts';
import { type BrowserSession, useBrowserSession } from './browser-session.ts';
import { tenantId } from './demo.ts';
import { button, field, row } from './pages.ts';

let session: BrowserSession;
let nora: ApiUser;
let page: Page;

useBrowserSession({ VOICE: 'off' }, async (opened) => {
  session = opened;
  ({ nora, page } = session);
  await session.window.become(nora);
});

const dialog = () => page.getByRole('dialog');

test('a billing profile is made, says what it charges, and shows who uses it from when on', async () => {
  await page.goto('/billing-profiles');
  await button(page, 'New billing profile').first().click();
  await field(dialog(), 'Name').fill('Small office');
  await button(dialog(), 'Add profile').click();
  await page.getByRole('link', { name: 'Small office' }).click();
  await page.getByText('No tenant uses it yet').waitFor();

  await field(page, 'Monthly fee').fill('25');
  await field(page, 'Per extension').fill('4.505');
  await field(page, 'Included minutes').fill('500');
  await page.getByRole('combobox', { name: 'Outgoing calls' }).click();
  await page.getByRole('option', { name: 'Standard, USD' }).click();
  await button(page, 'Save profile').click();
  await page.getByText('Use at most 2 decimals for USD.').waitFor();
  await field(page, 'Per extension').fill('4.50');
  await button(page, 'Save profile').click();
  await page.getByText('Monthly fee: $0.00 → $25.00').waitFor();

  const [profile] = (await nora.get('/billing-profiles')).items.filter(
    ({ name }: { name: string }) => name === 'Small office',
  );
  const bakery = await tenantId(nora, 'bakery');
  await nora.patch(`/tenants/${bakery}`, { billingProfileId: profile.id });
  await page.reload();
  await row(page, 'Tenants', 'Now').waitFor();
  await session.window.check();

  await page.getByRole('combobox', { name: 'Try it on a tenant' }).click();
  await page.getByRole('option', { name: 'Bakery' }).click();
  await row(page, 'Lines', 'Monthly fee').waitFor();
  await session.window.check();

  await field(page, 'Billing day').fill('15');
  await button(page, 'Save profile').click();
  await page.getByText('Billing day: 1 → 15').waitFor();
  await row(page, 'Tenants', 'From').waitFor();
  await session.window.check();

  await page.goto('/billing-profiles');
  await row(page, 'Billing profiles', '1 tenant').waitFor();
  await session.window.check();
  const refused = await nora.ask('DELETE', `/billing-profiles/${profile.id}`);
  expect(refused).toMatchObject({ status: 409, body: { code: 'profile_in_use' } });
});
