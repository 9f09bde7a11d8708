import { Secret, TOTP } from 'otpauth';
import { expect, test } from 'vitest';
import { until } from '../../until.ts';
import { ask, type ApiUser } from '../api-user.ts';
import { nora, page, product, useBrowserSession, window } from '../browser-session.ts';
import { openChromium, type Window } from '../browser.ts';
import { button, field } from '../pages.ts';
import { DEMO_PASSWORD, OPERATOR } from '../product.ts';
import { step } from '../step.ts';

/** Users manage their own account: forgotten password, change of password, second factor, other sessions. */
let operator: ApiUser;
const VIEWER = 'viewer@northwind.example';
const [SECOND, THIRD] = ['blue guitar lamp', 'seven quiet rivers'];

useBrowserSession({ VOICE: 'off' }, async () => {
  operator = await product.signIn(OPERATOR);
});

/** The latest link mailed to a user; without a mail server the operator can read it. */
async function mailedLink(email: string, subject: string): Promise<string> {
  const mail = await until(`the email “${subject}” to ${email}`, async () => {
    const { items } = await operator.get(`/operator/mails?search=${encodeURIComponent(email)}`);
    return items.find((each: { subject: string }) => each.subject.startsWith(subject));
  });
  return /http:\S+\/welcome#\S+/.exec(mail.body)?.[0] ?? '';
}

const codeNow = (secret: string, later = 0): string =>
  new TOTP({ secret: Secret.fromBase32(secret), digits: 6, period: 30 }).generate({ timestamp: Date.now() + later });

async function fillSignIn({ page }: Window, email: string, password: string): Promise<void> {
  await page.goto('/sign-in');
  await field(page, 'Email').fill(email);
  await field(page, 'Password').fill(password);
  await button(page, 'Sign in').click();
}

const account = (window: Window) => window.page.getByRole('heading', { name: 'Your account' });
async function openAccount(window: Window): Promise<void> {
  await window.page.getByRole('button', { name: /^Account of/ }).click();
  await window.page.getByRole('menuitem', { name: 'Your account' }).click();
  await account(window).waitFor();
}

let secret = '';
let recoveryCodes: string[] = [];

test(
  'a user resets and changes a password, sets up a second factor and signs in with it',
  { timeout: 300_000 },
  async () => {
    await step('a forgotten password is replaced through the link in the email', async () => {
      await page.goto('/sign-in');
      const forgotten = page.getByRole('link', { name: 'Forgot password?' });
      await forgotten.waitFor();
      await window.check();
      await forgotten.click();
      await page.getByRole('heading', { name: 'Forgot your password?' }).waitFor();
      await window.check();
      await field(page, 'Email').fill(VIEWER);
      await page.keyboard.press('Enter');
      // the demo has no mail server, which is shown whatever address is entered
      await page.getByRole('heading', { name: 'This service can’t send email' }).waitFor();
      await window.check();
      const unknown = await ask(product.address, 'POST', '/password-resets', {
        email: 'nobody@northwind.example',
      });
      expect([unknown.status, unknown.body]).toEqual([202, { mail: 'no_mail_server' }]);

      await page.goto(await mailedLink(VIEWER, 'Reset your password'));
      await page.getByRole('heading', { name: 'Choose a new password' }).waitFor();
      await window.check();
      await field(page, 'Password').fill('northwind2026');
      await field(page, 'Repeat the password').fill('northwind2026');
      await button(page, 'Set the password and sign in').click();
      await page.getByText(/Too easy to guess/).waitFor();
      await field(page, 'Password').fill(SECOND);
      await field(page, 'Repeat the password').fill(SECOND);
      await button(page, 'Set the password and sign in').click();
      await page.getByRole('button', { name: /^Account of/ }).waitFor();
      const old = await ask(product.address, 'POST', '/session', { email: VIEWER, password: DEMO_PASSWORD });
      expect(old.status).toBe(401);
    });

    await step('the password is changed with the current one, and other browsers are signed out', async () => {
      const elsewhere = await product.signIn(VIEWER, SECOND);
      await openAccount(window);
      await page.getByText('This session', { exact: true }).waitFor();
      await window.check();
      const form = page.getByRole('form', { name: 'Change password' });
      await field(form, 'Current password').fill('not this one');
      await field(form, 'New password').fill(THIRD);
      await field(form, 'Repeat the new password').fill(THIRD);
      await button(form, 'Change password').click();
      await page.getByText('This is not your current password.').waitFor();
      await field(form, 'Current password').fill(SECOND);
      await button(form, 'Change password').click();
      await page.getByText('All other sessions were signed out.').waitFor();
      expect((await elsewhere.ask('GET', '/session')).status).toBe(401);
    });

    await step('a second factor is set up with an app and one of its codes', async () => {
      await button(page, 'Set up').click();
      const dialog = page.getByRole('dialog');
      await window.check();
      await field(dialog, 'Password').fill(THIRD);
      await page.keyboard.press('Enter');
      await dialog.getByRole('figure', { name: /^QR code/ }).waitFor();
      await window.check();
      secret = (await dialog.getByLabel('Key', { exact: true }).textContent()) ?? '';
      expect(secret).toMatch(/^[A-Z2-7]{32}$/);
      await field(dialog, 'Code').fill('000000');
      await page.keyboard.press('Enter');
      await dialog.getByText(/Wrong or already used/).waitFor();
      await field(dialog, 'Code').fill(codeNow(secret));
      await page.keyboard.press('Enter');
      const list = dialog.getByRole('list', { name: 'Recovery codes' });
      await list.waitFor();
      await window.check();
      recoveryCodes = await list.getByRole('listitem').allTextContents();
      expect(recoveryCodes).toHaveLength(10);
      await dialog.getByRole('checkbox').check();
      await button(dialog, 'Done').click();
      await dialog.waitFor({ state: 'detached' });
      await page.getByText('10 recovery codes are left.').waitFor();
      await window.check();
    });

    await step(
      'signing in asks for a code, accepts a recovery code once, and other sessions can be ended',
      async () => {
        await using chromium = await openChromium();
        const other = await chromium.window(product.address);
        await fillSignIn(other, VIEWER, THIRD);
        await field(other.page, 'Code').waitFor();
        expect(await other.page.evaluate('document.activeElement.autocomplete')).toBe('one-time-code');
        await other.check();
        await field(other.page, 'Code').fill('000000');
        await other.page.keyboard.press('Enter');
        await other.page.getByText(/Wrong or already used/).waitFor();
        await field(other.page, 'Code').fill(codeNow(secret, 30_000));
        await other.page.keyboard.press('Enter');
        await other.page.getByRole('button', { name: /^Account of/ }).waitFor();

        const third = await chromium.window(product.address);
        await fillSignIn(third, VIEWER, THIRD);
        await field(third.page, 'Code').fill(recoveryCodes[0] ?? '');
        await third.page.keyboard.press('Enter');
        await third.page.getByRole('button', { name: /^Account of/ }).waitFor();
        const again = await ask(product.address, 'POST', '/session', {
          email: VIEWER,
          password: THIRD,
          code: recoveryCodes[0],
        });
        expect([again.status, again.body.code]).toEqual([401, 'wrong_code']);

        await page.goto('/account');
        const signOut = page.getByRole('button', { name: /^Sign out Chrome on Linux/ });
        await signOut.first().waitFor();
        await expect.poll(() => signOut.count()).toBe(2);
        await signOut.first().click();
        await page.getByText('Session ended').waitFor();
        await button(page, 'Sign out everywhere else').click();
        await button(page.getByRole('dialog'), 'Sign out everywhere else').click();
        await page.getByText('Only this session is left.').waitFor();
        await window.check();
        for (const { page: gone } of [other, third]) {
          await gone.reload();
          await gone.getByRole('heading', { name: 'Sign in', exact: true }).waitFor();
        }
      },
    );
  },
);

