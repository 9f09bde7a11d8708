import pino from 'pino';
import { chargeDue } from '../src/cards/auto-pay.ts';
import { cardTasks } from '../src/cards/jobs.ts';
import { type Db, openDb, openPool } from '../src/platform/db/db.ts';
import { DAY_MS } from '../src/platform/time/durations.ts';
import { PaymentDouble, signEvent } from '../src/program/demo/payments/double.ts';
import { refundTasks } from '../src/refunds/jobs.ts';
import { type ApiUser, createTestApp, type TestApp } from './app.ts';
import { TEST_KEY, TEST_WEBHOOK_SECRET } from './cards.ts';
import { insertInvoice } from './invoices.ts';
import { runTasks } from './work.ts';

export type PayingTenant = { id: string; owner: ApiUser; invoice: string };

const TASKS = { ...cardTasks, ...refundTasks };

/** A partner whose tenants pay by card at the payment double, with the worker's jobs. */
export type CardFixture = Awaited<ReturnType<typeof openCardFixture>>;

/** A tenant that has paid its invoice by card, with the payment and its charge at the double. */
export type PaidTenant = PayingTenant & { paymentId: string; charge: string };

type OpenedApp = { app: TestApp; partnerId: string; closeApp: () => Promise<void> };

async function openApp(settings: Record<string, string>): Promise<OpenedApp> {
  const app = await createTestApp({ settings });
  return { app, partnerId: await app.partner('Northwind'), closeApp: app.close };
}

/** `opening`: opens another app with these settings and a partner. */
export async function openCardFixture(opening: (settings: Record<string, string>) => Promise<OpenedApp> = openApp) {
  /** Events that the provider has posted and that weren't delivered yet. */
  const posted: string[] = [];
  const double: PaymentDouble = await PaymentDouble.open({ key: TEST_KEY, onEvent: (body) => posted.push(body) });
  const { app, partnerId, closeApp } = await opening({ STRIPE_URL: double.url });
  const pool = openPool(app.database.urls.worker, 'cards', 8);
  const worker: Db = openDb(pool);
  const admin = await app.user('partner_admin', { partnerId });
  await admin.call('PATCH', '/payment-account', { secretKey: TEST_KEY, webhookSecret: TEST_WEBHOOK_SECRET });
  const work = () => runTasks(TASKS, app, worker);
  await work();
  const path = new URL((await admin.call('GET', '/payment-account')).body.eventsUrl).pathname;
  let made = 0;

  const postRaw = (
    body: string | Buffer,
    { to = path, signature = signEvent(TEST_WEBHOOK_SECRET, body), at = 'application/json' } = {},
  ) =>
    app.app.inject({
      method: 'POST',
      url: to,
      payload: body,
      headers: { 'content-type': at, 'stripe-signature': signature },
    });

  /** Delivers posted events. Returns the errors of jobs. */
  async function deliver(events = posted.splice(0)): Promise<unknown[]> {
    for (const body of events) {
      const { statusCode } = await postRaw(body);
      if (statusCode !== 200) throw new Error(`An event was refused: ${statusCode}.`);
    }
    return work();
  }

  /** An invoice of 11.00 of a tenant. */
  const addInvoice = (tenantId: string): Promise<string> =>
    insertInvoice(app.query, { partnerId, tenantId, number: ++made });

  /** A tenant with an invoice of 11.00. */
  async function owing(): Promise<PayingTenant> {
    const { body } = await admin.call('POST', '/tenants', {
      name: `Bakery ${++made}`,
      sipPrefix: `bakery${made}`,
      status: 'ACTIVE',
      billingEmail: 'bills@bakery.example',
      timezone: 'America/New_York',
    });
    return {
      id: body.id,
      invoice: await addInvoice(body.id),
      owner: await app.user('tenant_admin', { tenantId: body.id }),
    };
  }

  const start = ({ id, owner }: PayingTenant, more: object = {}) =>
    owner.call('POST', `/tenants/${id}/card-payments`, { currency: 'USD', ...more });
  const pageOf = async (payment: string): Promise<string> =>
    (await app.query<{ page_id: string }>('select page_id from card_attempts where id = $1', [payment]))[0]?.page_id ??
    '';

  /** Opens a page and returns the ids of the payment and the page. */
  async function open(tenant: PayingTenant, more: object = {}): Promise<{ payment: string; page: string }> {
    const { body } = await start(tenant, more);
    await work();
    return { payment: body.id, page: await pageOf(body.id) };
  }

  /** Pays the balance by card. */
  async function payNow(tenant: PayingTenant): Promise<{ paymentId: string; charge: string }> {
    const { page } = await open(tenant);
    double.complete(page, '4242424242424242');
    await deliver();
    const [row] = await app.query<{ payment_id: string; charge_id: string }>(
      'select payment_id, charge_id from card_attempts where page_id = $1',
      [page],
    );
    return { paymentId: row?.payment_id ?? '', charge: row?.charge_id ?? '' };
  }

  /** A tenant that has paid its invoice of 11.00 by card. */
  async function paid(): Promise<PaidTenant> {
    const tenant = await owing();
    return { ...tenant, ...(await payNow(tenant)) };
  }

  const cardsOf = async ({ id, owner }: PayingTenant) => (await owner.call('GET', `/tenants/${id}/cards`)).body;

  /** Saves a card of this number for a tenant. Returns the card's id. */
  async function saveCard(tenant: PayingTenant, number = '4242424242424242'): Promise<string> {
    const { body } = await tenant.owner.call('POST', `/tenants/${tenant.id}/cards`);
    await work();
    double.complete(await pageOf(body.id), number);
    await deliver();
    return (await cardsOf(tenant)).cards[0].id;
  }

  /** A tenant with a card that agreed to auto-pay before its invoice was due. */
  async function agreed(number?: string): Promise<PayingTenant & { cardId: string }> {
    const tenant = await owing();
    const cardId = await saveCard(tenant, number);
    const { body } = await tenant.owner.call('PUT', `/tenants/${tenant.id}/auto-pay`, { cardId, consent: true });
    if (body.autoPay !== true) throw new Error('Auto-pay did not start.');
    await app.query("update cards set auto_pay_since = '2026-11-01' where id = $1", [cardId]);
    return { ...tenant, cardId };
  }

  /** Queues auto-pay's charges of a day after the due day of invoices, at noon in New York. */
  const chargeOn = (days: number): Promise<void> =>
    chargeDue(worker, new Date(Date.parse('2026-11-15T17:00Z') + days * DAY_MS), pino({ level: 'silent' }));

  /** The same, then runs the jobs and takes the events. */
  async function day(days: number): Promise<void> {
    await chargeOn(days);
    await deliver();
  }

  return {
    app,
    worker,
    double,
    partnerId,
    admin,
    posted,
    work,
    postRaw,
    deliver,
    addInvoice,
    owing,
    start,
    pageOf,
    open,
    payNow,
    paid,
    saveCard,
    agreed,
    chargeOn,
    day,
    cardsOf,
    stateOf: async ({ id, owner }: PayingTenant, payment: string) =>
      (await owner.call('GET', `/tenants/${id}/card-payments/${payment}`)).body.state,
    async close(): Promise<void> {
      await pool.end();
      await closeApp();
      await double.close();
    },
  };
}
