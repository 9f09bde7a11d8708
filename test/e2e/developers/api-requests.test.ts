import { expect, test } from 'vitest';
import { nora, page, product, useBrowserSession, window } from '../browser-session.ts';
import { row } from '../pages.ts';

useBrowserSession({ VOICE: 'off' }, () => window.become(nora));

test('Developers lists the requests of API keys, and filters them by result and key', async () => {
  await page.goto('/');
  await page.getByRole('button', { name: 'Developers' }).click();
  await page.getByRole('menuitem', { name: 'API requests' }).click();
  await page.getByText('No API requests yet').waitFor();
  await window.check();

  const { key: token } = await nora.post('/api-keys', { name: 'CRM sync', scopes: ['tenants.read'] });
  const get = (path: string) =>
    fetch(`${product.address}/api/v1${path}`, { headers: { authorization: `Bearer ${token}` } });
  await get('/tenants?search=bakery');
  const refused = await get('/dids');
  expect(refused.status).toBe(403);
  await row(page, 'API requests', 'GET /tenants').waitFor();
  await row(page, 'API requests', String(refused.headers.get('request-id'))).waitFor();
  await window.check();

  await page.getByText('Refused', { exact: true }).click();
  await row(page, 'API requests', 'GET /tenants').waitFor({ state: 'detached' });
  await row(page, 'API requests', 'GET /dids').waitFor();
  await page.getByText('Failed', { exact: true }).click();
  await page.getByText('Nothing matches these filters.').waitFor();
  await window.check();
});