test('when an admin requires a second factor, team members without one have to set it up first', async () => {
  await using chromium = await openChromium();
  const window = await chromium.window(product.address);
  await window.become(nora);
  const { page } = window;
  await page.goto('/settings');
  const required = page.getByRole('switch', { name: 'Require two-factor authentication' });
  await required.waitFor();
  await window.check();
  await required.check();
  await button(page, 'Save security').click();
  await page.getByRole('heading', { name: 'Set up two-factor authentication' }).waitFor();
  await window.check();
  expect((await nora.ask('GET', '/tenants')).body.code).toBe('second_factor_setup_required');
  await page.goto('/tenants');
  await page.getByRole('heading', { name: 'Set up two-factor authentication' }).waitFor();
  await field(page, 'Password').fill(DEMO_PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByRole('figure', { name: /^QR code/ }).waitFor();
  const noras = (await page.getByLabel('Key', { exact: true }).textContent()) ?? '';
  await field(page, 'Code').fill(codeNow(noras));
  await page.keyboard.press('Enter');
  await page.getByRole('list', { name: 'Recovery codes' }).waitFor();
  await window.check();
  await page.getByRole('checkbox').check();
  await button(page, 'Done').click();
  await page.getByRole('table', { name: 'Tenants' }).waitFor();
  await page.goto('/team');
  await button(page, /^Reset two-factor authentication of/)
    .first()
    .waitFor();
  await window.check();
});

test('without a mail server, an invitation is shown as a link', async () => {
  await using chromium = await openChromium();
  const window = await chromium.window(product.address);
  await window.become(nora);
  const { page } = window;
  await page.goto('/team');
  await button(page, 'Invite someone').click();
  const dialog = page.getByRole('dialog');
  await field(dialog, 'Email').fill('new@northwind.example');
  await field(dialog, 'Name').fill('Newcomer');
  await button(dialog, 'Send the invitation').click();
  await page.getByText('No email was sent').waitFor();
  await window.check();
  const link = (await page.getByRole('dialog').getByLabel('Link', { exact: true }).textContent()) ?? '';
  await button(page.getByRole('dialog'), 'Done').click();
  const guest = await chromium.window(product.address);
  await guest.page.goto(link);
  await guest.page.getByRole('heading', { name: 'Welcome' }).waitFor();
  expect(await field(guest.page, 'Email').inputValue()).toBe('new@northwind.example');
});
