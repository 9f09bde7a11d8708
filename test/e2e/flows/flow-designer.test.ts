import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { until } from '../../until.ts';
import { nora, page, useBrowserSession, window } from '../browser-session.ts';
import { NORA, tenantId } from '../demo.ts';
import { button, field, row, table } from '../pages.ts';
import { step } from '../step.ts';

useBrowserSession({ VOICE: 'off' });
const dialog = () => page.getByRole('dialog');
const panel = (name: string): Locator => page.getByRole('region', { name: `Settings of ${name}`, exact: true });
const palette = (name: string) => button(page.getByRole('complementary', { name: 'Steps to add' }), name);
const testRun = () => page.getByRole('region', { name: 'Test run', exact: true });
const canvas = () => page.getByRole('region', { name: 'Canvas' });
const chooseIn = async (within: Page | Locator, label: string, option: string) => {
  await within.getByRole('combobox', { name: label, exact: true }).click();
  await page.getByRole('option', { name: option, exact: true }).click();
};

test(
  'a flow is built by mouse and keyboard, published, and a number is routed to it',
  { timeout: 240_000 },
  async () => {
    const bakery = `/tenants/${await tenantId(nora, 'bakery')}`;
    await window.signIn(NORA);

    await step('a new flow begins with its start', async () => {
      await page.goto(bakery);
      await page.getByRole('link', { name: 'Call flows', exact: true }).click();
      await page.getByText('No call flows yet').waitFor();
      await window.check();
      await button(page, 'New flow').first().click();
      await field(dialog(), 'Name').fill('Main number');
      await window.check();
      await button(dialog(), 'Create flow').click();
      await page.getByRole('heading', { name: 'Main number' }).waitFor();
      await canvas().getByText('Start', { exact: true }).waitFor();
      await window.check();
    });

    await step('by mouse: a step after the start, a menu, and an extension that rings', async () => {
      await canvas().getByText('Start', { exact: true }).click();
      await palette('Play a sound').click();
      await button(panel('Play a sound'), 'Text to speak').click();
      await field(panel('Play a sound'), 'Text 1').fill('Welcome to the bakery.');
      await palette('Menu').click();
      await button(panel('Menu'), 'Text to speak').click();
      await field(panel('Menu'), 'Text 1').fill('For the counter, press 1.');
      await field(panel('Menu'), 'Name 1').fill('Counter');
      await palette('Ring').click();
      await panel('Ring').getByRole('radio', { name: 'Extension' }).check();
      await chooseIn(panel('Ring'), 'Extension', '101 Counter');
      await window.check();
    });

    await step('an error is shown at its step, and the flow can’t be published', async () => {
      await button(page, 'Publish…').click();
      await dialog().getByText('It can’t be published yet').waitFor();
      await window.check();
      await button(dialog(), 'Cancel').click();
    });

    await step('by keyboard: a mailbox, and the line to it', async () => {
      await page.getByRole('radio', { name: 'Outline' }).check();
      await page.getByRole('treeitem', { selected: true }).focus();
      for (const key of ['ArrowDown', 'ArrowDown']) await page.keyboard.press(key);
      expect(await page.locator('[role=treeitem]:focus').textContent()).toContain('Nobody answered');
      await page.keyboard.press('Enter');
      // a dialog that opens takes the focus once more
      await window.loaded();
      await dialog()
        .getByRole('button', { name: /^Voicemail/ })
        .press('Enter');
      await chooseIn(panel('Voicemail'), 'Mailbox', '101 Counter');
      await page
        .getByRole('treeitem')
        .filter({ hasText: /Ring\s*101 Counter/ })
        .click();
      for (const exit of ['Busy', 'Nobody registered']) await chooseIn(panel('Ring'), exit, 'Voicemail');
      await page.getByRole('treeitem').filter({ hasText: 'For the counter' }).click();
      for (const exit of ['No input', 'Wrong input']) await chooseIn(panel('Menu'), exit, 'Voicemail');
      await window.check();
    });

    await step('it is saved, and unchanged after a reload', async () => {
      await button(page, 'Save draft').click();
      await page.getByText('All changes are saved.').waitFor({ state: 'attached' });
      await page.reload();
      await canvas().getByText('“For the counter, press 1.”').waitFor();
      await window.check();
      await page.emulateMedia({ colorScheme: 'dark' });
      await window.check();
      await page.emulateMedia({ colorScheme: 'light' });
    });

    await step('saving over another user’s change is refused, and nothing is lost', async () => {
      const flowId = new URL(page.url()).pathname.split('/').at(-1);
      const draft = await nora.get(`${bakery}/flows/${flowId}/draft`);
      const theirs = { ...draft.content, name: 'Their number' };
      await nora.put(`${bakery}/flows/${flowId}/draft`, { content: theirs });
      await field(page, 'Name of the flow').fill('My number');
      await button(page, 'Save draft').click();
      await page.getByText('Someone else saved this draft in the meantime').waitFor();
      await window.check();
      expect(await field(page, 'Name of the flow').inputValue()).toBe('My number');
      await button(page, 'Show what they saved').click();
      expect(await field(page, 'Name of the flow').inputValue()).toBe('Their number');
      await button(page, 'Undo').click();
      expect(await field(page, 'Name of the flow').inputValue()).toBe('My number');
      await field(page, 'Name of the flow').fill('Main number');
    });

    await step('a test run highlights the steps, and shows what is heard', async () => {
      await button(page, 'Test run').click();
      await field(testRun(), 'Keys pressed').fill('1');
      await testRun().getByText('The call ends at “Ring”.').waitFor();
      await expect.poll(() => testRun().getByText('“For the counter, press 1.”').count()).toBe(1);
      await window.check();
      await page.emulateMedia({ colorScheme: 'dark' });
      await window.check();
      await page.emulateMedia({ colorScheme: 'light' });
      await chooseIn(testRun(), 'Called people', 'Don’t answer');
      await testRun().getByText('A mailbox takes a message at “Voicemail”.').waitFor();
      await expect.poll(() => canvas().locator('[data-lit]').count()).toBeGreaterThan(4);
      await chooseIn(testRun(), 'Called people', 'Answer');
    });

    await step('the run is saved as a test, which shows at once that a change breaks it', async () => {
      await button(testRun(), 'Save this run as a test').click();
      await field(testRun(), 'Name of the test').fill('The counter answers');
      await window.check();
      await button(testRun(), 'Save test').click();
      await testRun().getByText('passes').waitFor();
      await canvas().getByText('Ring', { exact: true }).click();
      await button(panel('Ring'), 'Delete step').click();
      await testRun().getByText('fails').waitFor();
      await window.check();
    });

    await step('it is published despite a failing test only with a reason', async () => {
      await button(page, 'Publish…').click();
      await dialog().getByText('A test fails', { exact: true }).waitFor();
      await window.check();
      await button(dialog(), 'Cancel').click();
      await button(page, 'Undo').click();
      await testRun().getByText('passes').waitFor();
      await button(testRun(), 'Close the test run').click();
    });

    await step('it is published', async () => {
      await button(page, 'Publish…').click();
      await dialog().getByText('“Menu” is added.').waitFor();
      await field(dialog(), 'Note').fill('First');
      await window.check();
      await button(dialog(), 'Publish').click();
      await page.getByText('Version 1 is published').waitFor();
    });

    await step('a card stays where it was dragged, without a change of the flow', async () => {
      const start = page.locator('.react-flow__node[data-id="start"]');
      const placeOf = () => start.evaluate((card) => card.style.transform);
      const before = await placeOf();
      await start.hover();
      await page.mouse.down();
      const box = await start.boundingBox();
      if (!box) throw new Error('The start is out of sight.');
      await page.mouse.move(box.x + 20, box.y + 120, { steps: 8 });
      await page.mouse.up();
      const moved = await placeOf();
      expect(moved).not.toBe(before);
      await button(page, 'Save draft').click();
      await page.getByText('All changes are saved.').waitFor({ state: 'attached' });
      await page.getByText('Nothing has changed since the last publish.').first().waitFor({ state: 'attached' });
      await page.reload();
      await canvas().getByText('“For the counter, press 1.”').waitFor();
      expect(await placeOf()).toBe(moved);
    });

    await step('an earlier version is viewed, and restored as the draft', async () => {
      await canvas().getByText('Voicemail', { exact: true }).click();
      await field(panel('Voicemail'), 'Name').fill('Take a message');
      await button(page, 'Publish…').click();
      await dialog().getByText('“Take a message” is changed.').waitFor();
      await button(dialog(), 'Publish').click();
      await page.getByText('Version 2 is published').waitFor();
      await button(page, 'Versions').click();
      await page.getByText('Steps: 1 changed').waitFor();
      await window.check();
      await button(page, 'View version 1').click();
      await page.getByText('Version 1, read only').waitFor();
      await canvas().getByText('Voicemail', { exact: true }).click();
      await panel('Voicemail').waitFor();
      expect(await page.getByRole('complementary', { name: 'Steps to add' }).count()).toBe(0);
      await window.check();
      await button(page, 'Restore as draft').click();
      await page.getByText('Restored from version 1').waitFor();
      await canvas().getByText('Voicemail', { exact: true }).waitFor();
      await window.check();
      await button(page, 'Undo').click();
      await canvas().getByText('Take a message', { exact: true }).waitFor();
      await page.getByRole('link', { name: 'All call flows' }).click();
      await row(page, 'Call flows', 'Main number').filter({ hasText: 'Version 2' }).waitFor();
      await window.check();
    });

    await step('before it is deleted, the number that leads to it is shown', async () => {
      await page.goto(`${bakery}/numbers`);
      await window.loaded();
      const destination = table(page, 'Numbers').getByRole('combobox').first();
      const offered = page.getByRole('option', { name: 'Main number' });
      // a row that is drawn again while somebody types forgets what was typed
      await until('the flow is offered', async () => {
        await destination.fill('');
        await destination.fill('Main');
        return offered
          .waitFor({ timeout: 2000 })
          .then(() => true)
          .catch(() => false);
      });
      await offered.click();
      await page.getByText('The next call goes there.').waitFor();
      await window.check();
      await page.goto(`${bakery}/flows`);
      await button(page, 'Delete Main number').click();
      await dialog()
        .getByText(/without a destination/)
        .waitFor();
      await window.check();
      await button(dialog(), 'Delete flow').click();
      await page.getByText('No call flows yet').waitFor();
    });
  },
);
