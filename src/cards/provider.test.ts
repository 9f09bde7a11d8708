import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '../platform/values/ids.ts';
import { PaymentDouble } from '../program/demo/payments/double.ts';
import { KEY_REUSED, type PaymentProvider, ProviderRefusal } from './provider.ts';
import { StripeProvider } from './stripe.ts';

const KEY = 'sk_test_contract0000';
const MONEY = { amount: 1100, currency: 'USD' };
let double: PaymentDouble;
let provider: PaymentProvider;
let customer: string;
let events: { type: string }[] = [];

beforeAll(async () => {
  double = await PaymentDouble.open({ key: KEY, onEvent: (body) => events.push(JSON.parse(body)) });
  provider = new StripeProvider({ key: KEY, url: double.url });
  customer = await provider.createCustomer({ tenantId: newId(), name: 'Bakery' }, newId());
});
beforeEach(() => {
  events = [];
  double.calls.clear();
});
afterAll(() => double.close());

const pageOf = (more: object = {}) => ({
  attemptId: newId(),
  customer,
  backTo: 'http://localhost/back',
  expiresAt: new Date(Date.now() + 3_600_000),
  for: 'payment' as const,
  money: MONEY,
  title: 'INV-00001',
  savesCard: false,
  ...more,
});

async function savedCard(number: string): Promise<string> {
  const { id } = await provider.openPage({ ...pageOf(), for: 'card' }, newId());
  double.complete(id, number);
  const page = await provider.readPage(id);
  if (page.state !== 'saved') throw new Error(page.state);
  return page.card.id;
}

const chargeOf = async (number: string, attemptId = newId(), key: string = newId()) =>
  provider.charge({ attemptId, customer, card: await savedCard(number), money: MONEY, title: 'INV-00001' }, key);

