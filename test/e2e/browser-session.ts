import type { Page } from 'playwright-core';
import { openChromium, type Window } from './browser.ts';
import { NORA } from './demo.ts';
import type { ApiUser } from './api-user.ts';
import { type Product, startProduct } from './product.ts';

/** The demo's product, Nora as its API knows her, and a window in which nobody has signed in yet. */
export type BrowserSession = AsyncDisposable & { product: Product; nora: ApiUser; window: Window; page: Page };

export async function openBrowserSession(settings: Record<string, string> = {}): Promise<BrowserSession> {
  await using opened = new AsyncDisposableStack();
  const product = opened.use(await startProduct(settings));
  const nora = await product.signIn(NORA);
  const window = await opened.use(await openChromium()).window(product.address);
  const all = opened.move();
  return { product, nora, window, page: window.page, [Symbol.asyncDispose]: () => all.disposeAsync() };
}
