import { rmSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { openChromium, type Window } from '../browser.ts';
import { NORA } from '../demo.ts';
import { printDuration, printLogsIfFailed } from '../diagnostics.ts';
import { button, field, row } from '../pages.ts';
import { newInstallation, OPERATOR, type Installation, type Product, startAt } from '../product.ts';

const products: Product[] = [];
const folders: string[] = [];

afterEach(async ({ task }) => {
  for (const product of products.splice(0)) {
    printLogsIfFailed(task, product);
    await product[Symbol.asyncDispose]();
  }
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

async function place(settings: Record<string, string>): Promise<Installation> {
  const made = await newInstallation(settings);
  folders.push(made.folder);
  return made;
}

async function start(where: Installation): Promise<Product> {
  const product = await startAt(where);
  products.push(product);
  return product;
}

test('the first start prints the address, accounts and password; the second start prints no password', async () => {
  const where = await place({ DEMO_PASSWORD: '' });
  const first = await start(where);
  printDuration('first start, to the line with the address', first.startMs);
  expect(first.address).toBe(`http://127.0.0.1:${where.port}`);
  const output = first.program.output();
  for (const email of [OPERATOR, NORA, 'owner@garage.example', 'admin@contoso.example'])
    expect(output).toMatch(new RegExp(`^  ${email}$`, 'm'));
  const password = /password of each: (\S+)$/m.exec(output)?.[1];
  expect(password).toMatch(/^.{10,}$/);
  const nora = await first.signIn(NORA, password);
  const tenants = await nora.get('/tenants');
  printDuration('from Ctrl-C to nothing left', await first.stop());
  expect(await first.program.exited).toEqual({ code: 0, by: null });

  const second = await start(where);
  printDuration('second start, to the line with the address', second.startMs);
  expect(second.program.output()).not.toContain(password!);
  expect(await (await second.signIn(NORA, password)).get('/tenants')).toEqual(tenants);
  expect((await fetch(`${second.address}/readyz?for=calls`)).status).toBe(200);
});

/** Fills in the page of an invitation link. */
async function accept(window: Window, link: string, typed: Record<string, string>) {
  await window.page.goto(link);
  await window.page.getByRole('heading', { name: 'Welcome' }).waitFor();
  await window.check();
  for (const [label, text] of Object.entries(typed)) await field(window.page, label).fill(text);
  await button(window.page, 'Set the password and sign in').click();
}

test('without the demo, a link creates the operator, who creates a partner and invites its first admin', async () => {
  const where = await place({ DEMO: 'off', VOICE: 'off' });
  const product = await start(where);
  const [link = ''] = /http:\S+\/welcome#\S+/.exec(product.program.output()) ?? [];
  const address = new URL(link).origin;
  await using chromium = await openChromium();
  const operator = await chromium.window(address);
  const secret = { Password: 'a long password', 'Repeat the password': 'a long password' };
  await accept(operator, link, { Email: 'ola@platform.example', Name: 'Ola', ...secret });
  await operator.page.getByText('No partners yet').waitFor();
  await button(operator.page, 'New partner').first().click();
  const dialog = operator.page.getByRole('dialog');
  await field(dialog, 'Partner’s name').fill('Fabrikam Phones');
  await field(dialog, 'Email').fill('fay@fabrikam.example');
  await field(dialog, 'Name').fill('Fay');
  await operator.check();
  await button(dialog, 'Create and invite').click();
  await row(operator.page, 'Partners', 'Fabrikam Phones').waitFor();

  await operator.page.goto('/operator/mail');
  await row(operator.page, 'Mail', 'fay@fabrikam.example').getByRole('button').click();
  const mail = await dialog.innerText();
  expect(mail).not.toMatch(/strowger/i);
  const [invitation = ''] = /http:\S+\/welcome#\S+/.exec(mail) ?? [];
  const fay = await chromium.window(address);
  await accept(fay, invitation, secret);
  await fay.page.getByRole('heading', { name: 'Fabrikam Phones' }).waitFor();
  await fay.page.goto('/tenants');
  await fay.page.getByText('No tenants yet').waitFor();
  await fay.check();

  // each link works once
  for (const used of [link, invitation]) {
    const late = await chromium.window(address);
    await late.page.goto(used);
    await late.page.getByRole('heading', { name: 'This link no longer works' }).waitFor();
    await late.check();
  }
  await product.stop();
  const again = await start(where);
  expect(again.program.output()).not.toContain('/welcome');
  const admin = await again.signIn('fay@fabrikam.example', 'a long password');
  const { items } = await admin.get('/audit-events');
  expect(items.map((event: { action: string }) => event.action)).toContain('invitation.accepted');
  expect(items.every((event: { ip: string | null }) => event.ip !== null)).toBe(true);
});
