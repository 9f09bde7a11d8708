import { Stripe } from 'stripe';
import {
  type Card,
  type Charge,
  type ChargeState,
  type Dispute,
  type PageState,
  type PaymentProvider,
  type ProviderRefund,
  ProviderRefusal,
} from './provider.ts';
import type { ProviderMoney } from './rules.ts';

const TIMEOUT_MS = 20_000;
/** How many of a customer's charges are searched for one whose response was lost. */
const LATEST = 100;

/** The real client. `url`: where Stripe listens, or a double of it. */
export function openStripe({ key, url }: { key: string; url: string }): PaymentProvider {
  const { hostname, port, protocol } = new URL(url);
  const isPlain = protocol === 'http:';
  const stripe = new Stripe(key, {
    host: hostname,
    port: port === '' ? (isPlain ? 80 : 443) : Number(port),
    protocol: isPlain ? 'http' : 'https',
    timeout: TIMEOUT_MS,
    maxNetworkRetries: 2,
    telemetry: false,
  });
  return {
    readAccount: () => callStripe(async () => (await stripe.accounts.retrieveCurrent()).id),

    createCustomer: ({ tenantId, name }, idempotencyKey) =>
      callStripe(async () => {
        const customer = await stripe.customers.create({ name, metadata: { tenant: tenantId } }, { idempotencyKey });
        return customer.id;
      }),

    openPage: (page, idempotencyKey) =>
      callStripe(async () => {
        const metadata = { attempt: page.attemptId };
        const shared = {
          customer: page.customer,
          payment_method_types: ['card' as const],
          success_url: page.backTo,
          cancel_url: page.backTo,
          client_reference_id: page.attemptId,
          metadata,
        };
        const session = await stripe.checkout.sessions.create(
          page.for === 'card'
            ? { ...shared, mode: 'setup', setup_intent_data: { metadata } }
            : {
                ...shared,
                mode: 'payment',
                expires_at: Math.floor(page.expiresAt.getTime() / 1000),
                line_items: [
                  {
                    quantity: 1,
                    price_data: {
                      currency: page.money.currency.toLowerCase(),
                      unit_amount: page.money.amount,
                      product_data: { name: page.title },
                    },
                  },
                ],
                payment_intent_data: {
                  metadata,
                  description: page.title,
                  ...(page.savesCard && { setup_future_usage: 'off_session' as const }),
                },
              },
          { idempotencyKey },
        );
        if (session.url === null) throw new Error('The provider opened a page without an address.');
        return { id: session.id, url: session.url, expiresAt: new Date(session.expires_at * 1000) };
      }),

    readPage: (id) =>
      callStripe(async () => {
        const expand = ['payment_intent.payment_method', 'payment_intent.latest_charge', 'setup_intent.payment_method'];
        return pageStateOf(await stripe.checkout.sessions.retrieve(id, { expand }));
      }),

    closePage: (id) =>
      callStripe(async () => {
        // one that is over has been paid, or has expired
        await stripe.checkout.sessions.expire(id).catch(ignoreInvalid);
      }),

    charge: ({ attemptId, customer, card, money, title }, idempotencyKey) =>
      callStripe(async () => {
        try {
          const intent = await stripe.paymentIntents.create(
            {
              ...toStripe(money),
              customer,
              payment_method: card,
              allowed_payment_method_types: ['card'],
              confirm: true,
              off_session: true,
              description: title,
              metadata: { attempt: attemptId },
              expand: ['payment_method'],
            },
            { idempotencyKey },
          );
          return chargeOf(intent);
        } catch (error) {
          const declined = error instanceof Stripe.errors.StripeCardError ? error.payment_intent : undefined;
          if (!declined) throw error;
          return await readCharge(stripe, declined.id);
        }
      }),

    readCharge: (id) => callStripe(() => readCharge(stripe, id)),

    findCharge: (customer, attemptId) =>
      callStripe(async () => {
        const { data } = await stripe.paymentIntents.list({ customer, limit: LATEST });
        const found = data.find(({ metadata }) => metadata['attempt'] === attemptId);
        return found ? readCharge(stripe, found.id) : null;
      }),

    refund: ({ refundId, charge, money }, idempotencyKey) =>
      callStripe(async () => {
        const metadata = { refund: refundId };
        const request = { payment_intent: charge, amount: money.amount, metadata };
        return refundOf(await stripe.refunds.create(request, { idempotencyKey }));
      }),

    listRefunds: (charge) =>
      callStripe(async () => {
        const refunds: ProviderRefund[] = [];
        for await (const refund of stripe.refunds.list({ payment_intent: charge, limit: LATEST }))
          refunds.push(refundOf(refund));
        return refunds.toReversed();
      }),

    removeCustomer: (id) =>
      callStripe(async () => {
        // it may be gone already
        await stripe.customers.del(id).catch(ignoreInvalid);
      }),

    readCard: (id) =>
      callStripe(async () => {
        const method = await stripe.paymentMethods.retrieve(id);
        return method.customer === null ? null : cardOf(method);
      }),

    removeCard: (id) =>
      callStripe(async () => {
        // it may be gone already
        await stripe.paymentMethods.detach(id).catch(ignoreInvalid);
      }),

    listDisputedCharges: (since) =>
      callStripe(async () => {
        const charges = new Set<string>();
        const created = { gte: Math.floor(since.getTime() / 1000) };
        for await (const { payment_intent: intent } of stripe.disputes.list({ created, limit: LATEST })) {
          const charge = idOf(intent);
          if (charge !== null) charges.add(charge);
        }
        return [...charges];
      }),

    listDisputes: (charge) =>
      callStripe(async () => {
        const disputes: Dispute[] = [];
        for await (const dispute of stripe.disputes.list({ payment_intent: charge, limit: LATEST }))
          disputes.push(disputeOf(dispute));
        return disputes.toReversed();
      }),
  };
}

