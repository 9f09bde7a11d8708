import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Phone } from '../../sip/phone.ts';
import { until } from '../../until.ts';
import { type Chromium, openChromium, type Window } from '../browser.ts';
import { printLogsIfFailed } from '../diagnostics.ts';
import { inDatabase } from '../installed-database.ts';
import { button, field, row, tab } from '../pages.ts';
import { type Product, startProduct } from '../product.ts';
import { step } from '../step.ts';

// A partner from the first start, without the demo, to a tenant that has been purged. Each test continues where the one before ended.

const SECRET_KEY = '5a'.repeat(32);
const PASSWORD = 'a long password';
const NUMBERS = ['+13035550120', '+13035550121'];

let product: Product;
let chromium: Chromium;
let operator: Window;
let fay: Window;
let owner: Window;
let desk: Phone;
let bench: Phone;

beforeAll(async () => {
  product = await startProduct({ DEMO: 'off', SECRET_KEY });
  chromium = await openChromium();
  operator = await chromium.window(product.address);
  fay = await chromium.window(product.address);
  owner = await chromium.window(product.address);
});
afterEach(({ task }) => printLogsIfFailed(task, product));
afterAll(async () => {
  for (const opened of [desk, bench, chromium, product]) await opened?.[Symbol.asyncDispose]();
});

const linkIn = (text: string): string => /http:\S+\/welcome#\S+/.exec(text)?.[0] ?? '';
const dialogOf = (window: Window) => window.page.getByRole('dialog');
const tenantPath = () => new URL(fay.page.url()).pathname.split('/').slice(0, 3).join('/');
const api = async (where: string) => (await fay.page.request.get(`${product.address}/api/v1${where}`)).json();

async function fill(within: Parameters<typeof field>[0], typed: Record<string, string>): Promise<void> {
  for (const [label, text] of Object.entries(typed)) await field(within, label).fill(text);
}

async function accept(window: Window, link: string, typed: Record<string, string> = {}): Promise<void> {
  await window.page.goto(link);
  await window.page.getByRole('heading', { name: 'Welcome' }).waitFor();
  await fill(window.page, { ...typed, Password: PASSWORD, 'Repeat the password': PASSWORD });
  await button(window.page, 'Set the password and sign in').click();
}

