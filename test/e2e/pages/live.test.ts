import type { Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import type { Phone } from '../../sip/phone.ts';
import { until } from '../../until.ts';
import { nora, product, useBrowserSession, window } from '../browser-session.ts';
import { tenantId } from '../demo.ts';
import { printDuration } from '../diagnostics.ts';
import { button, row } from '../pages.ts';
import { photograph } from '../pictures.ts';
import { step } from '../step.ts';

/** The most connections that a browser opens to a server over HTTP/1.1. */
const CONNECTIONS = 6;

let bakery: string;
let counter: Phone;
let oven: Phone;

useBrowserSession({}, async () => {
  await window.become(nora);
  bakery = await tenantId(nora, 'bakery');
  counter = await product.openRegisteredPhone(nora, bakery, '101');
  oven = await product.openRegisteredPhone(nora, bakery, '102');
});
afterAll(async () => {
  for (const phone of [counter, oven]) await phone?.[Symbol.asyncDispose]();
});

const presence = (page: Page, number: string, text: string) =>
  row(page, 'Extensions', number).filter({ hasText: text }).waitFor();

test('the pages show registrations, ringing and calls as they happen', async () => {
  const { page, check } = window;
  const other = await page.context().newPage();
  await step('the extensions’ page shows that it is live, and who is registered', async () => {
    await page.goto(`/tenants/${bakery}/extensions`);
    await other.goto(`/tenants/${bakery}/calls`);
    for (const each of [page, other]) await each.getByText('Live', { exact: true }).waitFor();
    await other.getByText('No calls in progress').waitFor();
    for (const number of ['101', '102']) await presence(page, number, 'Available');
    await presence(page, '103', 'Offline');
  });
  await step('a call rings on both pages', async () => {
    const ended = row(other, 'Call history', '102');
    const before = await ended.first().innerText();
    const begun = performance.now();
    oven.listen({ answerAfterMs: 'never' });
    const call = counter.call('102', { tone: 440 });
    await presence(page, '102', 'Ringing');
    printDuration('a ringing phone shows on the page', performance.now() - begun);
    await presence(page, '101', 'On a call');
    const live = row(other, 'Live calls', '101').filter({ hasText: 'Ringing' });
    await live.filter({ hasText: '102' }).waitFor();
    await check();
    await other.bringToFront();
    await photograph(other);
    await button(row(other, 'Live calls', '101'), 'End call').click();
    await button(other.getByRole('dialog'), 'End call').click();
    expect(await call.ended).toMatchObject({ endedBy: 'them' });
    await other.getByText('No calls in progress').waitFor();
    await presence(page, '102', 'Available');
    await until('the call in the history', async () => (await ended.first().innerText()) !== before);
  });
});

/** A tab that can be put in the background, which headless Chromium doesn't support by itself. */
async function openTab(): Promise<{ page: Page; show(isShown: boolean): Promise<void> }> {
  const page = await window.page.context().newPage();
  await page.addInitScript(`globalThis.isBehind = false;
    Object.defineProperty(document, 'hidden', { get: () => globalThis.isBehind });`);
  return {
    page,
    async show(isShown) {
      await page.evaluate(`globalThis.isBehind = ${!isShown}; document.dispatchEvent(new Event('visibilitychange'))`);
    },
  };
}

test('more tabs than a browser has connections all work, because tabs in the background use none', async () => {
  const tabs = [];
  for (let n = 0; n < CONNECTIONS + 2; n++) {
    const tab = await openTab();
    tabs.push(tab);
    await tab.page.goto(`/tenants/${bakery}/extensions`);
    await tab.page.getByText('Live', { exact: true }).waitFor();
    await tab.show(false);
  }
  const [first] = tabs;
  if (!first) throw new Error('there is no tab');
  await using late = await product.openRegisteredPhone(nora, bakery, '103');
  await first.show(true);
  await presence(first.page, '103', 'Available');
  await late.unregister();
  await presence(first.page, '103', 'Offline');
  expect(await first.page.getByText('Reconnecting').count()).toBe(0);
  for (const tab of tabs) await tab.page.close();
});
