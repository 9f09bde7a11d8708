import { expect, test } from 'vitest';
import { page, product, useBrowserSession } from './browser-session.ts';
import { button } from './pages.ts';

useBrowserSession({ VOICE: 'off' });

test('the API reference asks this service alone, and its policy has nothing to report', async () => {
  const strangers: string[] = [];
  const reports: string[] = [];
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol.startsWith('http') && origin !== product.address) strangers.push(request.url());
  });
  page.on('console', (message) => {
    if (/content security policy/i.test(message.text())) reports.push(message.text());
  });
  await page.goto('/api/docs');
  await button(page, 'Open Group - Tenants').click();
  await page
    .getByRole('link', { name: /^List tenants/ })
    .first()
    .click();
  await page.getByRole('heading', { name: 'List tenants', exact: true }).waitFor();
  await page
    .getByRole('button', { name: /Test Request.*\/tenants\)/ })
    .first()
    .click();
  const answer = page.waitForResponse((response) => new URL(response.url()).pathname === '/api/v1/tenants');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Send Request/ })
    .click();
  // nobody is signed in
  expect((await answer).status()).toBe(401);
  expect(strangers).toEqual([]);
  expect(reports).toEqual([]);
});
