import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { until } from '../../until.ts';
import type { ApiUser } from '../api-user.ts';
import { type Chromium, openChromium, type Window } from '../browser.ts';
import { BAKERY_OWNER, CARLA, NORA, tenantId, VICTOR } from '../demo.ts';
import { printLogsIfFailed } from '../diagnostics.ts';
import { button, column, field, reasonOf, row, tab, table } from '../pages.ts';
import { OPERATOR, type Product, startProduct } from '../product.ts';

// What each role can see and do, in browsers and with direct requests. No calls are made.

let product: Product;
let nora: ApiUser;
let chromium: Chromium;
let bakery: string;
let clinic: string;

beforeAll(async () => {
  product = await startProduct({ VOICE: 'off' });
  nora = await product.signIn(NORA);
  bakery = await tenantId(nora, 'bakery');
  clinic = await tenantId(nora, 'clinic');
  chromium = await openChromium();
});
afterEach(({ task }) => printLogsIfFailed(task, product));
afterAll(async () => {
  for (const each of [chromium, product]) await each?.[Symbol.asyncDispose]();
});

async function windowOf(email: string): Promise<Window> {
  const window = await chromium.window(product.address);
  await window.become(await product.signIn(email));
  return window;
}

const NOTHING_HERE = 'Page not found, or you don’t have access';
const notFound = (window: Window) => window.page.getByRole('heading', { name: NOTHING_HERE }).waitFor();

const isFocused = (one: Locator): Promise<boolean> =>
  one.evaluate((element) => element === element.ownerDocument.activeElement);

/** An id that doesn't exist. */
const NOTHING = '01890000-0000-7000-8000-000000000000';

const PAGES_OF_A_TENANT = [
  'numbers',
  'groups',
  'flows',
  'voicemail',
  'mailboxes',
  'recordings',
  'users',
  'contacts',
  'calls',
  'activity',
  'settings',
].map((page) => `/${page}`);

/** All routes of a tenant, with valid input if needed. */
const WAYS: readonly (readonly [method: string, path: string, body?: unknown])[] = [
  ['GET', ''],
  ['PATCH', '', { name: 'Mine now' }],
  ['DELETE', '', { confirmName: 'Bakery' }],
  ['POST', '/cancel', { confirmName: 'Bakery' }],
  ['POST', '/suspend', { reason: 'manual' }],
  ['POST', '/reactivate', {}],
  ['POST', '/preview', { action: 'cancel' }],
  ['GET', '/manifests'],
  ['GET', '/summary'],
  ['GET', '/limits'],
  ['PUT', '/limits', { monthlySpend: null, maxExtensions: 1, maxDids: 1, maxMonthlyMinutes: 1 }],
  ['GET', '/extensions'],
  ['POST', '/extensions', { number: '666', name: 'Spy' }],
  ['GET', '/dids'],
  ['GET', '/users'],
  ['POST', '/users', { email: 'spy@contoso.example', name: 'Spy', role: 'tenant_admin', password: 'a long password' }],
  ['GET', '/contacts'],
  ['POST', '/contacts/import', { csv: 'Name,Work\nSpy,+12125550166' }],
  ['GET', '/contacts/export'],
  ['POST', '/phone-directory', {}],
  ['GET', '/calls'],
  ['GET', '/live-calls'],
  ['GET', '/audit-events'],
];

/** Routes in which a tenant's own admin may write at least something. */
const OPEN_TO_ADMINS = ['', '/extensions', '/users', '/contacts/import', '/phone-directory'];

test('another partner’s tenant looks like one that does not exist', async () => {
  const carla = await product.signIn(CARLA);
  const before = await nora.get(`/tenants/${bakery}`);
  for (const [method, path, body] of WAYS) {
    const theirs = await carla.ask(method, `/tenants/${bakery}${path}`, body);
    const nothing = await carla.ask(method, `/tenants/${NOTHING}${path}`, body);
    expect(theirs.status, `${method} ${path}`).toBe(404);
    expect({ ...theirs.body, requestId: '' }).toEqual({ ...nothing.body, requestId: '' });
  }
  expect(await nora.get(`/tenants/${bakery}`)).toEqual(before);
  for (const list of ['/tenants', '/dids', '/audit-events', '/users', '/limits'])
    expect(JSON.stringify(await carla.get(list)), list).not.toMatch(/bakery|northwind|1212555/i);

  const window = await windowOf(CARLA);
  const { page } = window;
  await page.goto('/tenants');
  await row(page, 'Tenants', 'Florist').waitFor();
  expect(await column(page, 'Tenants', 'Name')).toEqual(['Florist']);
  await page.getByRole('searchbox', { name: 'Search tenants' }).fill('bakery');
  await page.getByText('No tenants found').waitFor();
  for (const path of ['', '/extensions', '/settings']) {
    await page.goto(`/tenants/${bakery}${path}`);
    await notFound(window);
  }
  await window.check();
});

