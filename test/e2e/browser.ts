import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, chromium, type Page, type Request } from 'playwright-core';
import { until, HANG_MS } from '../until.ts';
import type { ApiUser } from './api-user.ts';
import { photograph } from './pictures.ts';
import { DEMO_PASSWORD } from './product.ts';

/** A real Chromium, closed with all of its windows. */
export type Chromium = AsyncDisposable & {
  /** A window of another user, with its own cookies. */
  window(address: string): Promise<Window>;
};

export type Window = {
  readonly page: Page;
  signIn(email: string, password?: string): Promise<void>;
  /** Signs in as this user without the sign-in page. */
  become(person: ApiUser): Promise<void>;
  /** Waits until the page has had no running requests for a moment, except its stream of events. */
  loaded(): Promise<void>;
  /** Fails if the page has accessibility or other faults: see `faultsOf`. Only the operator's pages may name the platform. */
  check(options?: { platformName?: boolean }): Promise<void>;
};

export async function openChromium(): Promise<Chromium> {
  const { executablePath, env } = installed();
  const browser = await chromium.launch({
    executablePath,
    env: { ...process.env, ...env },
    args: ['--disable-gpu', '--disable-quic', '--no-first-run', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
  });
  return {
    window: (address) => openWindow(browser, address),
    [Symbol.asyncDispose]: () => browser.close(),
  };
}

/** The browser that set-up found or installed. */
function installed(): { executablePath: string; env: Record<string, string> } {
  const file = path.resolve(import.meta.dirname, '../../node_modules/.cache/strowger/test-tools.json');
  const tools = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  return { executablePath: tools.chromium ?? '/usr/bin/chromium', env: tools.chromiumEnv ?? {} };
}

async function openWindow(browser: Browser, address: string): Promise<Window> {
  const context = await browser.newContext({
    baseURL: address,
    viewport: { width: 1280, height: 800 },
    locale: 'en-US',
    timezoneId: 'America/New_York',
    // elements that are fading in would fail the check of contrast
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(HANG_MS);
  const page = await context.newPage();
  const troubles = watch(page, address);
  const requests = watchRequests(page);
  return {
    page,
    async signIn(email, password = DEMO_PASSWORD) {
      await page.goto('/sign-in');
      await page.getByLabel('Email').fill(email);
      await page.getByLabel('Password', { exact: true }).fill(password);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('button', { name: /^Account of/ }).waitFor();
    },
    async become({ cookie }) {
      const [name = '', value = ''] = cookie.split('=');
      await context.addCookies([{ name, value, url: address, httpOnly: true, sameSite: 'Lax' }]);
    },
    async loaded() {
      await page.waitForLoadState('load');
      await until('the page to be loaded', () => performance.now() - requests.quietSince() > QUIET_MS);
    },
    async check({ platformName = false } = {}) {
      await settled(page);
      await photograph(page);
      const faults = [...troubles.splice(0), ...(await faultsOf(page))];
      if (!platformName) faults.push(...(await namesOfPlatform(page)));
      if (faults.length > 0) throw new Error(`${page.url()}:\n${faults.join('\n')}`);
    },
  };
}

const QUIET_MS = 500;

/** The time of the last request's end; now, while one is running. */
function watchRequests(page: Page): { quietSince(): number } {
  const underWay = new Set<Request>();
  let last = performance.now();
  const isStream = (request: Request): boolean => new URL(request.url()).pathname.endsWith('/live');
  const over = (request: Request): void => {
    underWay.delete(request);
    last = performance.now();
  };
  page.on('request', (request) => !isStream(request) && underWay.add(request));
  page.on('requestfinished', over);
  page.on('requestfailed', over);
  return { quietSince: () => (underWay.size === 0 ? last : performance.now()) };
}

/** The browser's own complaints: failed scripts, content policy violations, requests to other hosts. */
function watch(page: Page, address: string): string[] {
  const troubles: string[] = [];
  page.on('pageerror', (error) => troubles.push(`script failed: ${error.message}`));
  page.on('console', (message) => {
    const text = message.text();
    // a response of 4xx, which the page shows
    if (text.startsWith('Failed to load resource')) return;
    // a page that was loaded while the test had cut the connection, and shows that
    if (text.includes('could not be loaded without a connection')) return;
    if (message.type() === 'error' || message.type() === 'warning') troubles.push(`console: ${text}`);
  });
  page.on('request', (request) => {
    // a card payment leads to the provider's own page
    if (request.isNavigationRequest() && isPaymentPage(request.url())) return;
    if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(`${address}/`))
      troubles.push(`request to a stranger: ${request.url()}`);
  });
  return troubles;
}

/** The demo's stand-in for the provider, on its own port. */
const isPaymentPage = (url: string): boolean => /^http:\/\/127\.0\.0\.1:\d+\/pay\/cs_\w+$/.test(url);

/** Accessibility errors that matter to users of a screen reader, a keyboard or high contrast. */
async function faultsOf(page: Page): Promise<string[]> {
  // legacy mode needs no second page, because there are no frames of other origins
  const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode();
  const { violations } = await axe.analyze();
  return violations.map(
    ({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.map((node) => node.target.join(' ')).join('\n  ')}`,
  );
}

/** Longer than any fade. Without a limit, a paused animation, or a window that draws nothing, would block the test. */
const SETTLED_MS = 5000;

/** Waits for animations, because colours are checked in their final state. Animations of a change begin with the next frame. */
function settled(page: Page): Promise<unknown> {
  return page.evaluate(`Promise.race([
    new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
      .then(() => Promise.allSettled(document.getAnimations()
        .filter((one) => one.effect?.getComputedTiming().iterations !== Infinity)
        .map((one) => one.finished))),
    new Promise((resolve) => setTimeout(resolve, ${SETTLED_MS})),
  ]).then(() => undefined)`);
}

/** Where the platform's name is shown, because partners sell under their own. */
async function namesOfPlatform(page: Page): Promise<string[]> {
  const typed = await page.locator('input').evaluateAll((inputs) => inputs.map((input) => input.value));
  return [await page.content(), ...typed]
    .flatMap((text) => [...text.matchAll(/.{0,60}strowger.{0,60}/gi)])
    .map(([text]) => `the platform is named: ${text}`);
}
