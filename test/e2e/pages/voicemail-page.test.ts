import { expect, test } from 'vitest';
import { writePhoneWav } from '../../../src/platform/audio/wav.ts';
import { until } from '../../until.ts';
import { nora, page, useBrowserSession, window } from '../browser-session.ts';
import { NORA, tenantId } from '../demo.ts';
import { button, field, row, table } from '../pages.ts';
import { step } from '../step.ts';

useBrowserSession({ VOICE: 'off' });
const dialog = () => page.getByRole('dialog');

test('a user plays, marks and deletes messages and edits mailboxes on the page', async () => {
  const bakery = `/tenants/${await tenantId(nora, 'bakery')}`;
  await window.signIn(NORA);

  await step('the demo’s message plays, and is marked as heard', async () => {
    await page.goto(`${bakery}/voicemail`);
    await row(page, 'Messages', 'MARIA LOPEZ').getByText('New', { exact: true }).waitFor();
    await window.check();
    await button(page, 'Play message from MARIA LOPEZ').click();
    await until('the message is heard to its end', async () =>
      page.evaluate(`document.querySelector('audio').readyState >= 3 && document.querySelector('audio').duration > 2`),
    );
    await row(page, 'Messages', 'MARIA LOPEZ').getByText('New', { exact: true }).waitFor({ state: 'detached' });
    await button(page, 'Speed 1×').click();
    await button(page, 'Speed 1.5×').waitFor();
    expect(await page.evaluate('document.querySelector("audio").playbackRate')).toBe(1.5);
  });

  await step('the keyboard moves the position', async () => {
    const place = page.getByRole('slider', { name: 'Position in message from MARIA LOPEZ' });
    await place.focus();
    await page.keyboard.press('End');
    await until('the end', async () => Number(await place.inputValue()) > 2);
  });

  await step('the filters reduce the list, and an empty list says so', async () => {
    await page.getByText('New', { exact: true }).click();
    await page.getByText('No messages found').waitFor();
    await window.check();
    await page.getByText('Heard', { exact: true }).click();
    await row(page, 'Messages', 'MARIA LOPEZ').waitFor();
  });

  await step('a shared mailbox is added; its PIN is checked while it is typed', async () => {
    await page.getByRole('link', { name: 'Mailboxes' }).click();
    await row(page, 'Mailboxes', 'Counter').waitFor();
    await window.check();
    await button(page, 'New shared mailbox').click();
    await field(dialog(), 'Number').fill('800');
    await field(dialog(), 'Name').fill('Orders');
    await field(dialog(), 'PIN').fill('1234');
    await field(dialog(), 'Email addresses').fill('orders@bakery.example');
    await dialog()
      .getByText(/harder to guess/)
      .waitFor();
    await window.check();
    await field(dialog(), 'PIN').fill('4071');
    await dialog().getByRole('combobox', { name: 'Message lamps' }).click();
    await page.getByRole('option', { name: /^101 / }).click();
    await window.check();
    await field(dialog(), 'Name').click();
    await button(dialog(), 'Create mailbox').click();
    await row(page, 'Mailboxes', 'Orders').waitFor();
    const { items } = await nora.get(`${bakery}/mailboxes?search=800`);
    expect(items[0].lampExtensionIds).toHaveLength(1);
  });

  await step('a greeting is uploaded and plays; a file that isn’t WAV is refused with the reason', async () => {
    await button(page, 'Settings of mailbox 800').click();
    const upload = (name: string, buffer: Buffer) =>
      dialog().locator('input[type=file]').setInputFiles({ name, mimeType: 'audio/wav', buffer });
    await upload('song.wav', Buffer.concat([Buffer.from('ID3'), Buffer.alloc(500, 7)]));
    await dialog()
      .getByText(/This is not a WAV file/)
      .waitFor();
    await window.check();
    await upload('greeting.wav', writePhoneWav(new Float32Array(16_000).fill(0.1)));
    await button(dialog(), 'Play greeting').waitFor();
    await window.check();
  });

  await step('a greeting is deleted after a confirmation', async () => {
    await button(dialog(), 'Use the standard greeting').click();
    await window.check();
    await button(page, 'Delete this greeting').click();
    await page.getByRole('dialog', { name: 'Use the standard greeting?' }).waitFor({ state: 'detached' });
    await dialog().getByText('Nobody can take your call right now').waitFor();
    await button(dialog(), 'Cancel').click();
  });

  await step('a message is deleted after a confirmation', async () => {
    await page.goto(`${bakery}/voicemail`);
    await button(page, 'Delete message from MARIA LOPEZ').click();
    await window.check();
    await button(dialog(), 'Delete message').click();
    await table(page, 'Messages').getByText('No messages').or(page.getByText('No messages')).first().waitFor();
    await window.check();
  });
});
