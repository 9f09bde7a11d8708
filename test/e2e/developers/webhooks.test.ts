import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../../until.ts';
import { respondOk, type Receiver, refusing, startReceiver } from '../../webhook-receiver.ts';
import { nora, page, product, useBrowserSession, window } from '../browser-session.ts';
import { inDatabase } from '../installed-database.ts';
import { button, field, row } from '../pages.ts';

let receiver: Receiver;

beforeAll(async () => {
  receiver = await startReceiver();
});
afterAll(() => receiver.close());

useBrowserSession({ VOICE: 'off', WEBHOOK_PRIVATE_ADDRESSES: 'allow' }, () => window.become(nora));

const dialog = () => page.getByRole('dialog');

test('a partner adds, tests, pauses and resumes a webhook, and sends a refused event again', async () => {
  await page.goto('/developers/webhooks');
  await page.getByText('No webhooks yet').waitFor();
  await window.check();
  await button(page, 'New webhook').first().click();
  await field(dialog(), 'Name').fill('CRM');
  await field(dialog(), 'Address').fill(receiver.url);
  await button(dialog(), 'Create webhook').click();
  await dialog().getByText('Choose at least one event.').waitFor();
  await button(dialog(), 'Tenants').click();
  await window.check();
  await button(dialog(), 'Create webhook').click();
  await dialog().getByText('Copy the secret now').waitFor();
  receiver.state.secret = (await dialog().getByRole('status', { name: 'Secret' }).innerText()).trim();
  await button(dialog(), 'I have copied it').click();

  await page.getByRole('link', { name: 'CRM' }).click();
  await page.getByText('Nothing sent yet').waitFor();
  await window.check();
  await button(page, 'Send a test').click();
  await row(page, 'Deliveries', 'Webhook test').getByText('Delivered').waitFor();
  expect(receiver.received.map(({ type }) => type)).toEqual(['webhook.test']);

  receiver.state.answer = refusing(500, {}, '<b>no such customer</b>');
  await nora.post('/tenants', { name: 'Kiosk', sipPrefix: 'kiosk', status: 'ACTIVE' });
  const refused = row(page, 'Deliveries', 'Tenant created');
  await refused.getByText('HTTP 500').waitFor();
  await window.check();
  await refused.getByRole('button', { name: /^Details/ }).click();
  await dialog().getByText('<b>no such customer</b>').waitFor();
  await window.check();
  receiver.state.answer = respondOk;
  await button(dialog(), 'Send again').click();
  await refused.getByText('Delivered').waitFor();
  expect(new Set(receiver.received.slice(1).map(({ id }) => id)).size).toBe(1);

  await button(page, 'Pause').click();
  await page.getByText('Paused', { exact: true }).waitFor();
  await nora.post('/tenants', { name: 'Stall', sipPrefix: 'stall', status: 'ACTIVE' });
  await button(page, 'Resume').click();
  await window.check();
  await button(dialog(), 'Resume').click();
  await until('what was missed', () => receiver.received.some(({ event }) => event.data['name'] === 'Stall'));

  await button(page, 'Send again…').click();
  await dialog()
    .getByRole('radio', { name: /Everything/ })
    .check();
  await window.check();
  await button(dialog(), 'Send again').click();
  await until('all of it', () => receiver.received.filter(({ event }) => event.data['name'] === 'Stall').length === 2);
  await button(page, 'Delete').click();
  await button(dialog(), 'Delete webhook').click();
  await page.getByText('No webhooks yet').waitFor();
});

test('in strict order, an event refused for three days stops the webhook, and can be skipped on the page', async () => {
  receiver.state.answer = (request, response) =>
    (receiver.received.at(-1)?.event.data['name'] === 'Poison' ? refusing(422, {}, 'unknown extension') : respondOk)(
      request,
      response,
    );
  await page.goto('/developers/webhooks');
  await button(page, 'New webhook').first().click();
  await field(dialog(), 'Name').fill('Orders');
  await field(dialog(), 'Address').fill(receiver.url);
  await button(dialog(), 'All events').click();
  await dialog()
    .getByRole('switch', { name: /^Strict order/ })
    .check();
  await window.check();
  await button(dialog(), 'Create webhook').click();
  receiver.state.secret = (await dialog().getByRole('status', { name: 'Secret' }).innerText()).trim();
  await button(dialog(), 'I have copied it').click();
  await page.getByRole('link', { name: 'Orders' }).click();
  await page.getByText('Strict: one event of a tenant at a time').waitFor();

  const { id } = await nora.post('/tenants', { name: 'Dairy', sipPrefix: 'dairy', status: 'ACTIVE' });
  await nora.post(`/tenants/${id}/extensions`, { number: '101', name: 'Poison' });
  await nora.post(`/tenants/${id}/extensions`, { number: '102', name: 'Next' });
  await row(page, 'Deliveries', 'Waits for an earlier event').getByText('Dairy').waitFor();
  await window.check();
  // as if it had been tried for three days
  await inDatabase(product.installation, async (client) => {
    await client.query(`update webhook_deliveries set due_at = now(), tried_since = tried_since - interval '3 days'
      where state = 'pending' and attempts > 0`);
  });
  await page.getByText('1 event parked').waitFor();
  await window.check();
  await page.getByRole('link', { name: 'Show', exact: true }).click();
  await row(page, 'Deliveries', 'Parked')
    .getByRole('button', { name: /^Details/ })
    .click();
  await dialog().getByText('unknown extension').waitFor();
  await window.check();
  await button(dialog(), 'Skip').click();
  await window.check();
  await button(dialog(), 'Skip event').click();
  await until('the next one', () => receiver.received.some(({ event }) => event.data['name'] === 'Next'));
  await page.getByText('1 event parked').waitFor({ state: 'detached' });
  const named = receiver.received.map(({ event }) => event.data['name']).filter((name) => name !== undefined);
  expect([...new Set(named.slice(named.indexOf('Dairy')))]).toEqual(['Dairy', 'Poison', 'Next']);
});
