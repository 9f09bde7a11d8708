import pino from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ApiUser, TestApp } from '../../test/app.ts';
import { type CardFixture, openCardFixture, type PayingTenant } from '../../test/card-fixture.ts';
import { TEST_KEY as KEY, TEST_WEBHOOK_SECRET as SECRET } from '../../test/cards.ts';
import { INITIAL_TERMS } from '../billing/profiles/terms-contract.ts';
import { chaseOverdue } from '../past-due/dunning.ts';
import type { Db } from '../platform/db/db.ts';
import { openStorage } from '../platform/db/storage.ts';
import { newId } from '../platform/values/ids.ts';
import { type PaymentDouble, signEvent } from '../program/demo/payments/double.ts';
import { purgeTenant } from '../retention/retention.ts';
import { chargeDue } from './auto-pay.ts';
import { findDisputes, followUpDisputes } from './disputes.ts';
import { followUp } from './follow-up.ts';

let fixture: CardFixture;
let app: TestApp;
let worker: Db;
let double: PaymentDouble;
let partnerId: string;
let admin: ApiUser;
let posted: string[];
let work: CardFixture['work'];
let postRaw: CardFixture['postRaw'];
let owing: CardFixture['owing'];
let start: CardFixture['start'];
let open: CardFixture['open'];
let pageOf: CardFixture['pageOf'];
let cardsOf: CardFixture['cardsOf'];
let stateOf: CardFixture['stateOf'];
let saveCard: CardFixture['saveCard'];
let agreed: CardFixture['agreed'];
let day: CardFixture['day'];

beforeAll(async () => {
  fixture = await openCardFixture();
  ({
    app,
    worker,
    double,
    partnerId,
    admin,
    posted,
    work,
    postRaw,
    owing,
    start,
    open,
    pageOf,
    cardsOf,
    stateOf,
    saveCard,
    agreed,
    day,
  } = fixture);
});
beforeEach(() => {
  posted.length = 0;
  double.calls.clear();
});
afterAll(() => fixture.close());

/** Takes what the provider has posted. */
const deliver = async (events?: string[]): Promise<void> => {
  await fixture.deliver(events);
};

type Tenant = PayingTenant;

const pay = ({ invoice }: Tenant, amount: string) =>
  admin.call('POST', `/invoices/${invoice}/payments`, { amount, paidOn: '2026-11-20', method: 'check' });

const paymentsOf = ({ id }: Tenant) =>
  app.query<{ amount_minor: string; credit_minor: string; method: string; reference: string }>(
    'select amount_minor, credit_minor, method, reference from payments where tenant_id = $1',
    [id],
  );

