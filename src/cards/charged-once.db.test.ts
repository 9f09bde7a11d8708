import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type CardFixture, openCardFixture, type PayingTenant } from '../../test/card-fixture.ts';

let fixture: CardFixture;
beforeAll(async () => {
  fixture = await openCardFixture();
});
beforeEach(() => {
  fixture.posted.length = 0;
  fixture.double.calls.clear();
});
afterAll(() => fixture.close());

/** The payments of a tenant by card, as sent to the provider or not. */
const attemptsOf = ({ id }: PayingTenant) =>
  fixture.app.query<{ step: number | null; state: string; failure: string | null }>(
    "select step, state, failure from card_attempts where tenant_id = $1 and kind <> 'save_card' order by created_at, id",
    [id],
  );
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
    expect(fixture.double.calls.get('POST /payment_intents')).toBe(1);
  });

  test.each(takenBack)('not if somebody had paid it by card, and that was %s', async (_what, takeBack) => {
    const tenant = await fixture.agreed();
    await takeBack(await fixture.payNow(tenant).then(({ paymentId: id, charge }) => ({ id, charge })));
    expect(await invoiceOf(tenant)).toBe('open');
    for (const days of [0, 3, 7]) await fixture.day(days);
    expect(await attemptsOf(tenant)).toEqual([{ step: null, state: 'succeeded', failure: null }]);
    expect(fixture.double.calls.get('POST /payment_intents')).toBeUndefined();
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