test('a tenant admin sees only the tenant’s own pages', async () => {
  const window = await windowOf(BAKERY_OWNER);
  const { page } = window;
  await page.goto('/');
  await page.waitForURL(`**/tenants/${bakery}`);
  await page.getByRole('heading', { name: 'Dashboard' }).waitFor();
  expect(await page.getByRole('navigation', { name: 'Main' }).count()).toBe(0);
  await expect.poll(() => page.getByRole('banner').getByRole('link', { name: 'Northwind Voice' }).count()).toBe(1);
  await window.check();
  await tab(page, 'Extensions').click();
  await row(page, 'Extensions', 'Counter').waitFor();
  expect(await column(page, 'Extensions', 'Extension')).toEqual(['101', '102', '103']);
  await window.check();
  for (const path of [`/tenants/${clinic}`, `/tenants/${NOTHING}`, '/tenants', '/numbers', '/operator/partners']) {
    await page.goto(path);
    await notFound(window);
  }
  await page.goto('/');
  await page.waitForURL(`**/tenants/${bakery}`);
});

test('a tenant admin can change three fields of the tenant, and no others by any route', async () => {
  const owner = await product.signIn(BAKERY_OWNER);
  const before = await nora.get(`/tenants/${bakery}`);
  const kept = {
    name: 'Mine',
    status: 'SUSPENDED',
    billingEmail: 'mine@bakery.example',
    billingProfileId: NOTHING,
    sipPrefix: 'mine',
    createdAt: '2020-01-01T00:00:00Z',
    partnerId: NOTHING,
    suspensionReasons: [],
    version: 1,
  };
  for (const [name, value] of Object.entries(kept)) {
    const answer = await owner.ask('PATCH', `/tenants/${bakery}`, { [name]: value, timezone: 'UTC' });
    expect([403, 422], name).toContain(answer.status);
  }
  const ways = WAYS.filter(([method, path]) => method !== 'GET' && !OPEN_TO_ADMINS.includes(path));
  for (const [method, path, body] of [...ways, ['DELETE', '', { confirmName: 'Bakery' }] as const])
    expect([403, 404], `${method} ${path}`).toContain(
      (await owner.ask(method, `/tenants/${bakery}${path}`, body)).status,
    );
  for (const path of [
    '/tenants',
    '/dids',
    '/audit-events',
    '/users',
    '/limits',
    '/billing-profiles',
    '/rate-tables',
    '/tenant-defaults',
  ])
    expect([403, 404], path).toContain((await owner.ask('GET', path)).status);
  expect(await nora.get(`/tenants/${bakery}`)).toEqual(before);
  for (const [method, path, body] of WAYS)
    expect((await owner.ask(method, `/tenants/${clinic}${path}`, body)).status, `${method} ${path}`).toBe(404);

  const e911Address = { street: '9 Oven St', city: 'Troy', state: 'NY', postalCode: '12180', country: 'US' };
  await owner.patch(`/tenants/${bakery}`, { defaultCnam: 'BREAD', timezone: 'America/Chicago', e911Address });
  expect(await nora.get(`/tenants/${bakery}`)).toMatchObject({
    defaultCnam: 'BREAD',
    timezone: 'America/Chicago',
    e911Address,
    name: 'Bakery',
  });
});