describe('paying on the provider’s page', () => {
  test('pays the balance due, is recorded once with the card, and mails a receipt', async () => {
    const tenant = await owing();
    const { body } = await start(tenant);
    expect(body).toMatchObject({ state: 'asked', amount: '11.00', currency: 'USD', pageUrl: null });
    await work();
    const { latest } = await cardsOf(tenant);
    expect(latest).toMatchObject({ id: body.id, state: 'open', pageUrl: expect.stringContaining(double.url) });
    double.complete(await pageOf(body.id), '4242424242424242');
    await deliver();
    expect(await stateOf(tenant, body.id)).toBe('succeeded');
    expect(await paymentsOf(tenant)).toEqual([
      { amount_minor: '1100', credit_minor: '0', method: 'card', reference: 'Visa ending in 4242' },
    ]);
    const mails = await app.query('select subject from mails where tenant_id = $1', [tenant.id]);
    expect(mails).toEqual([{ subject: 'Payment received: USD 11.00' }]);
    expect((await cardsOf(tenant)).toPay).toEqual([]);
  });

  test('is one payment when two people start it at the same time', async () => {
    const tenant = await owing();
    const both = await Promise.all([start(tenant), start(tenant), start(tenant)]);
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409, 409]);
    expect(both.find(({ status }) => status === 409)?.body.code).toBe('payment_running');
    await work();
    expect(double.calls.get('POST /checkout/sessions')).toBe(1);
  });

  test('is recorded once, even if each event comes five times and in any order', async () => {
    const tenant = await owing();
    const { payment, page } = await open(tenant);
    double.complete(page, '4242424242424242');
    const events = posted.splice(0);
    expect(events).toHaveLength(2);
    const all = [...events, ...events, ...events, ...events, ...events].toReversed();
    await Promise.all(all.map((body) => postRaw(body)));
    await work();
    await deliver(all);
    expect(await stateOf(tenant, payment)).toBe('succeeded');
    expect(await paymentsOf(tenant)).toHaveLength(1);
  });

  test('continues on the same page after the response of the provider was lost', async () => {
    const tenant = await owing();
    double.loseAnswers(4);
    const { body } = await start(tenant);
    expect(await work()).toHaveLength(1);
    expect(await stateOf(tenant, body.id)).toBe('asked');
    double.loseAnswers(0);
    await work();
    expect(await stateOf(tenant, body.id)).toBe('open');
    const opened = double.objects.of('checkout.session').filter(({ metadata }) => metadata['attempt'] === body.id);
    expect(opened).toHaveLength(1);
  });

  test('can’t be completed after it was cancelled, and another payment can begin', async () => {
    const tenant = await owing();
    const { payment, page } = await open(tenant);
    expect((await tenant.owner.call('POST', `/tenants/${tenant.id}/card-payments/${payment}/cancel`)).status).toBe(200);
    await work();
    expect(await stateOf(tenant, payment)).toBe('cancelled');
    expect(() => double.complete(page, '4242424242424242')).toThrow('no such open page');
    expect((await start(tenant)).status).toBe(201);
  });

  test('is recorded if somebody cancels it while another person pays', async () => {
    const tenant = await owing();
    const { payment, page } = await open(tenant);
    double.complete(page, '4242424242424242');
    await tenant.owner.call('POST', `/tenants/${tenant.id}/card-payments/${payment}/cancel`);
    await work();
    expect(await stateOf(tenant, payment)).toBe('succeeded');
  });

  test('becomes credit if the invoice was paid by check meanwhile, and the partner gets a mail', async () => {
    const tenant = await owing();
    const { page } = await open(tenant);
    expect((await pay(tenant, '11.00')).status).toBe(201);
    double.complete(page, '4242424242424242');
    await deliver();
    expect((await paymentsOf(tenant)).find(({ method }) => method === 'card')).toMatchObject({ credit_minor: '1100' });
    const mails = await app.query<{ subject: string; recipient: string }>(
      'select subject, recipient from mails where tenant_id = $1 order by id',
      [tenant.id],
    );
    expect(mails).toEqual([
      { subject: 'Payment received: USD 11.00', recipient: 'bills@bakery.example' },
      { subject: expect.stringMatching(/paid more than was open: USD 11.00$/), recipient: admin.email },
    ]);
  });

  test.each([
    ['a check', (tenant: Tenant) => pay(tenant, '11.00')],
    ['a part of it', (tenant: Tenant) => pay(tenant, '0.01')],
    [
      'a credit note',
      ({ invoice }: Tenant) =>
        admin.call('POST', `/invoices/${invoice}/credit-notes`, { reason: 'Outage', lines: null }),
    ],
  ])('is closed by %s, after which nobody pays on it', async (_what, settle) => {
    const tenant = await owing();
    const { payment, page } = await open(tenant);
    expect((await settle(tenant)).status).toBe(201);
    expect(await work()).toEqual([]);
    expect(await stateOf(tenant, payment)).toBe('cancelled');
    expect(() => double.complete(page, '4242424242424242')).toThrow('no such open page');
  });

  test('stays open while the amount is owed, isn’t opened after that, and is closed at once if it was paid during opening', async () => {
    const tenant = await owing();
    const { payment } = await open(tenant);
    await fixture.addInvoice(tenant.id);
    await pay(tenant, '11.00');
    await work();
    expect(await stateOf(tenant, payment)).toBe('open');
    const [before, during] = [await owing(), await owing()];
    const { body: unopened } = await start(before);
    await pay(before, '11.00');
    await work();
    expect([await stateOf(before, unopened.id), await pageOf(unopened.id)]).toEqual(['cancelled', '']);
    const { body } = await start(during);
    double.beforeNextAnswer(async () => void (await pay(during, '11.00')));
    await work();
    expect(await stateOf(during, body.id)).toBe('cancelled');
    expect(double.objects.get('checkout.session', await pageOf(body.id))?.status).toBe('expired');
  });

  test('is recorded only when the bank has accepted it, not while it is pending', async () => {
    const tenant = await owing();
    const { payment, page } = await open(tenant);
    double.complete(page, '4242424242424242', 'processing');
    await deliver();
    expect([await stateOf(tenant, payment), await paymentsOf(tenant)]).toEqual(['processing', []]);
    const [{ charge_id: charge } = { charge_id: '' }] = await app.query<{ charge_id: string }>(
      'select charge_id from card_attempts where id = $1',
      [payment],
    );
    double.settle(charge, 'succeeded');
    await deliver();
    expect([await stateOf(tenant, payment), (await paymentsOf(tenant)).length]).toEqual(['succeeded', 1]);
  });

  test('is not recorded if the amount differs, and the partner gets a mail', async () => {
    const tenant = await owing();
    const { payment, page } = await open(tenant);
    const session = double.objects.get('checkout.session', page);
    Object.assign(session ?? {}, { amount: 100 });
    double.complete(page, '4242424242424242');
    await deliver();
    expect([await stateOf(tenant, payment), await paymentsOf(tenant)]).toEqual(['unclear', []]);
    const mails = await app.query('select recipient from mails where tenant_id = $1', [tenant.id]);
    expect(mails).toEqual([{ recipient: admin.email }]);
  });

  test('lifts the suspension of a past-due tenant, also when its own admin pays', async () => {
    const tenant = await owing();
    await admin.call('POST', `/tenants/${tenant.id}/suspend`, { reason: 'past_due' });
    const { page } = await open(tenant);
    double.complete(page, '5555555555554444');
    await deliver();
    expect((await admin.call('GET', `/tenants/${tenant.id}`)).body).toMatchObject({ status: 'ACTIVE' });
  });
});

