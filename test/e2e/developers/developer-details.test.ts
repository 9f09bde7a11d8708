import { expect, test } from 'vitest';
import { nora, page, product, useBrowserSession, window } from '../browser-session.ts';
import { BAKERY_OWNER, tenantId } from '../demo.ts';
import { button, row } from '../pages.ts';

useBrowserSession({ VOICE: 'off' }, () => window.become(nora));

const dialog = () => page.getByRole('dialog');
const value = (name: string) => dialog().getByRole('status', { name, exact: true });

test('a dialog has the object’s external id and metadata in a closed section, which a tenant’s own admin doesn’t see', async () => {
  const bakery = await tenantId(nora, 'bakery');
  const data = { externalId: 'crm-4711', metadata: { plan: 'gold', region: 'Upper East Side' } };
  const [extension] = (await nora.get(`/tenants/${bakery}/extensions`)).items;
  const [number] = (await nora.get(`/dids?tenantId=${bakery}`)).items;
  for (const path of [`/tenants/${bakery}`, `/tenants/${bakery}/extensions/${extension.id}`, `/dids/${number.id}`])
    await nora.patch(path, data);

  await page.goto('/tenants');
  await button(row(page, 'Tenants', 'Bakery'), /^Edit/).click();
  await dialog().getByText('For developers').click();
  await dialog().getByText('crm-4711').scrollIntoViewIfNeeded();
  expect(await value('plan').innerText()).toBe('gold');
  await window.check();

  await page.goto(`/tenants/${bakery}/extensions`);
  await button(row(page, 'Extensions', extension.name), /^Edit/).click();
  await dialog().getByText('For developers').click();
  expect(await value('External ID').innerText()).toBe('crm-4711');
  await window.check();

  await page.goto('/numbers');
  await button(row(page, 'Numbers', '555-0101'), /^Details/).click();
  expect(await value('region').innerText()).toBe('Upper East Side');
  await window.check();

  await window.become(await product.signIn(BAKERY_OWNER));
  await page.goto(`/tenants/${bakery}/extensions`);
  await button(row(page, 'Extensions', extension.name), /^Edit/).click();
  await dialog().getByText('Ring time').waitFor();
  expect(await dialog().getByText('For developers').count()).toBe(0);
});
