import { expect, test } from 'vitest';
import { nora, page, useBrowserSession, window } from '../browser-session.ts';
import { BAKERY_NUMBER, NORA, tenantId } from '../demo.ts';
import { button, field, row } from '../pages.ts';
import { step } from '../step.ts';

// Actions on several tenants or numbers at once: the preview, the progress and the results. No calls are made.

useBrowserSession({ VOICE: 'off' }, () => window.become(nora));

const dialog = () => page.getByRole('dialog');
const bar = () => page.getByRole('region', { name: 'Selection' });
const tick = (name: string) => page.getByRole('checkbox', { name: `Select ${name}` });
const listed = (name: string) => dialog().getByRole('list', { name }).getByRole('listitem').allInnerTexts();
const lines = async (name: string) => (await listed(name)).map((text) => text.replace(/\s*\n\s*/g, ': '));

/** Cancels a tenant and assigns its number to another: a reactivation can't restore the number. */
async function loseNumberOf(prefix: string, to: string): Promise<void> {
  const id = await tenantId(nora, prefix);
  const { name } = await nora.get(`/tenants/${id}`);
  const { items } = await nora.get(`/tenants/${id}/dids`);
  await nora.post(`/tenants/${id}/cancel`, { confirmName: name });
  await nora.post(`/dids/${items[0].id}/assign`, { tenantId: await tenantId(nora, to), acknowledgeAgeing: true });
}

test('a partner suspends several tenants at once and then reactivates them', async () => {
  await step(
    'tenants are suspended in the background, with a result for each; refused ones stay selected',
    async () => {
      await page.goto('/tenants');
      for (const name of ['Bakery', 'Clinic', 'Garage']) await tick(name).check();
      await loseNumberOf('clinic', 'bakery');
      await bar().getByText('3 tenants selected').waitFor();
      await button(bar(), 'Suspend').click();
      await dialog().getByText('0 calls in progress end').waitFor();
      expect(await lines('Selected tenants')).toEqual([
        'Bakery: Active now.',
        'Clinic: Trial now.',
        'Garage: Not changed: suspended.',
      ]);
      await window.check();
      // the request for this tenant is slow
      const bakery = await tenantId(nora, 'bakery');
      const held = Promise.withResolvers<void>();
      await page.route(`**/${bakery}/suspend`, async (route) => {
        await held.promise;
        await route.continue();
      });
      await button(dialog(), 'Suspend 2 tenants').click();
      // a suspension needs a reason
      await dialog().getByText('Choose a reason.').waitFor();
      await dialog().getByRole('radio', { name: 'Past due' }).check();
      await field(dialog(), 'Note').fill('Invoices of October');
      await button(dialog(), 'Suspend 2 tenants').click();
      await button(dialog(), 'Continue in the background').click();
      await bar().getByText('Suspending: 2 of 3, 1 refused').waitFor();
      await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Numbers' }).click();
      await page.getByRole('heading', { name: 'Still in progress' }).waitFor();
      await button(dialog(), 'Stay here').click();
      held.resolve();
      await bar().getByText('Suspend: done, 1 refused').waitFor();
      await page.getByText('1 tenant refused.').waitFor();
      await button(bar(), 'Show the results').click();
      expect(await lines('Results')).toEqual([
        'Bakery: Suspended.',
        'Clinic: A tenant can’t change from CANCELLED to SUSPENDED.',
        'Garage: Not changed: suspended.',
      ]);
      await window.check();
      await button(dialog(), 'Close').last().click();
      await bar().getByText('1 tenant selected').waitFor();
      expect(await tick('Clinic').isChecked()).toBe(true);
      expect(await nora.get(`/tenants/${bakery}`)).toMatchObject({ status: 'SUSPENDED' });
      expect((await nora.get(`/tenants/${bakery}/suspensions`)).items).toMatchObject([
        { reason: 'past_due', note: 'Invoices of October', actor: { email: NORA } },
      ]);
    },
  );

  await step(
    'tenants are reactivated, cancelled ones only on request, with a list of the numbers they lost',
    async () => {
      await tick('Bakery').check();
      await button(bar(), 'Reactivate').click();
      await page.getByRole('heading', { name: 'Reactivate 1 tenant?' }).waitFor();
      expect(await lines('Selected tenants')).toEqual(['Clinic: Stays cancelled.', 'Bakery: Suspended now.']);
      await dialog().getByLabel('Also reactivate the cancelled tenant').check();
      await dialog().getByText('Numbers lost: (212) 555-').waitFor();
      await window.check();
      await button(dialog(), 'Reactivate 2 tenants').click();
      await dialog().getByText('2 of 2').waitFor();
      expect(await lines('Results')).toEqual([
        expect.stringMatching(/^Clinic: Trial again\. Lost: \(212\) 555-\d{4}\.$/),
        'Bakery: Active again.',
      ]);
      await button(dialog(), 'Close').last().click();
      await bar().waitFor({ state: 'detached' });
    },
  );
});

test('the results show a tenant that lost its number until they are closed', async () => {
  await loseNumberOf('garage', 'bakery');
  await page.goto('/tenants?status=suspended');
  await button(page, 'Reactivate Garage').click();
  await dialog().getByText('1 number is lost').waitFor();
  await button(dialog(), 'Reactivate tenant').click();
  await page.getByRole('heading', { name: /^Garage is/ }).waitFor();
  expect(await listed('What happened')).toContainEqual(expect.stringMatching(/1 number is lost.*\(212\) 555-/s));
  await window.check();
  await button(dialog(), 'Close').last().click();
});

test('numbers imported from a CSV file are previewed first, and rejected rows can be fixed', async () => {
  await page.goto('/numbers');
  await button(page, 'Add numbers').first().click();
  await dialog().getByRole('radio', { name: 'CSV file' }).check();
  const csv = `number,note\n+12125550190,ours\nnot a number,\n${BAKERY_NUMBER},ours already\n`;
  await field(dialog(), 'File').setInputFiles({ name: 'numbers.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
  await button(dialog(), 'Preview').click();
  await dialog().getByText('1 number would be added.').waitFor();
  expect(await lines('Rejected lines')).toEqual([
    'Line 3: not a number: This isn’t a phone number such as +12125550101.',
    `Line 4: ${BAKERY_NUMBER}: Already in your inventory.`,
  ]);
  await window.check();
  expect((await nora.get('/dids?search=5550190')).total).toBe(0);
  await button(dialog(), 'Add 1 number').click();
  await dialog().getByText('3 of 3').waitFor();
  await row(page, 'Numbers', '555-0190').waitFor();
  await button(dialog(), 'Fix rejected rows').click();
  expect(await field(dialog(), 'Numbers').inputValue()).toBe(`not a number\n${BAKERY_NUMBER}`);
});
