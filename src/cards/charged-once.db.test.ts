import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type CardFixture, openCardFixture, type PayingTenant } from '../../test/card-fixture.ts';
import { TEST_KEY } from '../../test/cards.ts';
import { followUp } from './follow-up.ts';

let fixture: CardFixture;
beforeAll(async () => {
  fixture = await openCardFixture();
});
beforeEach(() => {
  fixture.posted.length = 0;
});
afterAll(() => fixture.close());

/** The payments of a tenant by card, as sent to the provider or not. */
const attemptsOf = ({ id }: PayingTenant) =>
  fixture.app.query<{ step: number | null; state: string; failure: string | null }>(
    "select step, state, failure from card_attempts where tenant_id = $1 and kind <> 'save_card' order by created_at, id",
    [id],
  );
/** How often a tenant was charged at the provider. */
async function chargesOf({ id }: PayingTenant): Promise<number> {
  const query = 'select id from card_attempts where tenant_id = $1';
  const ids = (await fixture.app.query<{ id: string }>(query, [id])).map((row) => row.id);
  return fixture.double.objects.of('payment_intent').filter(({ metadata }) => ids.includes(metadata['attempt'] ?? ''))
    .length;
}
const payByCheck = async ({ invoice }: PayingTenant) => {
  const check = { amount: '11.00', paidOn: '2026-11-20', method: 'check' };
  expect((await fixture.admin.call('POST', `/invoices/${invoice}/payments`, check)).status).toBe(201);
};
/** Looks up in an hour what was silent until then. */
const lookLater = async (): Promise<void> => {
  await followUp(fixture.worker, new Date(Date.now() + 3_600_000));
  await fixture.work();
};
const enterKey = (secretKey: string) => fixture.admin.call('PATCH', '/payment-account', { secretKey });
/** Runs the queued jobs, and loses all responses of the provider. */
async function workWithoutAnswers(): Promise<void> {
  fixture.double.loseAnswers(1000);
  expect(await fixture.work()).not.toEqual([]);
  fixture.double.loseAnswers(0);
}
const mailsToPartner = ({ id }: PayingTenant) =>
  fixture.app.query('select subject from mails where tenant_id = $1 and recipient = $2', [id, fixture.admin.email]);
const CHECK_MAIL = [{ subject: expect.stringContaining('Please check a card payment') }];

/** A tenant's payments by card, with their charges at the provider. */
const paymentsOf = ({ id }: PayingTenant) =>
  fixture.app.query<{ id: string; charge: string }>(
    "select p.id, a.charge_id as charge from payments p left join card_attempts a on a.payment_id = p.id where p.tenant_id = $1 and p.method = 'card' order by p.created_at, p.id",
    [id],
  );

describe('auto-pay charges an invoice again only after a failure', () => {
  type Paid = { id: string; charge: string };
  const takenBack: [string, (payment: Paid) => Promise<unknown>][] = [
    ['reversed', ({ id }) => fixture.admin.call('POST', `/payments/${id}/reverse`, { reason: 'Mistake' })],
    [
      'refunded',
      async ({ id }) => {
        await fixture.admin.call('POST', `/payments/${id}/refund`, { amount: '11.00', reason: 'Mistake' });
        await fixture.work();
        await fixture.deliver();
      },
    ],
    [
      'lost in a dispute',
      async ({ charge }) => {
        fixture.double.dispute(charge, 'lost');
        await fixture.deliver();
      },
    ],
  ];
  const invoiceOf = async ({ invoice }: PayingTenant) =>
    (await fixture.admin.call('GET', `/invoices/${invoice}`)).body.status;

  test.each(takenBack)('not if its charge was %s', async (_what, takeBack) => {
    const tenant = await fixture.agreed();
    await fixture.day(0);
    const [payment = { id: '', charge: '' }] = await paymentsOf(tenant);
    await takeBack(payment);
    expect(await invoiceOf(tenant)).toBe('open');
    for (const days of [3, 7]) await fixture.day(days);
    expect(await attemptsOf(tenant)).toEqual([{ step: 0, state: 'succeeded', failure: null }]);
    expect(await chargesOf(tenant)).toBe(1);
  });

  test.each(takenBack)('not if somebody had paid it by card, and that was %s', async (_what, takeBack) => {
    const tenant = await fixture.agreed();
    await takeBack(await fixture.payNow(tenant).then(({ paymentId: id, charge }) => ({ id, charge })));
    expect(await invoiceOf(tenant)).toBe('open');
    for (const days of [0, 3, 7]) await fixture.day(days);
    expect(await attemptsOf(tenant)).toEqual([{ step: null, state: 'succeeded', failure: null }]);
    expect(await chargesOf(tenant)).toBe(1);
  });

  test('but it does if a check for the invoice was returned', async () => {
    const tenant = await fixture.agreed();
    const check = { amount: '11.00', paidOn: '2026-11-10', method: 'check' };
    const { body } = await fixture.admin.call('POST', `/invoices/${tenant.invoice}/payments`, check);
    await fixture.admin.call('POST', `/payments/${body.id}/reverse`, { reason: 'Returned' });
    await fixture.day(0);
    expect(await attemptsOf(tenant)).toEqual([{ step: 0, state: 'succeeded', failure: null }]);
  });
});