describe('a saved card', () => {
  test('is saved if its owner wants it, can be charged, and is removed here and at the provider', async () => {
    const tenant = await owing();
    const { page } = await open(tenant, { saveCard: true });
    double.complete(page, '4242424242424242');
    await deliver();
    const [card] = (await cardsOf(tenant)).cards;
    expect(card).toMatchObject({ brand: 'visa', last4: '4242', expMonth: 12, expYear: 2034, autoPay: false });
    await fixture.addInvoice(tenant.id);
    const { body } = await start(tenant, { cardId: card.id });
    await work();
    expect([await stateOf(tenant, body.id), (await paymentsOf(tenant)).length]).toEqual(['succeeded', 2]);
    expect((await tenant.owner.call('DELETE', `/tenants/${tenant.id}/cards/${card.id}`)).status).toBe(204);
    await work();
    expect((await cardsOf(tenant)).cards).toEqual([]);
    expect(double.objects.of('payment_method').at(-1)?.customer).toBeNull();
  });

  test('is charged once, no matter when and how often the job is interrupted', async () => {
    const tenant = await owing();
    const cardId = await saveCard(tenant, '4242424242424242');
    double.loseAnswers(4);
    const { body } = await start(tenant, { cardId });
    expect(await work()).toHaveLength(1);
    double.loseAnswers(0);
    await deliver();
    const charges = double.objects.of('payment_intent').filter(({ metadata }) => metadata['attempt'] === body.id);
    expect([charges.length, (await paymentsOf(tenant)).length, await stateOf(tenant, body.id)]).toEqual([
      1,
      1,
      'succeeded',
    ]);
  });

  test('is not charged again if the first charge is unknown for more than a day; the charge is looked up', async () => {
    const tenant = await owing();
    const cardId = await saveCard(tenant, '4242424242424242');
    double.loseAnswers(4);
    const { body } = await start(tenant, { cardId });
    await work();
    double.loseAnswers(0);
    await app.query("update card_attempts set sent_at = now() - interval '2 days' where id = $1", [body.id]);
    double.calls.clear();
    await work();
    expect(double.calls.get('POST /payment_intents')).toBeUndefined();
    expect([await stateOf(tenant, body.id), (await paymentsOf(tenant)).length]).toEqual(['succeeded', 1]);
  });

  test.each([
    ['4000000000000341', 'generic_decline'],
    ['4000002760003184', 'authentication_required'],
  ])('%s fails with its reason, and another payment can be tried', async (number, failure) => {
    const tenant = await owing();
    const cardId = await saveCard(tenant, number);
    await start(tenant, { cardId });
    await work();
    expect((await cardsOf(tenant)).latest).toMatchObject({ state: 'failed', failure });
    expect((await start(tenant)).status).toBe(201);
  });

  test('can’t be charged by another tenant', async () => {
    const [tenant, other] = [await owing(), await owing()];
    const cardId = await saveCard(other, '4242424242424242');
    expect((await start(tenant, { cardId })).status).toBe(422);
  });
});

test('a customer is deleted at the provider when its tenant is purged, however often the job runs', async () => {
  const tenant = await owing();
  await open(tenant);
  const [{ provider_id: customer } = { provider_id: '' }] = await app.query<{ provider_id: string }>(
    'select provider_id from payment_customers where tenant_id = $1',
    [tenant.id],
  );
  expect(double.objects.get('customer', customer)).toBeDefined();
  await app.query(
    "update tenants set status = 'CANCELLED', cancelled_at = now() - interval '91 days', purge_at = now() - interval '1 day' where id = $1",
    [tenant.id],
  );
  const storage = openStorage(app.config.dataDir);
  expect(await purgeTenant({ db: worker, storage, dataDir: app.config.dataDir }, tenant.id)).toBe('purged');
  double.loseAnswers(4);
  expect(await work()).toHaveLength(1);
  double.loseAnswers(0);
  expect(await work()).toEqual([]);
  expect(double.objects.get('customer', customer)).toBeUndefined();
});