test('users of a suspended tenant see only the page that says so, and can’t change anything', async () => {
  const owner = await product.signIn(BAKERY_OWNER);
  const window = await windowOf(BAKERY_OWNER);
  const { page } = window;
  await nora.put('/support-contact', { email: 'hello@northwind.example', phone: '(212) 555-0100' });
  await nora.post(`/tenants/${bakery}/suspend`, { reason: 'past_due', note: 'Pays late again' });
  for (const path of ['', '/extensions', '/users', '/settings']) {
    await page.goto(`/tenants/${bakery}${path}`);
    await page.getByRole('heading', { name: 'Service suspended' }).waitFor();
    expect(await page.getByRole('table').count()).toBe(0);
  }
  // nothing is promised that this server, where calling is off, does not do
  await page.getByText('Phones can’t register or call, not even 911.').waitFor();
  expect(await page.getByText('Emergency calls to 911 still go through').count()).toBe(0);
  await page.getByText('A payment to Northwind Voice is overdue.').waitFor();
  await page.getByRole('link', { name: 'hello@northwind.example' }).waitFor();
  expect(await page.getByRole('link', { name: '(212) 555-0100' }).getAttribute('href')).toBe('tel:+12125550100');
  expect(await page.getByRole('main').innerText()).not.toMatch(/messages|Pays late/);
  await window.check();
  const refused = await owner.ask('PATCH', `/tenants/${bakery}`, { timezone: 'UTC' });
  expect(refused).toMatchObject({ status: 409, body: { code: 'tenant_suspended' } });
  expect(await owner.ask('GET', `/tenants/${bakery}/extensions`)).toMatchObject({ status: 409 });

  await nora.post(`/tenants/${bakery}/reactivate`);
  await page.reload();
  await page.getByRole('heading', { name: 'Settings' }).waitFor();
  await page.getByText('Need help? Contact Northwind Voice').waitFor();
  await tab(page, 'Activity').click();
  const told = row(page, 'Activity', 'Tenant suspended').filter({ hasText: NORA });
  // the user, but not the address
  await told.filter({ hasNotText: '127.0.0.1' }).waitFor();
});

test('the partner sees a suspension by the operator, but only the operator can lift it', async () => {
  const window = await windowOf(OPERATOR);
  const { page } = window;
  await page.goto('/operator/tenants');
  await field(page, 'Find a tenant').fill('(212) 555-0102');
  await page.keyboard.press('Enter');
  await table(page, 'Tenants found').getByRole('link', { name: 'Clinic' }).click();
  await field(page, 'Note').fill('calls to premium numbers');
  await button(page, 'Suspend tenant').click();
  await page.getByRole('heading', { name: 'Suspended by the operator', exact: true }).waitFor();
  await window.check({ platformName: true });
  const seen = await nora.ask('GET', `/tenants/${clinic}`);
  expect(seen.body).toMatchObject({ status: 'SUSPENDED', suspensionReasons: ['fraud'] });
  expect((await nora.ask('POST', `/tenants/${clinic}/reactivate`, {})).body).toMatchObject({ code: 'reason_kept' });
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Audit' }).click();
  await row(page, 'Audit log', 'Tenants searched').waitFor();
  await window.check({ platformName: true });
  await page.goBack();
  await button(page, 'Lift suspension').click();
  await button(page.getByRole('dialog'), 'Lift suspension').click();
  await page.getByRole('heading', { name: 'Not suspended by the operator' }).waitFor();
  expect((await nora.ask('GET', `/tenants/${clinic}`)).body).toMatchObject({ status: 'TRIAL', suspensionReasons: [] });
});

test('the operator places a legal hold on a tenant and lifts it', async () => {
  const { page } = await windowOf(OPERATOR);
  const olga = await product.signIn(OPERATOR);
  const reason = async () => (await olga.get(`/operator/tenants/${clinic}/legal-hold`)).reason;
  await page.goto(`/operator/tenants?tenantId=${clinic}`);
  await field(page.getByRole('form', { name: 'Place a legal hold' }), 'Reason').fill('Order 17 of the county court');
  await button(page, 'Place hold').click();
  await page.getByRole('heading', { name: 'Under a legal hold' }).waitFor();
  expect(await reason()).toBe('Order 17 of the county court');
  await button(page, 'Lift hold').click();
  await button(page.getByRole('dialog'), 'Lift hold').click();
  await page.getByRole('heading', { name: 'No legal hold' }).waitFor();
  expect(await reason()).toBe(null);
  await page.goto(`/operator/tenants?tenantId=${NOTHING}`);
  await page.getByText('No tenant has this ID').waitFor();
});

