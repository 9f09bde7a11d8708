import type { Locator, Page } from 'playwright-core';

// Finds things on pages by what a user sees.

export const table = (page: Page, label: string): Locator => page.getByRole('table', { name: label });

export const row = (page: Page, label: string, text: string): Locator =>
  table(page, label).getByRole('row').filter({ hasText: text });

/** The texts of a column, once the requested list has loaded. */
export async function column(page: Page, label: string, header: string): Promise<string[]> {
  const headers = await table(page, label).getByRole('columnheader').allTextContents();
  const cells = table(page, label).locator(`tbody tr td:nth-child(${headers.indexOf(header) + 1})`);
  return (await cells.allTextContents()).map((text) => text.trim());
}

/** A tab on a tenant's pages. */
export const tab = (page: Page, name: string): Locator =>
  page.getByRole('navigation', { name: /^Pages of (?!the list)/ }).getByRole('link', { name, exact: true });

export const button = (within: Page | Locator, name: string | RegExp): Locator =>
  within.getByRole('button', { name, exact: typeof name === 'string' });

export const field = (within: Page | Locator, label: string): Locator => within.getByLabel(label, { exact: true });

/** The error text of a field, as a screen reader announces it. */
export async function faultOf(input: Locator): Promise<string> {
  const page = input.page();
  await input.and(page.locator('[aria-invalid="true"]')).waitFor();
  const ids = ((await input.getAttribute('aria-describedby')) ?? '').split(' ');
  const texts = await Promise.all(ids.map((id) => page.locator(`[id="${id}"]`).textContent()));
  return texts.join(' ');
}

/** The reason why a button is disabled, which it shows. */
export async function reasonOf(disabled: Locator): Promise<string> {
  const page = disabled.page();
  await disabled.and(page.locator('[aria-disabled="true"]')).waitFor();
  return (await page.locator(`[id="${await disabled.getAttribute('aria-describedby')}"]`).textContent()) ?? '';
}