describe('an event', () => {
  test('needs a current signature over its exact bytes with the account’s own secret', async () => {
    const body = Buffer.from('{ "id": "evt_1",  "type":"é.unknown", "livemode":false,"data":{"object":{"id":"x"}} }');
    const at = (seconds: number) => signEvent(SECRET, body, new Date(Date.now() + seconds * 1000));
    const status = async (signature: string) => (await postRaw(body, { signature })).statusCode;
    expect(await status(at(0))).toBe(200);
    expect(await status(at(-290))).toBe(200);
    expect(await status(`${signEvent('whsec_old', body)},${at(0).split(',')[1]}`)).toBe(200);
    for (const bad of [
      '',
      't=1',
      at(-310),
      at(310),
      signEvent('whsec_other', body),
      `${at(0)}x`,
      at(0).replace('v1', 'v0'),
    ])
      expect(await status(bad), bad).toBe(400);
    expect((await postRaw(JSON.stringify(JSON.parse(body.toString())), { signature: at(0) })).statusCode).toBe(400);
    expect((await postRaw(body, { to: `/payment-events/${'x'.repeat(43)}` })).statusCode).toBe(404);
  });

  test('with an unknown type or unknown values changes nothing', async () => {
    for (const object of [
      {},
      { id: null },
      { id: 'x', metadata: { attempt: 5 } },
      { id: 'x', payment_intent: { a: 1 } },
    ])
      for (const type of ['payment_intent.melted', 'charge.dispute.pondered', 'payment_method.updated', 'new.thing'])
        expect(
          (await postRaw(JSON.stringify({ id: `evt_${Math.random()}`, type, livemode: false, data: { object } })))
            .statusCode,
        ).toBe(200);
    for (const bad of ['', 'x', '[]', '{}', '{"id":"evt_2","type":"a","livemode":true,"data":{"object":{}}}'])
      expect((await postRaw(bad)).statusCode).toBe(400);
    await work();
  });

  test('that was lost is replaced by a look-up after ten minutes', async () => {
    const tenant = await owing();
    const { payment, page } = await open(tenant);
    double.complete(page, '4242424242424242');
    posted.length = 0;
    const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000);
    await followUp(worker, inMinutes(9));
    await work();
    expect(await stateOf(tenant, payment)).toBe('open');
    await followUp(worker, inMinutes(11));
    await work();
    expect([await stateOf(tenant, payment), (await paymentsOf(tenant)).length]).toEqual(['succeeded', 1]);
  });

  test('about a pending payment may get lost: the payment is looked up at longer and longer intervals', async () => {
    const tenant = await owing();
    const { payment, page } = await open(tenant);
    double.complete(page, '4242424242424242', 'processing');
    await deliver();
    const lastLook = async () =>
      (await app.query<{ at: Date }>('select changed_at as at from card_attempts where id = $1', [payment]))[0]?.at;
    /** Whether it is looked up in so many minutes. */
    const isLookedUpIn = async (minutes: number) => {
      const before = await lastLook();
      await followUp(worker, new Date(Date.now() + minutes * 60_000));
      await work();
      return (await lastLook())?.getTime() !== before?.getTime();
    };
    expect(await isLookedUpIn(11)).toBe(true);
    await app.query("update card_attempts set created_at = created_at - interval '5 hours' where id = $1", [payment]);
    expect(await isLookedUpIn(4 * 60)).toBe(false);
    expect(await isLookedUpIn(6 * 60)).toBe(true);
    await app.query("update card_attempts set created_at = created_at - interval '30 days' where id = $1", [payment]);
    expect(await isLookedUpIn(23 * 60)).toBe(false);
    expect(await isLookedUpIn(25 * 60)).toBe(true);
    expect(await stateOf(tenant, payment)).toBe('processing');
  });

  test('about a payment that the new account’s keys can’t read ends the look-ups, and the partner is asked to check', async () => {
    const [waiting, working] = [await owing(), await owing()];
    const [page, bank] = [await open(waiting), await open(working)];
    double.complete(bank.page, '4242424242424242', 'processing');
    await deliver();
    const charge = double.objects.of('payment_intent').at(-1)?.id ?? '';
    double.objects.remove(page.page);
    double.objects.remove(charge);
    await followUp(worker, new Date(Date.now() + 3_600_000));
    await work();
    expect(await stateOf(waiting, page.payment)).toBe('cancelled');
    expect(await stateOf(working, bank.payment)).toBe('unclear');
    const mails = await app.query('select subject from mails where tenant_id = $1', [working.id]);
    expect(mails).toEqual([{ subject: expect.stringContaining('Please check a card payment') }]);
    const jobs = await app.query("select from graphile_worker._private_jobs where key like 'settle_card_attempt:%'");
    expect(jobs).toEqual([]);
    // nothing is in the way of the next payment
    expect((await start(waiting)).status).toBe(201);
  });

  test('about a payment whose key is refused ends the look-ups once a check of the key fails, too', async () => {
    const tenant = await owing();
    const { payment } = await open(tenant);
    await admin.call('PATCH', '/payment-account', { secretKey: 'sk_test_another0000' });
    await app.query("update payment_accounts set state = 'ready' where partner_id = $1", [partnerId]);
    await app.query("delete from graphile_worker._private_jobs where key like 'check_payment_account:%'");
    const later = (): Promise<void> => followUp(worker, new Date(Date.now() + 3_600_000));
    await later();
    await work();
    expect(await stateOf(tenant, payment)).toBe('open');
    expect((await admin.call('GET', '/payment-account')).body.state).toBe('refused');
    await later();
    await work();
    expect(await stateOf(tenant, payment)).toBe('cancelled');
    await admin.call('PATCH', '/payment-account', { secretKey: KEY });
    await work();
  });

  test('of one partner’s account is ignored at another’s address', async () => {
    const other = await app.partner('Southwind');
    const southwind = await app.user('partner_admin', { partnerId: other });
    await southwind.call('PATCH', '/payment-account', { secretKey: KEY, webhookSecret: 'whsec_southwind0' });
    const { eventsUrl } = (await southwind.call('GET', '/payment-account')).body;
    const body = '{"id":"evt_3","type":"a.b","livemode":false,"data":{"object":{}}}';
    expect((await postRaw(body, { to: new URL(eventsUrl).pathname })).statusCode).toBe(400);
  });

  test('about a lost dispute reverses the payment once, whatever comes later', async () => {
    const tenant = await owing();
    const { page } = await open(tenant);
    double.complete(page, '4242424242424242');
    await deliver();
    const charge = double.objects.of('payment_intent').at(-1)?.id ?? '';
    const invoice = async () => (await admin.call('GET', `/invoices/${tenant.invoice}`)).body.status;
    double.dispute(charge, 'needs_response');
    await deliver();
    expect(await invoice()).toBe('paid');
    double.dispute(charge, 'lost');
    const lost = posted.splice(0);
    await deliver([...lost, ...lost]);
    double.dispute(charge, 'appeal_pending');
    await deliver();
    expect(await invoice()).toBe('open');
    const reversals = await app.query(
      "select 1 from audit_events where action = 'payment.reversed' and tenant_id = $1",
      [tenant.id],
    );
    expect(reversals).toHaveLength(1);
  });

  test('about a lost dispute that is won on appeal reinstates the payment once', async () => {
    const { paymentId, charge, ...tenant } = await fixture.paid();
    const invoice = async () => (await admin.call('GET', `/invoices/${tenant.invoice}`)).body.status;
    const payment = async () => (await admin.call('GET', `/payments/${paymentId}`)).body;
    double.dispute(charge, 'lost');
    await deliver();
    expect([await invoice(), (await payment()).reversal?.amount]).toEqual(['open', '11.00']);
    double.dispute(charge, 'appeal_pending');
    await deliver();
    expect(await invoice()).toBe('open');
    // the money is gone until the appeal is won
    const [attempt] = await app.query('select dispute from card_attempts where charge_id = $1', [charge]);
    expect(attempt).toEqual({ dispute: 'lost' });
    double.dispute(charge, 'won');
    const won = posted.splice(0);
    await deliver([...won, ...won]);
    expect(await invoice()).toBe('paid');
    expect(await payment()).toMatchObject({ reversal: null, refundable: '11.00', refundableByHand: '11.00' });
    const { body } = await tenant.owner.call('GET', `/tenants/${tenant.id}/statement`);
    expect(body.accounts[0].entries.map(({ kind, balance }: Record<string, string>) => [kind, balance]).slice(1)).toEqual([
      ['payment', '0.00'],
      ['reversal', '11.00'],
      ['reinstatement', '0.00'],
    ]); // prettier-ignore
    const reinstated = "select after from audit_events where action = 'payment.reinstated' and tenant_id = $1";
    expect(await app.query(reinstated, [tenant.id])).toMatchObject([
      { after: { reinstated: '11.00', currency: 'USD' } },
    ]);
    const mails = await app.query("select from mails where tenant_id = $1 and subject like '%won on appeal'", [
      tenant.id,
    ]);
    expect(mails).not.toEqual([]);
    // it can be lost once more, and go back to its card before that
    await admin.call('POST', `/payments/${paymentId}/refund`, { amount: '4.00', reason: 'Mistake' });
    await work();
    await deliver();
    expect(await payment()).toMatchObject({ refunded: '4.00', refundable: '7.00' });
    double.dispute(charge, 'lost');
    await deliver();
    expect(await payment()).toMatchObject({ reversal: { amount: '7.00' } });
    expect(await invoice()).toBe('open');
    const owed = (await tenant.owner.call('GET', `/tenants/${tenant.id}/statement`)).body.accounts[0].closing;
    expect(owed).toBe('11.00');
  });

  test('about a dispute won on appeal makes the money credit if the invoice was paid in another way', async () => {
    const { charge, ...tenant } = await fixture.paid();
    double.dispute(charge, 'lost');
    await deliver();
    await pay(tenant, '11.00');
    double.dispute(charge, 'won');
    posted.length = 0;
    // also if its event was lost
    await followUpDisputes(worker, new Date(Date.now() + 25 * 3_600_000));
    await work();
    expect((await admin.call('GET', `/invoices/${tenant.invoice}`)).body.status).toBe('paid');
    expect((await tenant.owner.call('GET', `/tenants/${tenant.id}/statement`)).body.accounts[0].closing).toBe('-11.00');
  });

  test('about a dispute won on appeal changes nothing about a payment that was reversed by hand', async () => {
    const { paymentId, charge, ...tenant } = await fixture.paid();
    await admin.call('POST', `/payments/${paymentId}/reverse`, { reason: 'Recorded twice' });
    double.dispute(charge, 'lost');
    await deliver();
    double.dispute(charge, 'won');
    await deliver();
    expect((await admin.call('GET', `/payments/${paymentId}`)).body.reversal).toMatchObject({
      reason: 'Recorded twice',
    });
    expect((await admin.call('GET', `/invoices/${tenant.invoice}`)).body.status).toBe('open');
  });

  test('about a dispute may get lost: the dispute is looked up at longer and longer intervals until it is decided', async () => {
    const tenant = await owing();
    const { page } = await open(tenant);
    double.complete(page, '4242424242424242');
    await deliver();
    const charge = double.objects.of('payment_intent').at(-1)?.id ?? '';
    double.dispute(charge, 'needs_response');
    await deliver();
    // only this one is counted
    await app.query('update card_attempts set dispute = null where charge_id <> $1', [charge]);
    const dispute = async () =>
      (await app.query('select dispute from card_attempts where charge_id = $1', [charge]))[0]?.dispute;
    const lookIn = async (minutes: number) => {
      double.calls.clear();
      await followUpDisputes(worker, new Date(Date.now() + minutes * 60_000));
      await work();
      return double.calls.get('GET /disputes') ?? 0;
    };
    expect(await lookIn(9)).toBe(0);
    // it was paid five hours before the bank decided
    await app.query("update card_attempts set created_at = created_at - interval '5 hours' where charge_id = $1", [
      charge,
    ]);
    expect(await lookIn(4 * 60)).toBe(0);
    double.dispute(charge, 'under_review');
    posted.length = 0;
    expect(await lookIn(6 * 60)).toBe(1);
    expect(await dispute()).toBe('open');
    // a dispute that Stripe no longer lists counts as undecided
    const known = double.objects.of('dispute').at(-1);
    double.objects.remove(known?.id ?? '');
    expect(await lookIn(6 * 60)).toBe(1);
    expect(await dispute()).toBe('open');
    if (known) double.objects.put({ ...known, status: 'won' });
    expect(await lookIn(6 * 60)).toBe(1);
    expect(await dispute()).toBe('won');
    expect(await lookIn(6 * 60)).toBe(0);
  });
});