describe('a charge that was asked for and not sent yet', () => {
  const cancelled = (step: number | null, failure: string) => [{ step, state: 'cancelled', failure }];

  test('isn’t sent if a check paid the invoice meanwhile', async () => {
    const tenant = await fixture.owing();
    const cardId = await fixture.saveCard(tenant);
    expect((await fixture.start(tenant, { cardId })).status).toBe(201);
    await payByCheck(tenant);
    expect(await fixture.work()).toEqual([]);
    expect(await chargesOf(tenant)).toBe(0);
    expect(await attemptsOf(tenant)).toEqual(cancelled(null, 'not_owed'));
    expect((await fixture.start(tenant, { cardId })).body.code).toBe('nothing_to_pay');
  });

  test('isn’t sent if its invoice was paid, although another one is open', async () => {
    const tenant = await fixture.agreed();
    await fixture.chargeOn(0);
    await payByCheck(tenant);
    await fixture.addInvoice(tenant.id);
    await fixture.work();
    expect(await chargesOf(tenant)).toBe(0);
    expect(await attemptsOf(tenant)).toEqual(cancelled(0, 'not_owed'));
  });

  test('isn’t sent if auto-pay was stopped, or another card is charged from now on', async () => {
    const [stopped, moved] = [await fixture.agreed(), await fixture.agreed()];
    const other = await fixture.saveCard(moved, '5555555555554444');
    await fixture.chargeOn(0);
    await stopped.owner.call('DELETE', `/tenants/${stopped.id}/auto-pay`);
    await moved.owner.call('PUT', `/tenants/${moved.id}/auto-pay`, { cardId: other, consent: true });
    await fixture.work();
    for (const tenant of [stopped, moved]) {
      expect(await chargesOf(tenant)).toBe(0);
      expect(await attemptsOf(tenant)).toEqual(cancelled(0, 'auto_pay_stopped'));
    }
  });

  test('isn’t sent if the card was removed', async () => {
    const tenant = await fixture.agreed();
    await fixture.start(tenant, { cardId: tenant.cardId });
    await tenant.owner.call('DELETE', `/tenants/${tenant.id}/cards/${tenant.cardId}`);
    await fixture.work();
    expect(await chargesOf(tenant)).toBe(0);
    expect(await attemptsOf(tenant)).toEqual(cancelled(null, 'card_removed'));
  });

  test('is sent if it is still owed, and doesn’t stop auto-pay if it was not', async () => {
    const tenant = await fixture.agreed();
    await fixture.chargeOn(0);
    await payByCheck(tenant);
    await fixture.work();
    const [{ id: check } = { id: '' }] = await fixture.app.query<{ id: string }>(
      'select id from payments where tenant_id = $1',
      [tenant.id],
    );
    await fixture.admin.call('POST', `/payments/${check}/reverse`, { reason: 'Returned' });
    await fixture.day(3);
    expect(await chargesOf(tenant)).toBe(1);
    expect(await attemptsOf(tenant)).toEqual([
      ...cancelled(0, 'not_owed'),
      { step: 3, state: 'succeeded', failure: null },
    ]);
  });
});

