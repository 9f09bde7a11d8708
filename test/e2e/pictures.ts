import path from 'node:path';
import type { Page } from 'playwright-core';
import type { Window } from './browser.ts';

const folder = process.env['PICTURES'];
let taken = 0;

/** With `PICTURES=folder`, saves a picture of every page that a test checks. */
export async function photograph(page: Page): Promise<void> {
  if (!folder) return;
  const name = new URL(page.url()).pathname.replaceAll(/[^a-z]+/g, '-').slice(0, 60);
  await page.screenshot({ path: path.join(folder, `${String(++taken).padStart(3, '0')}${name}.png`) });
}

/** Checks the page, and saves pictures in light and dark mode and as narrow as a phone. */
export async function checkLooks({ page, check }: Window, name: string): Promise<void> {
  await check();
  if (!folder) return;
  const shot = (look: string) => page.screenshot({ path: path.join(folder, `${name}-${look}.png`), fullPage: true });
  await shot('light');
  await page.emulateMedia({ colorScheme: 'dark' });
  await shot('dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 390, height: 800 });
  await shot('narrow');
  await page.setViewportSize({ width: 1280, height: 800 });
}
