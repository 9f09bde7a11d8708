import { expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import type { ApiUser } from './api-user.ts';
import { type BrowserSession, useBrowserSession } from './browser-session.ts';
import { BAKERY_OWNER, tenantId } from './demo.ts';
import { button, field, row, tab } from './pages.ts';

let session: BrowserSession;
let nora: ApiUser;
let page: Page;

useBrowserSession({ VOICE: 'off' }, async (opened) => {
  session = opened;
  ({ nora, page } = session);
  await session.window.become(nora);
});

test('the page of all limits shows what each tenant uses, as bars and in words', async () => {
  const bakery = await tenantId(nora, 'bakery');
  const profile = await nora.post('/billing-profiles', { name: 'Monthly', currency: 'USD' });
  await nora.patch(`/tenants/${bakery}`, { billingProfileId: profile.id });
  await nora.put(`/tenants/${bakery}/limits`, { ...(await nora.get(`/tenants/${bakery}/limits`)), maxExtensions: 3 });
  await page.goto('/limits');
  await page.getByRole('heading', { name: 'Usage Limits & Spending Controls' }).waitFor();
  const bar = row(page, 'Limits', 'Bakery').getByRole('meter', { name: 'Extensions' });
  expect(await bar.getAttribute('aria-valuetext')).toBe('3 of 3');
  await row(page, 'Limits', 'Bakery').getByText('$0.00 (no limit)').waitFor();
  await row(page, 'Limits', 'Garage').getByText('Not billed').first().waitFor();
  await session.window.check();
  const caps = { monthlySpend: { amount: '10.00', currency: 'USD' }, maxMonthlyMinutes: 500 };
  await nora.put(`/tenants/${bakery}/limits`, { ...(await nora.get(`/tenants/${bakery}/limits`)), ...caps });
  await page.reload();
  for (const name of ['Spend', 'Minutes']) await row(page, 'Limits', 'Bakery').getByRole('meter', { name }).waitFor();
});

test('a tenant’s own admin sees the usage, and no form for the limits', async () => {
  const bakery = await tenantId(nora, 'bakery');
  await page.goto(`/tenants/${bakery}/limits`);
  await button(page, 'Save limits').waitFor();
  await page.getByText('Billing cycle', { exact: true }).waitFor();
  await session.window.check();
  await session.window.become(await session.product.signIn(BAKERY_OWNER));
  await page.goto(`/tenants/${bakery}`);
  await tab(page, 'Usage & limits').click();
  await page.getByText('At this pace by the end of the cycle').waitFor();
  expect(await field(page, 'Alert at (percent)').count()).toBe(0);
  await session.window.check();
});