test('a dispute without an event is found, and the payment is reversed when the dispute is lost', async () => {
  const tenant = await owing();
  const { page } = await open(tenant);
  double.complete(page, '4242424242424242');
  await deliver();
  const charge = double.objects.of('payment_intent').at(-1)?.id ?? '';
  double.dispute(charge, 'lost');
  posted.length = 0;
  await findDisputes(worker);
  await work();
  expect((await admin.call('GET', `/invoices/${tenant.invoice}`)).body.status).toBe('open');
  expect(await paymentsOf(tenant)).toHaveLength(1);
  await findDisputes(worker);
  await work();
  const reversals = await app.query("select from audit_events where action = 'payment.reversed' and tenant_id = $1", [
    tenant.id,
  ]);
  expect(reversals).toHaveLength(1);
});

describe('the partner’s account', () => {
  test('never shows its keys, not even in the audit log, and is not used before it is complete', async () => {
    const id = await app.partner('Eastwind');
    const eastwind = await app.user('partner_admin', { partnerId: id });
    const state = async () => (await eastwind.call('GET', '/payment-account')).body;
    expect(await state()).toMatchObject({ state: 'none', isOffered: false, eventsUrl: null });
    expect((await eastwind.call('PATCH', '/payment-account', { webhookSecret: SECRET })).body.code).toBe(
      'no_payment_account',
    );
    expect((await eastwind.call('PATCH', '/payment-account', { secretKey: 'pk_test_public00' })).status).toBe(422);
    await eastwind.call('PATCH', '/payment-account', { secretKey: 'sk_test_wrong0000' });
    await work();
    expect(await state()).toMatchObject({ state: 'refused', isOffered: false, keyEnd: '0000' });
    await eastwind.call('PATCH', '/payment-account', { secretKey: KEY });
    await work();
    expect(await state()).toMatchObject({ state: 'ready', isOffered: false, account: 'acct_double', mode: 'test' });
    await eastwind.call('PATCH', '/payment-account', { webhookSecret: SECRET });
    const whole = await eastwind.call('GET', '/payment-account');
    expect(whole.body.isOffered).toBe(true);
    const trail = JSON.stringify(await app.query('select before, after from audit_events where partner_id = $1', [id]));
    const stored = JSON.stringify(await app.query('select * from payment_accounts where partner_id = $1', [id]));
    const jobs = JSON.stringify(await app.query('select payload from graphile_worker._private_jobs'));
    for (const text of [whole.text, trail, stored, jobs]) {
      expect(text).not.toContain(KEY);
      expect(text).not.toContain(SECRET);
    }
    expect((await eastwind.call('DELETE', '/payment-account')).status).toBe(204);
    expect(await state()).toMatchObject({ state: 'none' });
  });

  test('is needed: without one, nobody can pay by card', async () => {
    const id = await app.partner('Westwind');
    const westwind = await app.user('partner_admin', { partnerId: id });
    const { body } = await westwind.call('POST', '/tenants', { name: 'Cafe', sipPrefix: 'cafe', status: 'ACTIVE' });
    const owner = await app.user('tenant_admin', { tenantId: body.id });
    expect((await owner.call('GET', `/tenants/${body.id}/cards`)).body).toMatchObject({ isOffered: false });
    for (const [way, input] of [
      ['card-payments', { currency: 'USD' }],
      ['cards', undefined],
    ] as const)
      expect((await owner.call('POST', `/tenants/${body.id}/${way}`, input)).body.code).toBe('card_payments_off');
  });
});

