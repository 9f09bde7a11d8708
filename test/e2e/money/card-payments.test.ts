import { expect, test } from 'vitest';
import { nora, page, product, useBrowserSession, window } from '../browser-session.ts';
import { tenantId } from '../demo.ts';
import { button, field, row } from '../pages.ts';

useBrowserSession({ VOICE: 'off' });

const dialog = () => page.getByRole('dialog');

/** Chooses a card on the demo's page. */
async function choose(number: string, verb: string): Promise<void> {
  await page.getByText('No card is charged and no money moves.').waitFor();
  await page.getByLabel(number).check();
  await page.getByRole('button', { name: verb }).click();
}

test('the demo’s suspended Garage pays after a first card is declined, and its service returns', async () => {
  const garage = await tenantId(nora, 'garage');
  await window.become(await product.signIn('owner@garage.example'));
  await page.goto('/');
  await page.getByText('Demo payments').waitFor();
  await window.check();
  await button(page, /^Pay \$.* now$/).click();
  await choose('4000 0000 0000 0002', 'Pay');
  await page.getByRole('alert').getByText('The card was declined.').waitFor();
  await choose('4000 0027 6000 3184', 'Pay');
  await page.getByText('Your bank asks you to confirm').waitFor();
  await page.getByRole('button', { name: 'Confirm' }).click();
  await page.waitForURL(new RegExp(`/tenants/${garage}/billing`));
  await page.getByText('Northwind Workshop').waitFor();
  expect(await nora.get(`/tenants/${garage}`)).toMatchObject({ status: 'ACTIVE', suspensionReasons: [] });
  const { items } = await nora.get(`/payments?tenantId=${garage}`);
  expect(items).toMatchObject([{ method: 'card', reference: 'Visa ending in 3184' }]);
  await window.check();
});

test('a card is saved, used for auto-pay, charged for what is due, and removed', async () => {
  const bakery = await tenantId(nora, 'bakery');
  await window.become(await product.signIn('owner@bakery.example'));
  await page.goto(`/tenants/${bakery}/billing`);
  await button(page, 'Add card').click();
  await choose('5555 5555 5555 4444', 'Save card');
  await page.waitForURL(new RegExp(`/tenants/${bakery}/billing`));
  await page.getByRole('listitem').getByText('Mastercard ending in 4444').waitFor();
  await window.check();
  await button(page, 'Start auto-pay with Mastercard ending in 4444').click();
  await window.check();
  await button(dialog(), 'I agree').click();
  await dialog().waitFor({ state: 'detached' });
  await page.getByText('Auto-pay', { exact: true }).waitFor();
  await button(page, /^Pay \$.* now$/).click();
  const paid = { toPay: [], latest: { state: 'succeeded', kind: 'pay_card' } };
  await expect.poll(() => nora.get(`/tenants/${bakery}/cards`)).toMatchObject(paid);
  await button(page, /^Pay \$.* now$/).waitFor({ state: 'detached' });
  await button(page, 'Remove Mastercard ending in 4444').click();
  await button(dialog(), 'Remove card').click();
  await dialog().waitFor({ state: 'detached' });
  await page.getByText('No cards are saved.').waitFor();
});

test('a card payment is partly refunded by keyboard, after the dialog has shown the new balance due', async () => {
  await window.become(nora);
  const bakery = await tenantId(nora, 'bakery');
  await page.goto('/payments');
  await button(page, /^Refund the payment of/)
    .first()
    .press('Enter');
  await dialog()
    .getByText(/The money goes back to Mastercard ending in 4444/)
    .waitFor();
  await dialog()
    .getByText(/will owe .* again/)
    .waitFor();
  await window.check();
  const amount = field(dialog(), 'Amount in USD');
  await amount.fill('100000');
  await page.keyboard.press('Enter');
  await dialog().getByText('Enter the reason.').waitFor();
  await field(dialog(), 'Reason').fill('Charged twice for a number');
  await amount.press('Enter');
  await dialog()
    .getByText(/can be refunded\.$/)
    .waitFor();
  await window.check();
  await amount.fill('1.00');
  await dialog()
    .getByText(/will owe \$1\.00 again/)
    .waitFor();
  await window.check();
  await amount.press('Enter');
  await dialog().waitFor({ state: 'detached' });
  const refunded = { refunded: '1.00', refunds: [{ state: 'succeeded', reason: 'Charged twice for a number' }] };
  const payment = async () =>
    (await nora.get(`/payments?tenantId=${bakery}`)).items.find((one: { method: string }) => one.method === 'card');
  await expect.poll(payment).toMatchObject(refunded);
  await page.getByText('$1.00 refunded').waitFor();
  await window.check();
  await page.getByRole('row').filter({ hasText: '$1.00 refunded' }).getByRole('link').click();
  await page.getByText('Refund of $1.00').waitFor();
  await window.check();
  await page.goto(`/tenants/${bakery}/billing/statement`);
  await row(page, 'Statement in USD', 'refunded').waitFor();
  const downloads = page.waitForEvent('download');
  await button(page, 'Download PDF').click();
  expect((await downloads).suggestedFilename()).toMatch(/^statement-.*\.pdf$/);
  await window.check();
});

test('the admin of a suspended tenant stops auto-pay and removes its card', async () => {
  const bakery = await tenantId(nora, 'bakery');
  await window.become(await product.signIn('owner@bakery.example'));
  await page.goto(`/tenants/${bakery}/billing`);
  await button(page, 'Add card').click();
  await choose('5555 5555 5555 4444', 'Save card');
  await button(page, 'Start auto-pay with Mastercard ending in 4444').click();
  await button(dialog(), 'I agree').click();
  await dialog().waitFor({ state: 'detached' });
  await nora.post(`/tenants/${bakery}/suspend`, { reason: 'manual' });
  await page.goto('/');
  await page.getByRole('heading', { name: 'Saved cards' }).waitFor();
  await window.check();
  await button(page, 'Stop auto-pay with Mastercard ending in 4444').click();
  await button(dialog(), 'Stop auto-pay').click();
  await dialog().waitFor({ state: 'detached' });
  await page.getByText('Use for auto-pay').waitFor();
  expect((await nora.get(`/tenants/${bakery}/cards`)).cards).toMatchObject([{ autoPay: false }]);
  await button(page, 'Remove Mastercard ending in 4444').click();
  await button(dialog(), 'Remove card').click();
  await page.getByRole('heading', { name: 'Saved cards' }).waitFor({ state: 'detached' });
  await nora.post(`/tenants/${bakery}/reactivate`, {});
});

test('a partner enters, tests and removes its Stripe keys, which are never shown', async () => {
  await window.become(nora);
  await page.goto('/settings');
  const card = page.getByRole('form', { name: 'Payments' });
  await page.getByText('Demo payments').waitFor();
  await field(card, 'New secret key').fill('pk_test_public0000');
  await button(page, 'Save payment settings').click();
  await card.getByText('Enter a secret key or restricted key').waitFor();
  await window.check();
  await field(card, 'New secret key').fill('sk_test_wrong0000wXyZ');
  await button(page, 'Save payment settings').click();
  await page.getByText('Refused by Stripe').waitFor();
  await page.getByText('wXyZ').waitFor();
  expect(await page.content()).not.toContain('wrong0000');
  await window.check();
  await button(page, 'Remove keys').click();
  await button(dialog(), 'Remove keys').click();
  await dialog().waitFor({ state: 'detached' });
  await field(card, 'Secret key').waitFor();
});