/** Stripe refuses to do what has been done already. */
function ignoreInvalid(error: unknown): void {
  if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error;
}

const readCharge = async (stripe: Stripe, id: string): Promise<Charge> =>
  chargeOf(await stripe.paymentIntents.retrieve(id, { expand: ['payment_method'] }));

const toStripe = ({ amount, currency }: ProviderMoney) => ({ amount, currency: currency.toLowerCase() });

/** Tells refusals from unknown outcomes. The library's own messages stay here, since they may quote what was sent. */
async function callStripe<R>(work: () => Promise<R>): Promise<R> {
  try {
    return await work();
  } catch (error) {
    const { errors } = Stripe;
    if (error instanceof errors.StripeAuthenticationError || error instanceof errors.StripePermissionError)
      throw new ProviderRefusal('account', error.code ?? 'key_refused');
    if (error instanceof errors.StripeInvalidRequestError || error instanceof errors.StripeCardError)
      throw new ProviderRefusal('request', error.code ?? error.type);
    if (error instanceof errors.StripeError)
      throw new Error(`The payment provider failed: ${error.type}.`, { cause: error });
    throw error;
  }
}

const CHARGE_STATES: Record<string, ChargeState> = {
  succeeded: 'succeeded',
  processing: 'processing',
  canceled: 'cancelled',
};

/** What we read of an intent. States that we don't know count as open. */
function chargeOf(intent: Stripe.PaymentIntent): Charge {
  const failure = intent.last_payment_error;
  const method = intent.payment_method;
  const failed = intent.status === 'requires_payment_method' && failure !== null;
  return {
    id: intent.id,
    state: failed ? 'failed' : (CHARGE_STATES[intent.status] ?? 'open'),
    money: { amount: intent.amount, currency: intent.currency.toUpperCase() },
    attemptId: intent.metadata['attempt'] ?? null,
    customer: idOf(intent.customer),
    live: intent.livemode,
    card: method !== null && typeof method === 'object' ? cardOf(method) : null,
    failure: failure === null ? null : reasonOf(failure),
  };
}

/** The code that says why: the bank's if there is one, except where the bank only wants its customer to confirm. */
const reasonOf = ({ code, decline_code: declined }: { code?: string; decline_code?: string }): string =>
  code === 'authentication_required' ? code : (declined ?? code ?? 'card_declined');

function pageStateOf(session: Stripe.Checkout.Session): PageState {
  const { status, payment_intent: intent, setup_intent: setup } = session;
  if (intent !== null && typeof intent === 'object') {
    const charge = chargeOf(intent);
    // after a decline on the page, another card can be typed in there
    if (status === 'complete' || charge.state === 'succeeded' || charge.state === 'processing')
      return { state: 'paid', charge };
  }
  const method =
    setup !== null && typeof setup === 'object' && setup.status === 'succeeded' ? setup.payment_method : null;
  const card = method !== null && typeof method === 'object' ? cardOf(method) : null;
  if (card)
    return {
      state: 'saved',
      card,
      attemptId: session.metadata?.['attempt'] ?? null,
      customer: idOf(session.customer),
      live: session.livemode,
    };
  return { state: status === 'open' ? 'open' : 'closed' };
}

function cardOf({ id, card }: Stripe.PaymentMethod): Card | null {
  if (!card) return null;
  return { id, brand: card.brand, last4: card.last4, expMonth: card.exp_month, expYear: card.exp_year };
}

const REFUND_STATES: Record<string, ProviderRefund['state']> = {
  succeeded: 'succeeded',
  failed: 'failed',
  canceled: 'failed',
};

const refundOf = ({
  id,
  status,
  amount,
  currency,
  metadata,
  failure_reason: failure,
}: Stripe.Refund): ProviderRefund => ({
  id,
  state: REFUND_STATES[status ?? ''] ?? 'pending',
  money: { amount, currency: currency.toUpperCase() },
  refundId: metadata?.['refund'] ?? null,
  failure: failure ?? null,
});

/** An inquiry (`warning_…`) takes no money, so it is neither won nor lost. */
function disputeOf({ status }: Stripe.Dispute): Dispute {
  return { state: status === 'lost' ? 'lost' : status === 'won' ? 'won' : 'open' };
}

const idOf = (thing: string | { id: string } | null): string | null =>
  typeof thing === 'object' && thing !== null ? thing.id : thing;