test('from the first start without the demo to a purged tenant', { timeout: 600_000 }, async () => {
  await step('the link in the terminal creates the operator, who invites a partner', async () => {
    await accept(operator, linkIn(product.program.output()), { Email: 'ola@platform.example', Name: 'Ola' });
    await button(operator.page, 'New partner').first().click();
    const form = dialogOf(operator);
    await fill(form, { 'Partner’s name': 'Fabrikam Phones', Email: 'fay@fabrikam.example', Name: 'Fay' });
    await button(form, 'Create and invite').click();
    await row(operator.page, 'Partners', 'Fabrikam Phones').waitFor();
    await operator.page.goto('/operator/mail');
    await row(operator.page, 'Mail', 'fay@fabrikam.example').getByRole('button').click();
    await accept(fay, linkIn(await dialogOf(operator).innerText()));
    await fay.page.getByRole('heading', { name: 'Fabrikam Phones' }).waitFor();
    await fay.check();
    expect(await api('/session')).toMatchObject({
      user: { role: 'partner_admin' },
      partner: { name: 'Fabrikam Phones' },
    });
  });

  await step('the partner sets defaults, adds numbers and creates a tenant', async () => {
    const { page } = fay;
    await page.goto('/tenant-defaults');
    await page.getByRole('combobox', { name: 'Timezone' }).fill('Denver');
    await page.getByRole('option', { name: /Denver/ }).click();
    await field(page, 'Extensions').fill('5');
    await button(page, 'Save defaults').click();
    await page.getByText(/saved/i).first().waitFor();
    await fay.check();

    await page.goto('/numbers');
    await button(page, 'Add numbers').first().click();
    await field(dialogOf(fay), 'Numbers').fill(`${NUMBERS[0]} - ${NUMBERS[1]}`);
    await button(dialogOf(fay), 'Add numbers').click();
    await row(page, 'Numbers', '555-0121').waitFor();
    await page.keyboard.press('Escape');
    await fay.check();

    await page.goto('/tenants');
    await button(page, 'New tenant').first().click();
    await field(dialogOf(fay), 'Name').fill('Harbor Dental');
    await until('the prefix', async () => (await field(dialogOf(fay), 'SIP prefix').inputValue()) === 'harbordental');
    expect(await page.getByRole('combobox', { name: 'Timezone' }).inputValue()).toMatch(/Denver/);
    await button(dialogOf(fay), 'Create tenant').click();
    await page.getByRole('heading', { name: 'Dashboard' }).waitFor();
    await fay.check();
    expect(await api(tenantPath())).toMatchObject({ status: 'TRIAL', timezone: 'America/Denver', defaultsVersion: 1 });
  });

  await step('as the tenant, the partner adds phones and a number, and hands over a login', async () => {
    const { page } = fay;
    const path = tenantPath();
    await tab(page, 'Extensions').click();
    for (const [number, name] of [
      ['101', 'Desk'],
      ['102', 'Bench'],
    ] as const) {
      // prettier-ignore
      await button(page, 'New extension').first().click();
      await fill(dialogOf(fay), { 'Extension number': number, Name: name });
      await button(dialogOf(fay), 'Create extension').click();
      await row(page, 'Extensions', number).waitFor();
      await button(dialogOf(fay), 'Done').click();
      await dialogOf(fay).waitFor({ state: 'detached' });
    }
    const admin = await product.signIn('fay@fabrikam.example', PASSWORD);
    const id = path.split('/').at(-1)!;
    [desk, bench] = [
      await product.openRegisteredPhone(admin, id, '101'),
      await product.openRegisteredPhone(admin, id, '102'),
    ];
    await row(page, 'Extensions', '101').filter({ hasText: 'Available' }).waitFor();

    await page.goto('/numbers');
    await row(page, 'Numbers', '555-0120').getByRole('button', { name: /^Assign/ }).click(); // prettier-ignore
    await page.getByRole('combobox', { name: 'Tenant' }).fill('Harbor');
    await page.getByRole('option', { name: /Harbor Dental/ }).click();
    await button(dialogOf(fay), 'Assign').click();
    await row(page, 'Numbers', '555-0120').filter({ hasText: 'Harbor Dental' }).waitFor();
    await fay.check();

    await page.goto(`${path}/users`);
    await button(page, 'New user').first().click();
    await fill(dialogOf(fay), { Email: 'owner@harbor.example', Name: 'Hal', 'New password': PASSWORD });
    await button(dialogOf(fay), 'Create user').click();
    await page.getByText('Ready to hand over').waitFor();
    await fay.check();
    await button(dialogOf(fay), 'Done').click();

    await owner.signIn('owner@harbor.example', PASSWORD);
    await owner.page.getByRole('heading', { name: 'Dashboard' }).waitFor();
    await owner.check();
    expect(await api(path)).toMatchObject({ extensionsCount: 2, didsCount: 1, usersCount: 1 });
  });

  await step('calls work, except while the tenant is suspended, which its page shows', async () => {
    const atBench = bench.listen({ tone: 620 });
    const call = desk.call('102', { tone: 440 });
    const taken = await atBench.nextCall();
    await Promise.all([call.hears(620), taken.hears(440)]);
    await fay.page.goto(tenantPath());
    await button(fay.page, 'Suspend').click();
    await dialogOf(fay).getByRole('radio', { name: 'Past due' }).check();
    await button(dialogOf(fay), 'Suspend tenant').click();
    expect(await call.ended).toMatchObject({ endedBy: 'them' });
    expect(await desk.call('102').ended).toMatchObject({ finalStatus: 403 });
    await owner.page.goto('/');
    await owner.page.getByRole('heading', { name: /suspended/i }).waitFor();
    await owner.page.getByText('Emergency calls to 911 still go through').waitFor();
    await owner.check();
    await button(fay.page, 'Reactivate').click();
    await button(dialogOf(fay), 'Reactivate tenant').click();
    await button(fay.page, 'Suspend').waitFor();
    const again = desk.call('102');
    await again.answered;
    await again.hangUp();
  });

  await step(
    'deleted: phones are off, the number is free, data can be read and downloaded; after 90 days it is purged',
    async () => {
      const path = tenantPath();
      await fay.page.goto('/tenants');
      await button(fay.page, 'Delete Harbor Dental').click();
      await dialogOf(fay).getByText('2 phones will no longer reach 911').waitFor();
      await field(dialogOf(fay), 'Type the tenant’s name to confirm: Harbor Dental').fill('Harbor Dental');
      await fay.check();
      await button(dialogOf(fay), 'Delete tenant').click();
      await dialogOf(fay).waitFor({ state: 'detached' });
      expect((await desk.register()).finalStatus).toBeGreaterThanOrEqual(400);
      await fay.page.goto('/numbers');
      await row(fay.page, 'Numbers', '555-0120').filter({ hasText: 'Harbor Dental' }).waitFor();
      await fay.check();
      await owner.page.goto('/');
      await owner.page.getByText('Until then you can read and download everything here.').waitFor();
      await owner.check();

      await moveBack(path.split('/').at(-1)!, 91);
      await until('the purge', async () => (await fay.page.request.get(`${product.address}/api/v1${path}`)).status() === 404); // prettier-ignore
      await fay.page.goto('/tenants?status=suspended');
      await fay.page.getByRole('heading', { name: 'Tenants', level: 1 }).waitFor();
      await until('an empty list', async () => (await api('/tenants')).total === 0);
      await fay.check();
      const { items } = await api('/audit-events?limit=200');
      expect(items[0].action).toBe('tenant.purged');
      expect(JSON.stringify(items)).not.toMatch(/owner@harbor|Harbor Dental/);
      expect(await api('/audit-events/verify')).toMatchObject({ ok: true, broken: [] });
      await operator.page.goto('/operator/mail');
      await row(operator.page, 'Mail', 'removed for good').waitFor();
    },
  );
});

/** Simulates that the tenant was cancelled earlier, and moves its job, too. */
async function moveBack(tenantId: string, days: number): Promise<void> {
  const by = `interval '${days} days'`;
  await inDatabase(product.installation, async (client) => {
    await client.query(
      `update tenants set cancelled_at = cancelled_at - ${by}, purge_at = purge_at - ${by} where id = $1`,
      [tenantId],
    );
    await client.query('update graphile_worker._private_jobs set run_at = now() where key = $1', [`purge:${tenantId}`]);
  });
}
