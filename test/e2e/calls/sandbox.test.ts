import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Carrier } from '../../sip/carrier.ts';
import type { Phone } from '../../sip/phone.ts';
import { until } from '../../until.ts';
import type { ApiUser } from '../api-user.ts';
import { NORA, tenantId } from '../demo.ts';
import { printLogsIfFailed } from '../diagnostics.ts';
import { OPERATOR, type Product, startProduct } from '../product.ts';

/** A sandbox with two phones, a tenant with a phone and a number, and a carrier for outbound calls and calls to 911. */
let product: Product;
let nora: ApiUser;
let carrier: Carrier & { trunkId: string };
let box: { id: string; path: string; extensions: Record<string, string> };
let one: Phone;
let two: Phone;
let real: Phone;

beforeAll(async () => {
  product = await startProduct();
  nora = await product.signIn(NORA);
  const operator = await product.signIn(OPERATOR);
  carrier = await product.addCarrier(operator, 'Real carrier');
  await operator.patch(`/operator/trunks/${carrier.trunkId}`, { emergency: true });
  const made = await nora.post('/tenants', { name: 'Sandbox', sipPrefix: 'sandy', status: 'ACTIVE', sandbox: true });
  const path = `/tenants/${made.id}`;
  const extension = async (number: string) =>
    (await nora.post(`${path}/extensions`, { number, name: `Phone ${number}` })).id;
  box = { id: made.id, path, extensions: { '201': await extension('201'), '202': await extension('202') } };
  one = await product.openRegisteredPhone(nora, box.id, '201');
  two = await product.openRegisteredPhone(nora, box.id, '202');
  real = await product.openRegisteredPhone(nora, await tenantId(nora, 'bakery'), '101');
});
afterEach(({ task }) => printLogsIfFailed(task, product));
afterAll(async () => {
  for (const each of [one, two, real, carrier, product]) await each?.[Symbol.asyncDispose]();
});

const dial = (phone: Phone, number: string) => phone.call(number, { tone: 440 });

let before: string | undefined;
/** The record of the last call. It is stored a moment after the call has ended for the phone. */
const lastCall = () =>
  until('the record of the call', async () => {
    const [latest] = (await nora.get(`${box.path}/calls?limit=1`)).items;
    if (latest === undefined || latest.id === before) return undefined;
    before = latest.id;
    return latest;
  });

test('phones of a sandbox call each other', async () => {
  const atTwo = two.listen({ tone: 1000 });
  const call = dial(one, '202');
  const taken = await atTwo.nextCall();
  await Promise.all([call.hears(1000), taken.hears(440)]);
  await call.hangUp();
  expect(await lastCall()).toMatchObject({ direction: 'internal', outcome: 'answered' });
});

test('an outbound call gets an announcement and then an echo, and reaches no carrier', async () => {
  const atCarrier = carrier.listen();
  const call = dial(one, '3105550000');
  await call.hears(440);
  expect(await call.hangUp()).toMatchObject({ answered: true });
  expect(atCarrier.calls).toHaveLength(0);
  expect(await lastCall()).toMatchObject({
    direction: 'outbound',
    to: '+13105550000',
    outcome: 'answered',
    charge: null,
  });
});

test.each([
  ['3105550191', 486, 'busy', null],
  ['3105550193', 404, 'unreachable', 'unknown_number'],
  ['3105550194', 403, 'refused', 'declined'],
  ['3105550195', 500, 'unreachable', 'failed'],
])('a call to the test number %s ends with %i and is recorded as %s', async (number, finalStatus, outcome, reason) => {
  // Asterisk loses the cause of one in five
  for (let n = 0; n < 5; n++) {
    const call = dial(one, number);
    expect(await call.ended).toMatchObject({ answered: false, finalStatus });
    expect(await lastCall()).toMatchObject({ outcome, reason });
  }
});

test.each(['911', '988'])(
  'a call to %s hears, unanswered, that it goes nowhere, and reaches no carrier',
  async (number) => {
    const atCarrier = carrier.listen();
    const call = dial(one, number);
    await call.hears('sound');
    expect(await call.ended).toMatchObject({ answered: false, earlyMedia: true, finalStatus: 403 });
    expect(atCarrier.calls).toHaveLength(0);
    expect(await lastCall()).toMatchObject({ to: number, outcome: 'refused', reason: 'sandbox_emergency' });
    expect(await nora.get('/emergency-calls')).toEqual({ items: [] });
  },
);

test('a phone of another tenant can’t reach a sandbox’s phones', async () => {
  const atOne = one.listen();
  const call = dial(real, '201');
  expect(await call.ended).toMatchObject({ answered: false });
  expect(atOne.calls).toHaveLength(0);
});

test('a simulated call rings, is answered and ends by itself', async () => {
  const { id } = await nora.post('/sandbox/calls', {
    tenantId: box.id,
    extensionId: box.extensions['201'],
    ringSeconds: 1,
    talkSeconds: 1,
  });
  const call = await until('the call has ended', async () => {
    const { items } = await nora.get(`${box.path}/calls?limit=5`);
    return items.find((one: { id: string }) => one.id === id);
  });
  expect(call).toMatchObject({ outcome: 'answered', direction: 'inbound', answeredBy: { number: '201' } });
});
