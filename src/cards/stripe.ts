import { createHash } from 'node:crypto';
import { Stripe } from 'stripe';
import {
  type Card,
  type Charge,
  type ChargeRequest,
  type Dispute,
  KEY_REUSED,
  type OpenPage,
  type PageRequest,
  type PageState,
  type PaymentProvider,
  type ProviderRefund,
  ProviderRefusal,
  type RefundRequest,
} from './provider.ts';
import { cardOf, chargeOf, disputeOf, idOf, pageStateOf, refundOf, sessionOf, toStripe } from './stripe-objects.ts';

const TIMEOUT_MS = 20_000;
/** How many of a customer's charges are searched for one whose response was lost. */
const LATEST = 100;

/** The real client. `url`: where Stripe listens, or a double of it. */
export class StripeProvider implements PaymentProvider {
  readonly #stripe: Stripe;

  constructor({ key, url }: { key: string; url: string }) {
    const { hostname, port, protocol } = new URL(url);
    const isPlain = protocol === 'http:';
    this.#stripe = new Stripe(key, {
      host: hostname,
      port: port === '' ? (isPlain ? 80 : 443) : Number(port),
      protocol: isPlain ? 'http' : 'https',
      timeout: TIMEOUT_MS,
      maxNetworkRetries: 2,
      telemetry: false,
    });
  }

  readAccount(): Promise<string> {
    return callStripe(async () => (await this.#stripe.accounts.retrieveCurrent()).id);
  }

  createCustomer({ tenantId, name }: { tenantId: string; name: string }, key: string): Promise<string> {
    const customer = { name, metadata: { tenant: tenantId } };
    const idempotencyKey = keyFor(key, customer);
    return callStripe(async () => (await this.#stripe.customers.create(customer, { idempotencyKey })).id);
  }

  removeCustomer(id: string): Promise<void> {
    return callStripe(async () => {
      // it may be gone already
      await this.#stripe.customers.del(id).catch(ignoreInvalid);
    });
  }

  openPage(page: PageRequest, key: string): Promise<OpenPage> {
    const request = sessionOf(page);
    const idempotencyKey = keyFor(key, request);
    return callStripe(async () => {
      const session = await this.#stripe.checkout.sessions.create(request, { idempotencyKey });
      if (session.url === null) throw new Error('The provider opened a page without an address.');
      return { id: session.id, url: session.url, expiresAt: new Date(session.expires_at * 1000) };
    });
  }

  readPage(id: string): Promise<PageState> {
    const expand = ['payment_intent.payment_method', 'payment_intent.latest_charge', 'setup_intent.payment_method'];
    return callStripe(async () => pageStateOf(await this.#stripe.checkout.sessions.retrieve(id, { expand })));
  }

  closePage(id: string): Promise<void> {
    return callStripe(async () => {
      // one that is over has been paid, or has expired
      await this.#stripe.checkout.sessions.expire(id).catch(ignoreInvalid);
    });
  }

  charge({ attemptId, customer, card, money, title }: ChargeRequest, idempotencyKey: string): Promise<Charge> {
    return callStripe(async () => {
      try {
        const intent = await this.#stripe.paymentIntents.create(
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
        return this.#readCharge(declined.id);
      }
    });
  }

  readCharge(id: string): Promise<Charge> {
    return callStripe(() => this.#readCharge(id));
  }

  findCharge(customer: string, attemptId: string): Promise<Charge | null> {
    return callStripe(async () => {
      const { data } = await this.#stripe.paymentIntents.list({ customer, limit: LATEST });
      const found = data.find(({ metadata }) => metadata['attempt'] === attemptId);
      return found ? this.#readCharge(found.id) : null;
    });
  }

  refund({ refundId, charge, money }: RefundRequest, idempotencyKey: string): Promise<ProviderRefund> {
    const request = { payment_intent: charge, amount: money.amount, metadata: { refund: refundId } };
    return callStripe(async () => refundOf(await this.#stripe.refunds.create(request, { idempotencyKey })));
  }

  listRefunds(charge: string): Promise<ProviderRefund[]> {
    return callStripe(async () => {
      const refunds: ProviderRefund[] = [];
      for await (const refund of this.#stripe.refunds.list({ payment_intent: charge, limit: LATEST }))
        refunds.push(refundOf(refund));
      return refunds.toReversed();
    });
  }

  readCard(id: string): Promise<Card | null> {
    return callStripe(async () => {
      const method = await this.#stripe.paymentMethods.retrieve(id);
      return method.customer === null ? null : cardOf(method);
    });
  }

  removeCard(id: string): Promise<void> {
    return callStripe(async () => {
      // it may be gone already
      await this.#stripe.paymentMethods.detach(id).catch(ignoreInvalid);
    });
  }

  listDisputedCharges(since: Date): Promise<string[]> {
    return callStripe(async () => {
      const charges = new Set<string>();
      const created = { gte: Math.floor(since.getTime() / 1000) };
      for await (const { payment_intent: intent } of this.#stripe.disputes.list({ created, limit: LATEST })) {
        const charge = idOf(intent);
        if (charge !== null) charges.add(charge);
      }
      return [...charges];
    });
  }

  listDisputes(charge: string): Promise<Dispute[]> {
    return callStripe(async () => {
      const disputes: Dispute[] = [];
      for await (const dispute of this.#stripe.disputes.list({ payment_intent: charge, limit: LATEST }))
        disputes.push(disputeOf(dispute));
      return disputes.toReversed();
    });
  }

  async #readCharge(id: string): Promise<Charge> {
    return chargeOf(await this.#stripe.paymentIntents.retrieve(id, { expand: ['payment_method'] }));
  }
}

/** A key for exactly this request. Stripe refuses a key with another request for a day, such as with the new name of a tenant. */
const keyFor = (key: string, request: object): string =>
  `${key}:${createHash('sha256').update(JSON.stringify(request)).digest('hex').slice(0, 32)}`;

/** The first request with the key hasn't ended, so its outcome isn't known. */
const KEY_IN_USE = 'idempotency_key_in_use';

/** Stripe refuses to do what has been done already. */
function ignoreInvalid(error: unknown): void {
  if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error;
}

/** Tells refusals from unknown outcomes. The library's own messages stay here, since they may quote what was sent. */
async function callStripe<R>(work: () => Promise<R>): Promise<R> {
  try {
    return await work();
  } catch (error) {
    const { errors } = Stripe;
    if (error instanceof errors.StripeAuthenticationError || error instanceof errors.StripePermissionError)
      throw new ProviderRefusal('account', error.code ?? 'key_refused');
    if (error instanceof errors.StripeIdempotencyError && error.code !== KEY_IN_USE)
      throw new ProviderRefusal('request', KEY_REUSED);
    const isRefusal = error instanceof errors.StripeInvalidRequestError || error instanceof errors.StripeCardError;
    if (isRefusal && error.code !== KEY_IN_USE) throw new ProviderRefusal('request', error.code ?? error.type);
    if (error instanceof errors.StripeError)
      throw new Error(`The payment provider failed: ${error.type}.`, { cause: error });
    throw error;
  }
}