describe('the real client, against the double', () => {
  test('names the account, and says when a key is refused without quoting it', async () => {
    expect(await provider.readAccount()).toBe('acct_double');
    const other = new StripeProvider({ key: 'sk_test_other000000', url: double.url });
    const refusal = await other.readAccount().catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(ProviderRefusal);
    expect(refusal).toMatchObject({ kind: 'account' });
    expect(String(refusal)).not.toContain('sk_test');
  });

  test('a page can be paid once, and both the page and the charge show it', async () => {
    const asked = pageOf({ savesCard: true });
    const opened = await provider.openPage(asked, asked.attemptId);
    expect(await provider.openPage(asked, asked.attemptId)).toEqual(opened);
    expect(await provider.readPage(opened.id)).toEqual({ state: 'open' });
    double.complete(opened.id, '4242424242424242');
    const paid = await provider.readPage(opened.id);
    expect(paid).toMatchObject({
      state: 'paid',
      charge: { state: 'succeeded', money: MONEY, attemptId: asked.attemptId, customer, live: false },
    });
    if (paid.state !== 'paid') return;
    expect(paid.charge.card).toMatchObject({ brand: 'visa', last4: '4242' });
    expect(await provider.readCharge(paid.charge.id)).toEqual(paid.charge);
    expect(await provider.findCharge(customer, asked.attemptId)).toEqual(paid.charge);
    await provider.closePage(opened.id);
    expect(events.map(({ type }) => type)).toEqual(['payment_intent.succeeded', 'checkout.session.completed']);
  });

  test('closes a page, and then nobody can pay on it', async () => {
    const { id, url } = await provider.openPage(pageOf(), newId());
    await provider.closePage(id);
    await provider.closePage(id);
    expect(await provider.readPage(id)).toEqual({ state: 'closed' });
    expect(await (await fetch(url)).text()).toContain('This page is closed.');
  });

  test('charges a saved card once for a key, even if the response was lost', async () => {
    const card = await savedCard('4242424242424242');
    const request = { attemptId: newId(), customer, card, money: MONEY, title: 'INV-00001' };
    double.loseAnswers(1);
    const charge = await provider.charge(request, request.attemptId);
    expect(charge).toMatchObject({ state: 'succeeded', attemptId: request.attemptId, money: MONEY });
    expect(await provider.charge(request, request.attemptId)).toEqual(charge);
    const made = double.objects
      .of('payment_intent')
      .filter(({ metadata }) => metadata['attempt'] === request.attemptId);
    expect(made).toHaveLength(1);
  });

  test('refuses to charge another amount under the same key: the first charge may have been made', async () => {
    const card = await savedCard('4242424242424242');
    const request = { attemptId: newId(), customer, card, money: MONEY, title: 'INV-00001' };
    await provider.charge(request, request.attemptId);
    const another = { ...request, money: { ...MONEY, amount: 1200 } };
    await expect(provider.charge(another, request.attemptId)).rejects.toMatchObject({
      kind: 'request',
      message: KEY_REUSED,
    });
    const { id: charge } = await chargeOf('4242424242424242');
    const refund = { refundId: newId(), charge, money: { amount: 400, currency: 'USD' } };
    await provider.refund(refund, refund.refundId);
    await expect(provider.refund({ ...refund, money: MONEY }, refund.refundId)).rejects.toMatchObject({
      kind: 'request',
      message: KEY_REUSED,
    });
  });

  test('doesn’t know the outcome of a charge while another request has its key', async () => {
    const card = await savedCard('4242424242424242');
    const request = { attemptId: newId(), customer, card, money: MONEY, title: 'INV-00001' };
    double.keysAreInUse(true);
    const error = await provider.charge(request, request.attemptId).catch((reason: unknown) => reason);
    double.keysAreInUse(false);
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(ProviderRefusal);
  });

  test('creates a customer or a page once for a key, and another one if its name or address is another', async () => {
    const tenantId = newId();
    const create = (name: string) => provider.createCustomer({ tenantId, name }, tenantId);
    const first = await create('Bakery');
    expect(await create('Bakery')).toBe(first);
    expect(await create('Bäckerei')).not.toBe(first);
    const page = pageOf();
    const opened = await provider.openPage(page, page.attemptId);
    expect((await provider.openPage({ ...page, backTo: 'http://localhost/new' }, page.attemptId)).id).not.toBe(
      opened.id,
    );
  });

  test.each([
    ['4000002760003184', 'authentication_required'],
    ['4000000000000341', 'generic_decline'],
    ['4000000000009987', 'lost_card'],
  ])('treats a decline of %s as a failed charge: %s', async (number, failure) => {
    expect(await chargeOf(number)).toMatchObject({ state: 'failed', failure });
  });

  test('recognizes a charge that the bank is still processing', async () => {
    double.chargeAs('processing');
    expect(await chargeOf('4242424242424242')).toMatchObject({ state: 'processing' });
    double.chargeAs(null);
  });

  test('removes a card, even twice, and then it can’t be charged', async () => {
    const card = await savedCard('4242424242424242');
    expect(await provider.readCard(card)).toMatchObject({ last4: '4242', expMonth: 12, expYear: 2034 });
    await provider.removeCard(card);
    await provider.removeCard(card);
    expect(await provider.readCard(card)).toBeNull();
    const request = { attemptId: newId(), customer, card, money: MONEY, title: 'INV-00001' };
    await expect(provider.charge(request, newId())).rejects.toMatchObject({ kind: 'request' });
  });

  test('refunds a charge in parts, once for a key and never more than is left, and lists refunds made at the provider, too', async () => {
    const { id: charge } = await chargeOf('4242424242424242');
    const request = { refundId: newId(), charge, money: { amount: 400, currency: 'USD' } };
    double.loseAnswers(1);
    const refund = await provider.refund(request, request.refundId);
    expect(refund).toMatchObject({
      state: 'succeeded',
      refundId: request.refundId,
      money: request.money,
    });
    expect(await provider.refund(request, request.refundId)).toEqual(refund);
    double.refund(charge, 100);
    const rest = { refundId: newId(), charge, money: { amount: 601, currency: 'USD' } };
    await expect(provider.refund(rest, rest.refundId)).rejects.toMatchObject({ kind: 'request' });
    double.settleRefund(refund.id, 'failed');
    expect(await provider.listRefunds(charge)).toEqual([
      { ...refund, state: 'failed', failure: 'expired_or_canceled_card' },
      expect.objectContaining({ state: 'succeeded', refundId: null, money: { amount: 100, currency: 'USD' } }),
    ]);
    expect(new Set(events.map(({ type }) => type))).toEqual(
      new Set([
        'checkout.session.completed',
        'payment_intent.succeeded',
        'refund.created',
        'charge.refunded',
        'refund.failed',
        'charge.refund.updated',
      ]),
    );
  });

  test('recognizes a pending refund', async () => {
    const { id: charge } = await chargeOf('4242424242424242');
    double.refundAs('pending');
    expect(await provider.refund({ refundId: newId(), charge, money: MONEY }, newId())).toMatchObject({
      state: 'pending',
    });
    double.refundAs(null);
  });

  test('removes a customer with its cards, even twice', async () => {
    const other = await provider.createCustomer({ tenantId: newId(), name: 'Cafe' }, newId());
    await provider.removeCustomer(other);
    await provider.removeCustomer(other);
    expect(double.objects.get('customer', other)).toBeUndefined();
  });

  test('reports an unknown result if the provider can’t be reached', async () => {
    const nobody = new StripeProvider({ key: KEY, url: 'http://127.0.0.1:9' });
    const error = await nobody.readAccount().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(ProviderRefusal);
  });
});
