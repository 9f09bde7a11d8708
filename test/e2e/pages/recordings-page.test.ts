import { expect, test } from 'vitest';
import { until } from '../../until.ts';
import { nora, page, product, useBrowserSession, window } from '../browser-session.ts';
import { NORA, tenantId } from '../demo.ts';
import { button, field, row } from '../pages.ts';
import { step } from '../step.ts';
import { talk } from '../talk.ts';

let bakery: string;

useBrowserSession({}, async () => {
  bakery = await tenantId(nora, 'bakery');
});

const dialog = () => page.getByRole('dialog');
const AUDIO = `document.querySelector('audio')`;
const position = () => field(dialog(), 'Position');

test('a partner plays a recording and sets how calls are recorded', async () => {
  await window.signIn(NORA);

  await step('the demo has a recording, which plays in the page', async () => {
    await page.goto(`/tenants/${bakery}/recordings`);
    await row(page, 'Recordings', '(212) 555-0120').waitFor();
    await window.check();
    await button(page, /^Play the recording/).click();
    await button(dialog(), 'Play').click();
    await until('it to play', async () => (await page.evaluate<number>(`${AUDIO}.currentTime`)) > 0.5);
    await button(dialog(), 'Pause').click();
    await window.check();
  });

  await step('the keyboard moves the position', async () => {
    await position().focus();
    await position().press('End');
    const atEnd = await page.evaluate<number>(`${AUDIO}.currentTime`);
    expect(atEnd).toBeGreaterThan(11);
    await position().press('Home');
    expect(await position().getAttribute('aria-valuetext')).toBe('0:00 of 0:11');
    await field(dialog(), '2×').check();
    expect(await page.evaluate<number>(`${AUDIO}.playbackRate`)).toBe(2);
  });

  await step('the activity log shows who listened', async () => {
    await page.goto(`/tenants/${bakery}/activity`);
    await row(page, 'Activity', 'Recording played').filter({ hasText: NORA }).waitFor();
  });

  await step('the announcement can be turned off only with a confirmation', async () => {
    await page.goto(`/tenants/${bakery}/settings`);
    const form = page.getByRole('form', { name: 'Call recording' });
    await form.getByRole('switch', { name: /^Announce/ }).click();
    await button(form, 'Save recording settings').click();
    await form.getByText('Confirm that you inform everybody on your calls in another way.').waitFor();
    await window.check();
    await field(form, 'Everyone on our calls is informed in another way').check();
    await field(form, 'Keep recordings for (days)').fill('30');
    await button(form, 'Save recording settings').click();
    await page.getByText('Recording settings saved').first().waitFor();
    expect(await nora.get(`/tenants/${bakery}/recording-settings`)).toMatchObject({
      announce: false,
      announcementId: null,
      retentionDays: 30,
    });
  });

  await step('an extension is recorded in the chosen directions', async () => {
    await page.goto(`/tenants/${bakery}/extensions`);
    await button(page, 'Edit 101').click();
    await dialog()
      .getByRole('switch', { name: /^Record calls/ })
      .click();
    await dialog().getByText('Which calls').first().waitFor();
    await window.check();
    await button(dialog(), 'Save changes').click();
    await dialog().waitFor({ state: 'detached' });
    const { items } = await nora.get(`/tenants/${bakery}/extensions?search=101`);
    expect(items[0]).toMatchObject({ recordCalls: true, recordDirections: ['internal', 'outbound', 'inbound'] });
  });

  await step('a call in progress is recorded, paused and stopped', async () => {
    await using counter = await product.openRegisteredPhone(nora, bakery, '101');
    await using kitchen = await product.openRegisteredPhone(nora, bakery, '102');
    const { call } = await talk(kitchen, counter, '101', 60_000);
    await page.goto(`/tenants/${bakery}/calls`);
    const live = row(page, 'Live calls', '101');
    // the previous step turned on recording for the extension
    await button(live, 'Pause recording').click();
    await live.getByText('Recording paused', { exact: true }).waitFor();
    await button(live, 'Resume recording').click();
    await live.getByText('Recording', { exact: true }).waitFor();
    await window.check();
    await button(live, 'Stop recording').click();
    await button(live, 'Record').waitFor();
    await call.hangUp();
    await page.getByText('No calls in progress').waitFor();
    await page.goto(`/tenants/${bakery}/recordings`);
    const made = row(page, 'Recordings', '102');
    await button(made, /^Delete/).click();
    await button(dialog(), 'Delete recording').click();
    await made.waitFor({ state: 'detached' });
  });

  await step('a recording is deleted', async () => {
    await page.goto(`/tenants/${bakery}/recordings`);
    await button(page, /^Delete the recording/).click();
    await button(dialog(), 'Delete recording').click();
    await page.getByText('No recordings yet').waitFor();
    await window.check();
  });
});