describe('auto-pay', () => {
  const log = pino({ level: 'silent' });
  const attemptsOf = ({ id }: Tenant) =>
    app.query(
      "select step, state, failure from card_attempts where tenant_id = $1 and kind = 'auto_pay' order by step",
      [id],
    );
  const mailsOf = async ({ id }: Tenant) =>
    (await app.query<{ subject: string }>('select subject from mails where tenant_id = $1 order by id', [id])).map(
      ({ subject }) => subject,
    );

  test('charges once, on the due day and not earlier', async () => {
    const tenant = await agreed('4242424242424242');
    await day(-1);
    expect(await attemptsOf(tenant)).toEqual([]);
    const noon = new Date('2026-11-15T17:00Z');
    await Promise.all([chargeDue(worker, noon, log), chargeDue(worker, noon, log)]);
    await deliver();
    await day(0);
    await day(3);
    expect(await attemptsOf(tenant)).toEqual([{ step: 0, state: 'succeeded', failure: null }]);
    expect(await paymentsOf(tenant)).toHaveLength(1);
    expect(await mailsOf(tenant)).toEqual(['Payment received: USD 11.00']);
  });

  test('tries again after 3 and 7 days, with a mail each time', async () => {
    const tenant = await agreed('4000000000000341');
    for (const days of [0, 1, 2, 3, 4, 7, 8, 9, 20]) await day(days);
    expect(await attemptsOf(tenant)).toEqual(
      [0, 3, 7].map((step) => ({ step, state: 'failed', failure: 'generic_decline' })),
    );
    expect(await mailsOf(tenant)).toEqual(Array(3).fill('Payment failed: USD 11.00'));
  });

  test.each([
    ['4000000000009987', 'lost_card', 'could not be charged'],
    ['4000002760003184', 'authentication_required', 'wants you to confirm'],
  ])('does not retry after %s, but mails how to pay', async (number, failure, words) => {
    const tenant = await agreed(number);
    for (const days of [0, 3, 7]) await day(days);
    expect(await attemptsOf(tenant)).toEqual([{ step: 0, state: 'failed', failure }]);
    const [mail] = await app.query<{ body: string }>('select body from mails where tenant_id = $1', [tenant.id]);
    expect(mail?.body).toContain(words);
    expect(mail?.body).toContain(`/tenants/${tenant.id}/billing`);
  });

  test('charges only once if the response is lost', async () => {
    const tenant = await agreed('4242424242424242');
    double.loseAnswers(4);
    await chargeDue(worker, new Date('2026-11-15T17:00Z'), log);
    expect(await work()).toHaveLength(1);
    double.loseAnswers(0);
    await day(3);
    expect(await attemptsOf(tenant)).toEqual([{ step: 0, state: 'succeeded', failure: null }]);
  });

  test('does not charge what was due before somebody agreed, what is too little, or what somebody is paying', async () => {
    const [old, little, paying] = [
      await agreed('4242424242424242'),
      await agreed('4242424242424242'),
      await agreed('4242424242424242'),
    ];
    await app.query("update cards set auto_pay_since = '2026-11-17' where tenant_id = $1", [old.id]);
    const most = { amount: '10.51', paidOn: '2026-11-14', method: 'check' };
    await admin.call('POST', `/invoices/${little.invoice}/payments`, most);
    await open(paying);
    for (const days of [0, 3]) await day(days);
    expect([await attemptsOf(old), await attemptsOf(little), await attemptsOf(paying)]).toEqual([[], [], []]);
  });

  test('needs consent and a card of the tenant, and ends when it is stopped', async () => {
    const [tenant, other] = [await agreed('4242424242424242'), await owing()];
    const [{ id: cardId }] = (await cardsOf(tenant)).cards;
    const put = (who: Tenant, body: object) => who.owner.call('PUT', `/tenants/${who.id}/auto-pay`, body);
    expect((await put(tenant, { cardId, consent: false })).status).toBe(422);
    expect((await put(other, { cardId, consent: true })).status).toBe(422);
    expect((await tenant.owner.call('DELETE', `/tenants/${tenant.id}/auto-pay`)).status).toBe(204);
    await day(0);
    expect([(await cardsOf(tenant)).cards[0].autoPay, await attemptsOf(tenant)]).toEqual([false, []]);
  });

  test.each([
    ['suspended', ({ id }: Tenant) => admin.call('POST', `/tenants/${id}/suspend`, { reason: 'manual' })],
    [
      'cancelled',
      ({ id }: Tenant) =>
        app.query(
          "update tenants set status = 'CANCELLED', cancelled_at = now(), purge_at = now() + interval '90 days' where id = $1",
          [id],
        ),
    ],
  ])('can be stopped, and the card removed, while the tenant is %s', async (_status, change) => {
    const tenant = await agreed();
    await change(tenant);
    for (const user of [tenant.owner, admin]) {
      expect((await user.call('DELETE', `/tenants/${tenant.id}/auto-pay`)).status).toBe(204);
      await app.query("update cards set auto_pay_since = '2026-11-01' where id = $1", [tenant.cardId]);
    }
    expect((await tenant.owner.call('DELETE', `/tenants/${tenant.id}/cards/${tenant.cardId}`)).status).toBe(204);
    await day(0);
    expect([(await cardsOf(tenant)).cards, await attemptsOf(tenant)]).toEqual([[], []]);
    // nothing else becomes possible
    const body = { cardId: tenant.cardId, consent: true };
    expect((await tenant.owner.call('PUT', `/tenants/${tenant.id}/auto-pay`, body)).status).not.toBe(200);
    expect((await tenant.owner.call('POST', `/tenants/${tenant.id}/cards`)).status).not.toBe(201);
  });

  test('stops dunning while the bank is working on it', async () => {
    const tenant = await agreed('4242424242424242');
    const version = newId();
    await app.query(
      "insert into billing_profile_versions (id, partner_id, number, name, currency, terms) values ($1, $2, 1, 'Plan', 'USD', $3)",
      [version, partnerId, { ...INITIAL_TERMS, reminderDays: [1], pastDueDays: 15 }],
    );
    await app.query(
      `insert into billing_cycles (id, partner_id, tenant_id, profile_version_id, starts_at, ends_at, first_day, next_first_day, days, nominal_days, zone, currency)
       values ($1, $2, $3, $4, now() + interval '30 years', now() + interval '31 years', '2026-10-01', '2026-11-01', 31, 31, 'America/New_York', 'USD')`,
      [tenant.invoice, partnerId, tenant.id, version],
    );
    double.chargeAs('processing');
    await day(0);
    double.chargeAs(null);
    // a Monday, 11:00 in New York
    const chase = () => chaseOverdue(worker, new Date('2026-11-30T16:00Z'), log);
    const status = async () => (await admin.call('GET', `/tenants/${tenant.id}`)).body.status;
    await chase();
    expect([await status(), await mailsOf(tenant)]).toEqual(['ACTIVE', []]);
    double.settle(double.objects.of('payment_intent').at(-1)?.id ?? '', 'requires_payment_method');
    await deliver();
    await chase();
    expect(await status()).toBe('SUSPENDED');
  });
});