describe('a charge whose response was lost', () => {
  /** A tenant on auto-pay that was charged on the due day, which nobody here knows. */
  async function unknown() {
    const tenant = await fixture.agreed();
    await fixture.chargeOn(0);
    await workWithoutAnswers();
    return tenant;
  }

  test('is recorded by its event, although the key was refused meanwhile', async () => {
    const tenant = await unknown();
    await enterKey('sk_test_another0000');
    await fixture.work();
    await enterKey(TEST_KEY);
    await fixture.deliver();
    expect(await attemptsOf(tenant)).toEqual([{ step: 0, state: 'succeeded', failure: null }]);
    for (const days of [3, 7]) await fixture.day(days);
    expect([(await paymentsOf(tenant)).length, await chargesOf(tenant)]).toEqual([1, 1]);
  });

  test('is unclear if the key stays refused, and isn’t charged again once the keys are back', async () => {
    const tenant = await unknown();
    await enterKey('sk_test_another0000');
    await fixture.work();
    await lookLater();
    expect(await attemptsOf(tenant)).toEqual([{ step: 0, state: 'unclear', failure: 'api_key_invalid' }]);
    expect(await mailsToPartner(tenant)).toEqual(CHECK_MAIL);
    await enterKey(TEST_KEY);
    await fixture.deliver();
    for (const days of [3, 7]) await fixture.day(days);
    expect([(await paymentsOf(tenant)).length, await chargesOf(tenant)]).toEqual([0, 1]);
  });

  test('is looked for if its event comes after it had been given up', async () => {
    const tenant = await unknown();
    await fixture.app.query(
      "update card_attempts set state = 'failed', failure = 'key_refused' where tenant_id = $1 and kind = 'auto_pay'",
      [tenant.id],
    );
    await fixture.deliver();
    expect((await attemptsOf(tenant)).map(({ state }) => state)).toEqual(['succeeded']);
    expect(await paymentsOf(tenant)).toHaveLength(1);
  });

  test('isn’t made again once the invoice is paid: it is looked for', async () => {
    const lost = await fixture.owing();
    const cardId = await fixture.saveCard(lost);
    const made = await unknown();
    await fixture.start(lost, { cardId });
    // the provider never got it
    await fixture.app.query("update card_attempts set sent_at = now() where tenant_id = $1 and state = 'asked'", [
      lost.id,
    ]);
    for (const tenant of [made, lost]) await payByCheck(tenant);
    await fixture.work();
    expect([await chargesOf(made), await chargesOf(lost)]).toEqual([1, 0]);
    expect((await attemptsOf(made)).map(({ state }) => state)).toEqual(['succeeded']);
    expect(await attemptsOf(lost)).toEqual([{ step: null, state: 'cancelled', failure: 'not_owed' }]);
  });

  test('is unclear if the new keys are of an account that doesn’t have its customer', async () => {
    const tenant = await unknown();
    const [{ provider_id: customer } = { provider_id: '' }] = await fixture.app.query<{ provider_id: string }>(
      'select provider_id from payment_customers where tenant_id = $1',
      [tenant.id],
    );
    fixture.double.objects.remove(customer);
    await fixture.app.query("update card_attempts set sent_at = now() - interval '2 days' where tenant_id = $1", [
      tenant.id,
    ]);
    await fixture.work();
    expect(await attemptsOf(tenant)).toEqual([{ step: 0, state: 'unclear', failure: 'resource_missing' }]);
    expect(await mailsToPartner(tenant)).toEqual(CHECK_MAIL);
  });

  test('fails at once if the key is refused at the first call: nothing was charged', async () => {
    const tenant = await fixture.agreed();
    await enterKey('sk_test_another0000');
    await fixture.app.query("update payment_accounts set state = 'ready' where partner_id = $1", [fixture.partnerId]);
    await fixture.app.query("delete from graphile_worker._private_jobs where key like 'check_payment_account:%'");
    await fixture.day(0);
    expect(await attemptsOf(tenant)).toEqual([{ step: 0, state: 'failed', failure: 'key_refused' }]);
    await enterKey(TEST_KEY);
    await fixture.work();
  });

  // the last one, because nothing can be paid without keys
  test('is unclear once the keys are removed, and what was not sent is cancelled', async () => {
    const waiting = await fixture.owing();
    const cardId = await fixture.saveCard(waiting);
    const tenant = await unknown();
    await fixture.start(waiting, { cardId });
    await fixture.admin.call('DELETE', '/payment-account');
    await fixture.work();
    expect(await attemptsOf(tenant)).toEqual([{ step: 0, state: 'unclear', failure: 'account_removed' }]);
    expect(await mailsToPartner(tenant)).toEqual(CHECK_MAIL);
    expect(await attemptsOf(waiting)).toEqual([{ step: null, state: 'cancelled', failure: 'account_removed' }]);
    expect(await mailsToPartner(waiting)).toEqual([]);
  });
});
