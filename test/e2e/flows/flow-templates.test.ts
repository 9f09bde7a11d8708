import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { everyDay } from '../../schedules.ts';
import { until } from '../../until.ts';
import { nora, page, useBrowserSession, window } from '../browser-session.ts';
import { NORA, tenantId } from '../demo.ts';
import { button, field, row } from '../pages.ts';
import { checkLooks } from '../pictures.ts';
import { step } from '../step.ts';

useBrowserSession({ VOICE: 'off' });
const dialog = () => page.getByRole('dialog');

/** The value of a select field in the dialog. */
const chosen = (label: string): Promise<string> => dialog().getByRole('combobox', { name: label }).inputValue();
const suggested = (label: string, name: string): Promise<unknown> =>
  until(`${name} is suggested`, async () => (await chosen(label)).includes(name));

/** Gives the tenant a schedule, two groups and a mailbox. */
async function furnish(at: string): Promise<void> {
  const week = everyDay({ kind: 'spans', spans: [{ from: '09:00', to: '17:00' }] });
  await nora.post(`${at}/schedules`, { name: 'Office hours', week });
  const { items } = await nora.get(`${at}/extensions`);
  const members = [{ kind: 'extension', id: items[0].id }];
  await nora.post(`${at}/groups`, { number: '690', name: 'Team', members });
  await nora.post(`${at}/groups`, { number: '691', name: 'Another', members });
  await nora.post(`${at}/mailboxes`, { number: '890', name: 'Messages' });
}

test('a flow is created from a template, saved as one, and copied to a tenant', async () => {
  const clinic = `/tenants/${await tenantId(nora, 'clinic')}`;
  const bakery = `/tenants/${await tenantId(nora, 'bakery')}`;
  await furnish(clinic);
  await furnish(bakery);
  await window.signIn(NORA);

  await step('a flow that can be published is made from the list in three clicks', async () => {
    await page.goto(`${clinic}/flows`);
    await button(page, 'New flow').first().click();
    await dialog().getByRole('radio', { name: 'After-hours voicemail' }).check();
    await suggested('Office hours (schedule)', 'Office hours');
    await suggested('Team (ring group)', '690 Team');
    await checkLooks(window, 'new-flow');
    await button(dialog(), 'Create flow').click();
    await page.getByRole('heading', { name: 'After-hours voicemail' }).waitFor();
    await page.getByRole('region', { name: 'Canvas' }).getByText('Open now?').waitFor();
    await until('all texts are spoken', async () => {
      const { items } = await nora.get(`${clinic}/flows?search=After-hours`);
      return (await nora.get(`${clinic}/flows/${items[0].id}/publish`)).faults.length === 0;
    });
    await checkLooks(window, 'template-flow');
    await button(page, 'Publish…').click();
    await button(dialog(), 'Publish').click();
    await page.getByText('Version 1 is published').waitFor();
  });

  await step('it is saved as a template of the partner', async () => {
    await page.goto(`${clinic}/flows`);
    await checkLooks(window, 'flows');
    await button(page, 'Save as a template: After-hours voicemail').click();
    await field(dialog(), 'Name').fill('House style');
    await field(dialog(), 'What it is for').fill('How we set up small offices.');
    await checkLooks(window, 'save-template');
    await button(dialog(), 'Save template').click();
    await dialog().waitFor({ state: 'detached' });
  });

  await step('another tenant uses it, with its own groups and mailboxes', async () => {
    await page.goto(`${bakery}/flows?dialog=create-flow`);
    await dialog().getByRole('radio', { name: 'House style' }).check();
    await suggested('Team (ring group)', '690 Team');
    await checkLooks(window, 'own-template');
    await button(dialog(), 'Delete this template').click();
    await dialog().last().getByRole('button', { name: 'Delete template' }).click();
    await dialog().getByRole('radio', { name: 'House style' }).waitFor({ state: 'detached' });
  });

  await step('a flow is copied to another tenant as a draft', async () => {
    await page.goto(`${clinic}/flows`);
    await button(page, 'Copy After-hours voicemail').click();
    await dialog().getByRole('combobox', { name: 'Tenant' }).click();
    await page.getByRole('option', { name: /Bakery/ }).click();
    await suggested('Team (ring group)', '690 Team');
    await checkLooks(window, 'copy-flow');
    await button(dialog(), 'Create copy').click();
    await page.getByRole('heading', { name: 'Copy of After-hours voicemail' }).waitFor();
    expect(page.url()).toContain(bakery);
    const { items } = await nora.get(`${bakery}/flows?search=Copy`);
    const { content } = await nora.get(`${bakery}/flows/${items[0].id}/draft`);
    const own = (await nora.get(`${bakery}/groups?search=690`)).items[0].id;
    expect(JSON.stringify(content)).toContain(own);
  });

  await step('a flow is downloaded as a file, and another tenant opens it', async () => {
    await page.goto(`${clinic}/flows`);
    await button(page, 'Copy After-hours voicemail').click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      button(dialog(), 'Download as a file').click(),
    ]);
    expect(download.suggestedFilename()).toBe('After-hours voicemail.json');
    const file = await download.path();
    await page.goto(`${bakery}/flows?dialog=create-flow`);
    const open = async (from: Parameters<Page['setInputFiles']>[1]) => {
      await dialog().locator('input[type=file]').setInputFiles(from);
    };
    await open({ name: 'notes.json', mimeType: 'application/json', buffer: Buffer.from('{}') });
    await dialog().getByText('There is no call flow in this file.', { exact: false }).waitFor();
    await open(file);
    await suggested('Team (ring group)', '690 Team');
    await checkLooks(window, 'flow-file');
    await field(dialog(), 'Name').fill('From a file');
    await button(dialog(), 'Create flow').click();
    await page.getByRole('heading', { name: 'From a file' }).waitFor();
    const { items } = await nora.get(`${bakery}/flows?search=file`);
    const { content } = await nora.get(`${bakery}/flows/${items[0].id}/draft`);
    const own = (await nora.get(`${bakery}/groups?search=690`)).items[0].id;
    expect(JSON.stringify(content)).toContain(own);
    const theirs = (await nora.get(`${clinic}/groups?search=690`)).items[0].id;
    expect(JSON.stringify(content)).not.toContain(theirs);
  });

  await step('it is in the list', async () => {
    await page.goto(`${bakery}/flows`);
    await row(page, 'Call flows', 'Copy of After-hours voicemail').waitFor();
    await window.check();
  });
});