test('a read-only partner user sees everything and can’t change anything', async () => {
  const victor = await product.signIn(VICTOR);
  const writes = WAYS.filter(([method, path]) => method !== 'GET' && path !== '/preview');
  for (const [method, path, body] of writes)
    expect((await victor.ask(method, `/tenants/${bakery}${path}`, body)).status, `${method} ${path}`).toBe(403);
  const { items } = await victor.get(`/tenants/${bakery}/extensions`);
  const secret = await victor.ask('GET', `/tenants/${bakery}/extensions/${items[0].id}/credentials`);
  expect(secret.status).toBe(403);
  await victor.post(`/tenants/${bakery}/preview`, { action: 'suspend' });

  const window = await windowOf(VICTOR);
  const { page } = window;
  await page.goto('/tenants');
  expect(await reasonOf(button(page, 'New tenant'))).toContain('View only');
  expect(await reasonOf(button(page, 'Delete Bakery'))).toContain('View only');
  await page.getByRole('complementary', { name: 'Your role' }).getByText('View only').waitFor();
  await window.check();
  expect(await reasonOf(button(page, 'Export CSV'))).toContain('View only');
  await page.goto(`/tenants/${bakery}/extensions`);
  expect(await reasonOf(button(page, 'SIP credentials of 101'))).toContain('View only');
  expect(await reasonOf(button(page, 'Suspend'))).toContain('View only');
  // once on the page, not under each field
  await page.goto(`/tenants/${bakery}/settings`);
  await field(page, 'Street').waitFor();
  expect(await field(page, 'Street').getAttribute('readonly')).not.toBeNull();
  // the one in the form belongs to its button
  await expect.poll(() => page.getByRole('form', { name: 'Settings' }).getByText('View only').count()).toBe(1);
});

test('when two browsers edit one tenant, the second sees the conflict, and nothing is lost', async () => {
  const [first, second] = [await windowOf(NORA), await windowOf(NORA)];
  for (const { page } of [first, second]) {
    await page.goto('/tenants');
    await button(page, 'Edit Clinic').click();
    await field(page.getByRole('dialog'), 'Name').waitFor();
  }
  const [one, two] = [first.page.getByRole('dialog'), second.page.getByRole('dialog')];
  await field(one, 'Name').fill('Clinic East');
  await field(one, 'Billing email').fill('east@clinic.example');
  await button(one, 'Save changes').click();
  await one.waitFor({ state: 'detached' });

  await field(two, 'Name').fill('Clinic West');
  await field(two, 'Default CNAM').fill('WEST');
  await button(two, 'Save changes').click();
  await two.getByText('Someone else changed this tenant while you were editing').waitFor();
  expect(await two.getByRole('listitem').allInnerTexts()).toEqual(
    expect.arrayContaining([expect.stringMatching(/Name is now “Clinic East”, was “Clinic”.*You typed “Clinic West”/)]),
  );
  await second.check();
  expect(await field(two, 'Name').inputValue()).toBe('Clinic West');
  expect(await nora.get(`/tenants/${clinic}`)).toMatchObject({ name: 'Clinic East', defaultCnam: 'CLINIC' });
  await button(two, 'Keep mine').click();
  await button(two, 'Save changes').click();
  await two.waitFor({ state: 'detached' });
  expect(await nora.get(`/tenants/${clinic}`)).toMatchObject({
    name: 'Clinic West',
    defaultCnam: 'WEST',
    billingEmail: 'east@clinic.example',
  });
});

test('when a session ends during an edit, the page asks to sign in and keeps the input', async () => {
  const window = await windowOf(NORA);
  const { page } = window;
  await page.goto('/tenants');
  await button(page, 'New tenant').click();
  await field(page.getByRole('dialog'), 'Name').fill('Bookshop');
  await until('the suggestion', async () => (await field(page, 'SIP prefix').inputValue()) === 'bookshop');
  await page.context().clearCookies();
  await button(page, 'Create tenant').click();
  await page.getByRole('heading', { name: 'Your session has ended' }).waitFor();
  await window.check();
  const again = page.getByRole('form', { name: 'Sign in' });
  await until('the focus in the password', () => isFocused(field(again, 'Password')));
  await page.keyboard.press('Escape');
  await page.keyboard.type('correct horse battery');
  await page.keyboard.press('Enter');
  await again.waitFor({ state: 'detached' });
  expect(await field(page, 'Name').inputValue()).toBe('Bookshop');
  expect(await page.getByText('Sign in first').count()).toBe(0);
  await button(page, 'Create tenant').click();
  await page.getByRole('heading', { name: 'Dashboard' }).waitFor();
  expect(await tenantId(nora, 'bookshop')).toBeTruthy();
});

