import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import type { ApiUser } from './api-user.ts';
import { openChromium, type Window } from './browser.ts';
import { NORA } from './demo.ts';
import { printLogsIfFailed } from './diagnostics.ts';
import { type Product, startProduct } from './product.ts';

/** The product with its demo, the partner's admin Nora at the API, and a window that isn't signed in. */
type BrowserSession = AsyncDisposable & { product: Product; nora: ApiUser; window: Window; page: Page };

async function openBrowserSession(settings: Record<string, string>): Promise<BrowserSession> {
  await using opened = new AsyncDisposableStack();
  const [product, chromium] = await Promise.all([
    startProduct(settings).then((started) => opened.use(started)),
    openChromium().then((launched) => opened.use(launched)),
  ]);
  const nora = await product.signIn(NORA);
  const window = await chromium.window(product.address);
  const all = opened.move();
  return { product, nora, window, page: window.page, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

/** The session of this test file, opened by `useBrowserSession` before its tests. */
export let product: Product;
export let nora: ApiUser;
export let window: Window;
export let page: Page;

/** Opens a browser session before the tests of a file and closes it after them. `onOpen` prepares what all tests need. */
export function useBrowserSession(settings: Record<string, string>, onOpen?: () => void | Promise<void>): void {
  let session: BrowserSession | undefined;
  beforeAll(async () => {
    session = await openBrowserSession(settings);
    ({ product, nora, window, page } = session);
    await onOpen?.();
  });
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail' || !session) return;
    printLogsIfFailed(task, session.product);
    console.error(session.page.url(), await session.page.innerText('body', { timeout: 5000 }).catch(String));
  });
  afterAll(() => session?.[Symbol.asyncDispose]());
}
