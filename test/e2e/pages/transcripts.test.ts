import { afterAll, expect, test } from 'vitest';
import { openSpeechServer } from '../../speech-server.ts';
import { until } from '../../until.ts';
import { nora, page, useBrowserSession, window } from '../browser-session.ts';
import { NORA, tenantId } from '../demo.ts';
import { button, field, row } from '../pages.ts';
import { step } from '../step.ts';

const TEXT = 'The flour comes on Friday.';
const service = await openSpeechServer({ body: { text: TEXT, segments: [{ start: 2, end: 11, text: TEXT }] } });
afterAll(() => service[Symbol.asyncDispose]());

let bakery: string;

useBrowserSession({ SPEECH_URL: service.url }, async () => {
  bakery = await tenantId(nora, 'bakery');
});

test('a recording’s transcript is shown below its player and can be searched', async () => {
  await until(
    'the transcript of the demo’s recording',
    async () => (await nora.get(`/tenants/${bakery}/recordings`)).items[0].transcript === 'done',
    60_000,
  );
  await window.signIn(NORA);

  await step('the recording is found by a word of its transcript', async () => {
    await page.goto(`/tenants/${bakery}/recordings`);
    await field(page, 'Search recordings').fill('bread');
    await page.getByText('No recordings found').waitFor();
    await field(page, 'Search recordings').fill('flour friday');
    await row(page, 'Recordings', '(212) 555-0120').waitFor();
    await window.check();
  });

  await step('a click on the time of a passage plays from there', async () => {
    await button(page, /^Play the recording/).click();
    const said = page.getByRole('dialog').getByRole('list', { name: 'What was said' });
    await said.getByText(TEXT).first().waitFor();
    await button(said, 'Play from 0:02').first().click();
    const at = await field(page.getByRole('dialog'), 'Position').getAttribute('aria-valuetext');
    expect(at).toBe('0:02 of 0:11');
    await window.check();
  });
});
