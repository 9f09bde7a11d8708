import { expect, test } from 'vitest';
import { toneFile } from '../../sounds.ts';
import { until } from '../../until.ts';
import { nora, page, useBrowserSession, window } from '../browser-session.ts';
import { NORA, tenantId } from '../demo.ts';
import { button, field, row } from '../pages.ts';
import { step } from '../step.ts';

useBrowserSession({ VOICE: 'off' });
const dialog = () => page.getByRole('dialog');
const choose = async (name: string, file: Buffer) => {
  await dialog().locator('input[type=file]').setInputFiles({ name, mimeType: 'audio/mpeg', buffer: file });
};

test('a user uploads, generates, plays, replaces and deletes sounds on the page', async () => {
  const bakery = `/tenants/${await tenantId(nora, 'bakery')}`;
  await window.signIn(NORA);

  await step('an MP3 is uploaded, converted and plays', async () => {
    await page.goto(`${bakery}/media`);
    await page.getByText('No sounds yet').waitFor();
    await window.check();
    await button(page, 'Upload a sound').first().click();
    await choose('Welcome.mp3', toneFile(2, 'mp3'));
    await window.check();
    await button(dialog(), 'Upload').click();
    await button(page, 'Play Welcome').click();
    await until('the sound is loaded whole', async () =>
      page.evaluate(
        `document.querySelector('audio').readyState >= 3 && Math.abs(document.querySelector('audio').duration - 2) < 0.2`,
      ),
    );
  });

  await step('a text is spoken', async () => {
    await button(page, 'Speak a text').click();
    await field(dialog(), 'Name').fill('Closed');
    await field(dialog(), 'Text').fill('We are closed. Please call again tomorrow.');
    await window.check();
    await button(dialog(), 'Speak').click();
    await row(page, 'Media', 'Closed').getByText('Spoken by the packaged voice').waitFor();
    await button(page, 'Play Closed').waitFor();
  });

  await step('a file that isn’t a sound is refused in the dialog', async () => {
    await button(page, 'Upload a sound').click();
    await choose('List.mp3', Buffer.from('#EXTM3U'));
    await button(dialog(), 'Upload').click();
    await dialog()
      .getByText(/no sound that can be used/)
      .waitFor();
    await page.goto(`${bakery}/media`);
    await dialog().waitFor({ state: 'detached' });
  });

  await step('a damaged replacement keeps the previous sound, and the reason is shown', async () => {
    await button(page, 'Replace Welcome').click();
    await choose('Damaged.wav', Buffer.from('RIFF\0\0\0\0WAVE'));
    await window.check();
    await button(dialog(), 'Replace').click();
    await row(page, 'Media', 'Welcome').getByText('Replacement failed').waitFor();
    await button(page, 'Play Welcome').waitFor();
    await window.check();
  });

  await step('it becomes the hold music, which the library shows', async () => {
    await page.goto(`${bakery}/settings`);
    const music = page.getByRole('form', { name: 'Hold music' });
    const chosen = () => music.getByRole('combobox', { name: 'Hold music' });
    await chosen().click();
    await page.getByRole('option', { name: 'Welcome' }).click();
    await window.check();
    await button(music, 'Save hold music').click();
    await page.getByText('Hold music saved').first().waitFor();
    await page.reload();
    await until('the chosen sound', async () => (await chosen().inputValue()) === 'Welcome');
    await window.check();
    await page.goto(`${bakery}/media`);
    await row(page, 'Media', 'Welcome').getByText('Hold music').waitFor();
    await button(page, 'Delete Welcome').click();
    await dialog().getByText('The hold music becomes the packaged one.').waitFor();
    await window.check();
    await button(dialog(), 'Cancel').click();
    await nora.put(`${bakery}/hold-music`, { mediaId: null });
    await page.reload();
  });

  await step('it is renamed and deleted', async () => {
    await button(page, 'Rename Welcome').click();
    await field(dialog(), 'Name').fill('Greeting');
    await button(dialog(), 'Rename').click();
    await button(page, 'Delete Greeting').click();
    await dialog().getByText('Nothing plays it now.').waitFor();
    await button(dialog(), 'Delete sound').click();
    await row(page, 'Media', 'Greeting').waitFor({ state: 'detached' });
    await expect.poll(() => row(page, 'Media', 'Closed').count()).toBe(1);
  });
});
