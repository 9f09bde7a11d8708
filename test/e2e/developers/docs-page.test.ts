import { expect, test } from 'vitest';
import { until } from '../../until.ts';
import { page, product, useBrowserSession } from '../browser-session.ts';
import { button } from '../pages.ts';

useBrowserSession({ VOICE: 'off' });

test('the API reference sends requests only to this service, and violates no content security policy', async () => {
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
  // four megabytes of script and two of description
  await button(page, 'Open Group - Tenants').waitFor();
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

test('the API reference includes the guides, with links between their sections', async () => {
  await page.goto('/api/docs');
  const guides = page.locator('.introduction-description');
  const parts = ['Get a key', 'A first tenant with curl', 'Node', 'Python', 'Errors', 'Lists', 'Versions', 'Sending a request again', 'Limits', 'Compatibility', 'API keys', 'Sandbox', 'Webhooks', 'Webhooks of call flows', 'Error codes']; // prettier-ignore
  for (const name of parts) await guides.getByRole('heading', { name, exact: true }).waitFor();
  await guides.getByRole('link', { name: 'API keys', exact: true }).click();
  await page.waitForURL(/#description\/api-keys$/);
  const heading = guides.getByRole('heading', { name: 'API keys', exact: true });
  await until('its section', async () => {
    const { y } = (await heading.boundingBox()) ?? { y: -1 };
    return y >= 0 && y < (page.viewportSize()?.height ?? 0);
  });
  const links = await guides.getByRole('link').evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
  expect(links.filter((link) => !/^(#description\/[\w-]+|https:\/\/[\w.]+)$/.test(link))).toEqual([]);
  const sections = await guides
    .locator('[id]')
    .evaluateAll((all) => all.map(({ id }) => id.replace(/^.*(?=description\/)/, '#')));
  expect(links.filter((link) => link.startsWith('#') && !sections.includes(link))).toEqual([]);
});
