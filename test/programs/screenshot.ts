import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { openChromium } from '../e2e/browser.ts';
import { NORA } from '../e2e/demo.ts';
import { row } from '../e2e/pages.ts';
import { newInstallation, startAt } from '../e2e/product.ts';

// Updates the README's screenshot: `node_modules/.bin/node test/programs/screenshot.ts`
const folder = path.resolve(import.meta.dirname, '../../docs/images');
mkdirSync(folder, { recursive: true });
const installation = await newInstallation();
await using running = new AsyncDisposableStack();
running.defer(() => rmSync(installation.folder, { recursive: true }));
const product = running.use(await startAt(installation));
await using chromium = await openChromium();
const { page, signIn } = await chromium.window(product.address);
await signIn(NORA);
await page.goto('/tenants');
await row(page, 'Tenants', 'Garage').waitFor();
await page.evaluate('document.fonts.ready.then(() => undefined)');
await page.screenshot({ path: path.join(folder, 'tenants.png') });
