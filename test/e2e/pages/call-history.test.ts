import { afterAll, expect, test } from 'vitest';
import type { Carrier } from '../../sip/carrier.ts';
import type { Phone } from '../../sip/phone.ts';
import { until } from '../../until.ts';
import { nora, product, useBrowserSession, window } from '../browser-session.ts';
import { button, column, field, row, tab } from '../pages.ts';
import { DEMO_PASSWORD, OPERATOR } from '../product.ts';
import { step } from '../step.ts';
import { talk } from '../talk.ts';

const OUTSIDE = '+12025550199';
const NUMBER = '+12125550177';
const HISTORY = 'Call history';

let carrier: Carrier & { trunkId: string };
let counter: Phone;
let kitchen: Phone;
let deli: string;

useBrowserSession({}, async () => {
  const operator = await product.signIn(OPERATOR);
  carrier = await product.addCarrier(operator, 'Outside carrier');
  deli = await newTenant();
  counter = await product.openRegisteredPhone(nora, deli, '101');
  kitchen = await product.openRegisteredPhone(nora, deli, '102');
});
afterAll(async () => {
  for (const each of [kitchen, counter, carrier]) await each?.[Symbol.asyncDispose]();
});

/** A tenant without calls. */
async function newTenant(): Promise<string> {
  const tenant = await nora.post('/tenants', {
    name: 'Deli',
    sipPrefix: 'deli',
    status: 'ACTIVE',
    timezone: 'America/Chicago',
    e911Address: { street: '1 Main St', city: 'Albany', state: 'NY', postalCode: '12207', country: 'US' },
  });
  const add = (number: string, name: string) => nora.post(`/tenants/${tenant.id}/extensions`, { number, name });
  const [counter] = [await add('101', 'Counter'), await add('102', 'Kitchen')];
  const { added } = await nora.post('/dids', { numbers: [NUMBER] });
  await nora.post(`/dids/${added[0].id}/assign`, { tenantId: tenant.id });
  await nora.patch(`/tenants/${tenant.id}/dids/${added[0].id}`, { routing: { kind: 'extension', id: counter.id } });
  return tenant.id;
}

const records = async (query = '') => (await nora.get(`/tenants/${deli}/calls?${query}`)).items;

/** The newest record, once there are this many. */
const newest = (count: number) =>
  until(`${count} calls in the history`, async () => {
    const items = await records();
    return items.length === count && items[0];
  });

test('the history shows the calls of real phones, with what happened in each', async () => {
  const { page } = window;
  await step('there are an answered, a missed, a busy, a refused and an emergency call', async () => {
    await nora.post(`/tenants/${deli}/contacts`, { name: 'Harbor Dental', numbers: [{ number: OUTSIDE }] });
    const { call } = await talk(counter, kitchen, '102');
    await call.hangUp();
    expect(await newest(1)).toMatchObject({ outcome: 'answered', endedBy: 'caller', answeredBy: { number: '102' } });

    counter.listen({ answerAfterMs: 'never' });
    const missed = carrier.callIn(NUMBER, { server: product.sip, from: OUTSIDE });
    await missed.ringing;
    await missed.hangUp();
    expect(await newest(2)).toMatchObject({ outcome: 'missed', endedBy: 'caller', contactName: 'Harbor Dental' });

    kitchen.listen({ rejectWith: 486 });
    await counter.call('102').ended;
    expect(await newest(3)).toMatchObject({ outcome: 'busy', direction: 'internal', legs: [{ result: 'busy' }] });

    // premium numbers are not permitted
    await counter.call('19005550199').ended;
    expect(await newest(4)).toMatchObject({ outcome: 'refused', reason: 'not_permitted', legs: [] });

    const atCarrier = carrier.listen({ tone: 1000 });
    const help = counter.call('911');
    const taken = await atCarrier.nextCall();
    await help.answered;
    await taken.hangUp();
    expect(await newest(5)).toMatchObject({ outcome: 'answered', emergency: true, endedBy: 'callee' });
  });

  await step('the page lists them, filters them by a click, and links to the page of each', async () => {
    await window.become(nora);
    await page.goto(`/tenants/${deli}/calls`);
    await row(page, HISTORY, 'Harbor Dental').getByText('Missed').waitFor();
    expect(await column(page, HISTORY, 'Result')).toEqual(['Answered', 'RefusedNot permitted', 'Busy', 'Missed', 'Answered']); // prettier-ignore
    await window.check();
    const shows = page.getByRole('navigation', { name: 'Calls to show' });
    for (const [kind, results] of [
      ['Missed', ['Missed']],
      ['In', ['Missed']],
      ['Internal', ['Busy', 'Answered']],
      ['Emergency', ['Answered']],
    ] as const) {
      await shows.getByRole('link', { name: kind, exact: true }).click();
      await until(`${kind} calls`, async () => (await column(page, HISTORY, 'Result')).join() === results.join());
    }
    expect(page.url()).toContain('show=emergency');
    await window.check();
    await shows.getByRole('link', { name: 'All', exact: true }).click();
    await field(page, 'Search call history').fill('555-0199');
    await until('two calls', async () => (await column(page, HISTORY, 'From')).length === 2);
    await page.goto(`/tenants/${deli}/calls?from=2020-01-01&to=2020-01-02`);
    await page.getByText('Nothing matches these filters.').waitFor();
    await window.check();
    await button(page, 'Clear the search').click();
    await row(page, HISTORY, '102 Kitchen').filter({ hasText: 'Busy' }).getByRole('link').click();
    await page.getByRole('heading', { name: '101 Counter to 102 Kitchen' }).waitFor();
    const happened = page.getByRole('list', { name: 'What happened' });
    await happened.getByText('Kitchen was busy').waitFor();
    await window.check();
    await page.getByRole('link', { name: 'All calls' }).click();
    await row(page, HISTORY, 'Harbor Dental').filter({ hasText: 'Missed' }).getByRole('link').click();
    await happened.getByText('The caller hung up').waitFor();
    await window.check();
  });

  await step('a user who isn’t an admin sees the calls of their own extension', async () => {
    await page.goto(`/tenants/${deli}/users`);
    await button(page, 'New user').first().click();
    const dialog = page.getByRole('dialog');
    await field(dialog, 'Email').fill('baker@deli.example');
    await field(dialog, 'Name').fill('Ben Baker');
    await dialog.getByRole('radio', { name: 'User' }).check();
    await dialog.getByRole('combobox', { name: 'Extension' }).click();
    await page.getByRole('option', { name: '102 Kitchen' }).click();
    await field(dialog, 'New password').fill(DEMO_PASSWORD);
    await window.check();
    await button(dialog, 'Create user').click();
    await page.getByText('This is the only time the password is shown.').waitFor();
    const ben = await product.signIn('baker@deli.example');
    await window.become(ben);
    await page.goto('/');
    await until('their own calls', async () => (await column(page, HISTORY, 'Result')).join() === 'Busy,Answered');
    expect(await page.getByRole('table', { name: 'Live calls' }).count()).toBe(0);
    await window.check();
    await row(page, HISTORY, 'Busy').getByRole('link').click();
    await page.getByRole('heading', { name: '101 Counter to 102 Kitchen' }).waitFor();
    await tab(page, 'Contacts').click();
    await row(page, 'Contacts', 'Harbor Dental').waitFor();
    await window.check();
  });
});
