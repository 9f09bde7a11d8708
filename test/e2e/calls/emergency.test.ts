import { afterAll, expect, test } from 'vitest';
import type { Carrier } from '../../sip/carrier.ts';
import type { Phone } from '../../sip/phone.ts';
import { until } from '../../until.ts';
import type { ApiUser } from '../api-user.ts';
import { nora, product, useBrowserSession, window } from '../browser-session.ts';
import { BAKERY_OWNER, tenantId } from '../demo.ts';
import { printDuration } from '../diagnostics.ts';
import { button, field, row } from '../pages.ts';
import { OPERATOR } from '../product.ts';
import { step } from '../step.ts';

/** The limit for the notice: 47 CFR 9.16 requires it at the time of the call. Five seconds are promised, on a machine that does nothing else. */
const NOTICE_MS = 15_000;

let operator: ApiUser;
let carrier: Carrier & { trunkId: string };
let counter: Phone;
let bakery: string;

useBrowserSession({}, async () => {
  await window.become(nora);
  operator = await product.signIn(OPERATOR);
  carrier = await product.addCarrier(operator, 'Outside carrier');
  bakery = await tenantId(nora, 'bakery');
  counter = await product.openRegisteredPhone(nora, bakery, '101');
});
afterAll(async () => {
  for (const each of [counter, carrier]) await each?.[Symbol.asyncDispose]();
});

test('a 911 call is noticed within seconds', async () => {
  await step('emergency contacts are entered in the settings', async () => {
    const { page } = window;
    await page.goto(`/tenants/${bakery}/settings`);
    const emails = field(page, 'Email addresses');
    await emails.fill('desk@bakery.example, nobody');
    await button(page, 'Save contacts').click();
    await page.getByText('nobody: Enter an email address').waitFor();
    await emails.fill('desk@bakery.example\nnight@bakery.example');
    await button(page, 'Save contacts').click();
    await page.getByText('Emergency contacts saved').waitFor();
    // this installation has no mail server: the card and the message after saving say so
    await expect.poll(() => page.getByText('so emails aren’t sent').count()).toBe(2);
    await window.check();
    expect((await nora.get(`/tenants/${bakery}/emergency-contacts`)).emails).toEqual([
      'desk@bakery.example',
      'night@bakery.example',
    ]);
  });

  await step('the partner’s page, the tenant’s page and emails to the contacts report the call', async () => {
    const { page } = window;
    const owner = await product.signIn(BAKERY_OWNER);
    await page.goto('/numbers');
    await page.getByRole('heading', { name: 'Numbers' }).waitFor();
    const atCarrier = carrier.listen({ tone: 1000 });
    const call = counter.call('911');
    await atCarrier.nextCall();
    const begun = performance.now();
    const banner = page.getByRole('complementary', { name: 'Emergency calls' });
    await banner.getByText('101 Counter is talking to 911').waitFor({ timeout: NOTICE_MS });
    printDuration('from the call to the banner', performance.now() - begun);
    expect(await banner.innerText()).toMatch(
      /Bakery[\s\S]*20 W 34th St, New York, NY 10001, US · Callback number \(212\) 555-0101/,
    );
    expect((await owner.get(`/tenants/${bakery}/emergency-calls`)).items).toHaveLength(1);
    const mails = await until(
      'the mails',
      async () => {
        const { items } = await operator.get('/operator/mails?limit=50');
        const found = items.filter(({ subject }: { subject: string }) => subject.startsWith('911 was called'));
        return found.length === 3 && found;
      },
      NOTICE_MS,
    );
    printDuration('from the call to the mails', performance.now() - begun);
    expect(mails.map(({ recipient }: { recipient: string }) => recipient).toSorted()).toEqual([
      'admin@northwind.example',
      'desk@bakery.example',
      'night@bakery.example',
    ]);
    await window.check();
    await call.hangUp();
    await banner.getByText('101 Counter called 911').waitFor();
  });
});

test('the operator sees which trunks are reachable', async () => {
  const { page } = window;
  await window.become(operator);
  await page.goto('/operator/trunks');
  await row(page, 'Trunks', 'Outside carrier').getByText('Reachable').waitFor();
  await window.check({ platformName: true });
  await carrier[Symbol.asyncDispose]();
  await row(page, 'Trunks', 'Outside carrier').getByText('Unreachable').waitFor();
  await window.check({ platformName: true });
  const trunks = await operator.get('/operator/trunks');
  const states = trunks.items.map((trunk: { name: string; state: { reachability: string } }) => [
    trunk.name,
    trunk.state.reachability,
  ]);
  expect(Object.fromEntries(states)).toMatchObject({ 'Outside carrier': 'unreachable', 'Demo carrier': 'reachable' });
});