test('a download after the session has ended asks to sign in and saves no error page', async () => {
  const { page } = await windowOf(NORA);
  await page.goto('/tenants');
  await row(page, 'Tenants', 'Bakery').waitFor();
  const [file] = await Promise.all([page.waitForEvent('download'), button(page, 'Export CSV').click()]);
  expect(file.suggestedFilename()).toBe('tenants.csv');
  await page.context().clearCookies();
  await button(page, 'Export CSV').click();
  await page.getByRole('heading', { name: 'Your session has ended' }).waitFor();
});

test('signing out ends the session, and its cookie no longer works', async () => {
  const window = await windowOf(NORA);
  const { page } = window;
  await page.goto('/tenants');
  const [cookie] = await page.context().cookies();
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax' });
  await button(page, /^Account of/).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  const old = await nora.ask('GET', '/session', undefined, { cookie: `session=${cookie!.value}` });
  expect(old.status).toBe(401);
  await page.goBack();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
});

test('no page has an accessibility error, in light or dark mode, wide or narrow', async () => {
  const partner = await windowOf(NORA);
  const team = ['/', '/numbers', '/team', '/tenant-defaults', '/settings', '/account', '/nowhere'];
  const inside = PAGES_OF_A_TENANT.map((path) => `/tenants/${bakery}${path}`);
  await sweep(partner, [...team, ...inside]);
  await partner.page.emulateMedia({ colorScheme: 'dark' });
  await sweep(partner, ['/tenants', `/tenants/${bakery}/extensions`, '/account']);
  await partner.page.setViewportSize({ width: 390, height: 844 });
  await sweep(partner, ['/tenants', `/tenants/${bakery}`, '/account']);

  const operator = await windowOf(OPERATOR);
  const pages = [
    'partners',
    `partners/${nora.session.partner.id}`,
    'audit',
    'trunks',
    'mail',
    'health',
    'security',
    `tenants?tenantId=${bakery}`,
  ].map((page) => `/operator/${page}`);
  await sweep(operator, pages, { platformName: true });

  async function sweep(window: Window, paths: string[], options = {}) {
    for (const path of paths) {
      await window.page.goto(path);
      const title = await window.page.getByRole('heading', { level: 1 }).innerText();
      expect(title === NOTHING_HERE, path).toBe(path === '/nowhere');
      await window.loaded();
      await window.check(options);
      // a page never scrolls sideways; wide tables scroll inside it
      expect(await window.page.evaluate('document.documentElement.scrollWidth <= innerWidth'), path).toBe(true);
    }
  }
});

test('a dialog can be opened, filled in and closed by keyboard alone', async () => {
  const { page } = await windowOf(NORA);
  const dialog = page.getByRole('dialog');
  await page.goto('/tenants');
  await table(page, 'Tenants').waitFor();
  await button(page, 'New tenant').focus();
  await page.keyboard.press('Enter');
  await until('the focus to be in the dialog', () => isFocused(field(dialog, 'Name')));
  await page.keyboard.type('Typed');
  expect(await field(dialog, 'Name').inputValue()).toBe('Typed');
  for (let i = 0; i < 25; i++) {
    await page.keyboard.press('Tab');
    expect(await dialog.evaluate((element) => element.contains(element.ownerDocument.activeElement))).toBe(true);
  }
  await field(dialog, 'Name').focus();
  // Escape asks before it discards input; a second Escape closes only that question
  const question = page.getByRole('dialog', { name: 'Discard what you typed?' });
  await page.keyboard.press('Escape');
  await question.waitFor();
  await page.keyboard.press('Escape');
  await question.waitFor({ state: 'detached' });
  await until('the focus to be back in the name', () => isFocused(field(dialog, 'Name')));
  expect(await field(dialog, 'Name').inputValue()).toBe('Typed');
  await page.keyboard.press('Escape');
  await button(question, 'Discard').click();
  await dialog.waitFor({ state: 'detached' });
  await until('the focus to be back', () => isFocused(button(page, 'New tenant')));
});
