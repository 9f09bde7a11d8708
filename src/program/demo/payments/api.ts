import type { IncomingMessage } from 'node:http';
import {
  cardOfMethod,
  type Customer,
  failureOf,
  type Intent,
  newObjectId,
  type Session,
  type StripeObject,
  type StripeObjects,
} from './objects.ts';

export type StripeResponse = { status: number; body: object };

type Options = {
  key: string;
  objects: StripeObjects;
  emit: (type: string, object: object) => void;
  pageAddress: (sessionId: string) => string;
};

const fault = (status: number, type: string, code: string | undefined, more: object = {}): StripeResponse => ({
  status,
  body: { error: { type, code, message: `${code ?? type}.`, ...more } },
});
const missing = fault(404, 'invalid_request_error', 'resource_missing');

/** The endpoints of Stripe that we use, named as in its reference. */
export class Api {
  readonly #options: Options;
  readonly #done = new Map<string, { asked: string; answer: StripeResponse }>();
  readonly calls = new Map<string, number>();
  chargesAs: 'processing' | null = null;
  refundsAs: 'pending' | null = null;
  keysAreInUse = false;
  #lost = 0;
  #drops = false;

  constructor(options: Options) {
    this.#options = options;
  }

  loseAnswers(count: number): void {
    this.#lost = count;
  }

  /** Whether to lose the response to the last request. */
  drops(): boolean {
    return this.#drops;
  }

  answer({ method = 'GET', headers }: IncomingMessage, path: string, form: URLSearchParams, query: URLSearchParams) {
    this.#drops = this.#lost > 0;
    this.#lost = Math.max(0, this.#lost - 1);
    const call = `${method} ${path.replace(/\/[a-z]+_[0-9a-f]{24}/, '/:id')}`;
    this.calls.set(call, (this.calls.get(call) ?? 0) + 1);
    if (headers.authorization !== `Bearer ${this.#options.key}`)
      return fault(401, 'invalid_request_error', 'api_key_invalid');
    const expand = [...form, ...query].flatMap(([name, value]) => (name.startsWith('expand[') ? [value] : []));
    const key = headers['idempotency-key'];
    if (method !== 'POST' || typeof key !== 'string')
      return this.#expanded(this.#act(method, path, form, query), expand);
    const asked = `${path}?${form.toString()}`;
    const before = this.#done.get(key);
    if (this.keysAreInUse) return fault(409, 'idempotency_error', 'idempotency_key_in_use');
    if (before && before.asked !== asked) return fault(400, 'idempotency_error', undefined);
    if (before) return this.#expanded(before.answer, expand);
    const answer = this.#act(method, path, form, query);
    this.#done.set(key, { asked, answer });
    return this.#expanded(answer, expand);
  }

  /** The charge of a payment page, created on demand. */
  intentOf(session: Session): Intent {
    const { objects } = this.#options;
    const known = objects.get('payment_intent', session.payment_intent);
    if (known) return known;
    const { amount, currency, customer, metadata } = session;
    const intent = this.#newIntent({ amount, currency, customer, metadata });
    session.payment_intent = intent.id;
    return intent;
  }

  #act(method: string, path: string, form: URLSearchParams, query: URLSearchParams): StripeResponse {
    const { objects } = this.#options;
    const [, resource = '', id = null, verb = ''] = path.replace('/checkout/sessions', '/sessions').split('/');
    const found = (object: StripeObject | undefined): StripeResponse =>
      object ? { status: 200, body: object } : missing;
    switch (`${method} ${resource}${id === null ? '' : '/:id'}${verb === '' ? '' : `/${verb}`}`) {
      case 'GET account':
        return { status: 200, body: { object: 'account', id: 'acct_double' } };
      case 'POST customers':
        return found(objects.put(this.#newCustomer(form)));
      case 'POST sessions':
        return found(objects.put(this.#newSession(form)));
      case 'GET sessions/:id':
        return found(objects.get('checkout.session', id));
      case 'POST sessions/:id/expire':
        return this.#expire(objects.get('checkout.session', id));
      case 'POST payment_intents':
        return this.#charge(form);
      case 'GET payment_intents/:id':
        return found(objects.get('payment_intent', id));
      case 'GET payment_intents': {
        if (!objects.get('customer', query.get('customer'))) return missing;
        const data = objects.of('payment_intent').filter(({ customer }) => customer === query.get('customer'));
        return { status: 200, body: { object: 'list', data: data.toReversed(), has_more: false } };
      }
      case 'DELETE customers/:id':
        return this.#removeCustomer(id);
      case 'POST refunds':
        return this.refund(form.get('payment_intent'), Number(form.get('amount')), metadataOf(form));
      case 'GET refunds': {
        const data = objects.of('refund').filter((refund) => refund.payment_intent === query.get('payment_intent'));
        return { status: 200, body: { object: 'list', data: data.toReversed(), has_more: false } };
      }
      case 'GET payment_methods/:id':
        return found(objects.get('payment_method', id));
      case 'POST payment_methods/:id/detach':
        return this.#detach(id);
      case 'GET disputes': {
        const charge = query.get('payment_intent');
        const since = Number(query.get('created[gte]') ?? 0);
        const data = objects
          .of('dispute')
          .filter((one) => (charge === null || one.payment_intent === charge) && one.created >= since);
        return { status: 200, body: { object: 'list', data: data.toReversed(), has_more: false } };
      }
      default:
        return fault(404, 'invalid_request_error', 'url_invalid');
    }
  }

  /** A refund of at most the rest of the charge. One without metadata was made directly at the provider. */
  refund(intentId: string | null, amount: number, metadata: Record<string, string> = {}): StripeResponse {
    const { objects, emit } = this.#options;
    const intent = objects.get('payment_intent', intentId);
    if (!intent || intent.status !== 'succeeded') return missing;
    const disputed = objects.of('dispute').some((one) => one.payment_intent === intent.id && one.status !== 'won');
    if (disputed) return fault(400, 'invalid_request_error', 'charge_disputed');
    const before = objects.of('refund').filter((one) => one.payment_intent === intent.id && one.status !== 'failed');
    const left = before.reduce((rest, one) => rest - one.amount, intent.amount);
    if (amount > left) return fault(400, 'invalid_request_error', 'charge_already_refunded');
    const refund = objects.put({
      object: 'refund',
      id: newObjectId('re'),
      status: this.refundsAs ?? 'succeeded',
      payment_intent: intent.id,
      amount,
      currency: intent.currency,
      metadata,
      failure_reason: null,
    });
    emit('refund.created', refund);
    const charge = { object: 'charge', id: `ch_${intent.id}`, payment_intent: intent.id, metadata: intent.metadata };
    emit('charge.refunded', { ...charge, amount_refunded: intent.amount - left + amount });
    return { status: 200, body: { ...refund } };
  }

  #removeCustomer(id: string | null): StripeResponse {
    const { objects } = this.#options;
    const customer = objects.get('customer', id);
    if (!customer) return missing;
    objects.remove(customer.id);
    for (const method of objects.of('payment_method')) if (method.customer === customer.id) method.customer = null;
    return { status: 200, body: { object: 'customer', id: customer.id, deleted: true } };
  }

  #newCustomer(form: URLSearchParams): Customer {
    const id = newObjectId('cus');
    return { object: 'customer', id, livemode: false, name: form.get('name') ?? '', metadata: metadataOf(form) };
  }

  #newIntent(of: Pick<Intent, 'amount' | 'currency' | 'customer' | 'metadata'>): Intent {
    return this.#options.objects.put({
      object: 'payment_intent',
      id: newObjectId('pi'),
      status: 'requires_payment_method',
      livemode: false,
      payment_method: null,
      last_payment_error: null,
      created: Math.floor(Date.now() / 1000),
      ...of,
    });
  }

  #newSession(form: URLSearchParams): Session {
    const id = newObjectId('cs');
    const price = 'line_items[0][price_data]';
    const text = (name: string) => form.get(name) ?? '';
    return {
      object: 'checkout.session',
      id,
      mode: text('mode') === 'setup' ? 'setup' : 'payment',
      status: 'open',
      url: this.#options.pageAddress(id),
      expires_at: Number(form.get('expires_at') ?? Math.floor(Date.now() / 1000) + 86_400),
      customer: text('customer'),
      livemode: false,
      metadata: metadataOf(form),
      client_reference_id: form.get('client_reference_id'),
      payment_intent: null,
      setup_intent: null,
      success_url: text('success_url'),
      cancel_url: text('cancel_url'),
      title: text(`${price}[product_data][name]`),
      amount: Number(form.get(`${price}[unit_amount]`) ?? 0),
      currency: text(`${price}[currency]`),
      saves: form.has('payment_intent_data[setup_future_usage]'),
    };
  }

  #expire(session: Session | undefined): StripeResponse {
    if (!session) return missing;
    if (session.status !== 'open') return fault(400, 'invalid_request_error', 'checkout_session_not_open');
    session.status = 'expired';
    this.#options.emit('checkout.session.expired', session);
    return { status: 200, body: session };
  }

  #charge(form: URLSearchParams): StripeResponse {
    const { objects, emit } = this.#options;
    const method = objects.get('payment_method', form.get('payment_method'));
    if (!method || method.customer === null || method.customer !== form.get('customer')) return missing;
    const intent = this.#newIntent({
      amount: Number(form.get('amount')),
      currency: form.get('currency') ?? '',
      customer: method.customer,
      metadata: metadataOf(form),
    });
    const decline = cardOfMethod(method)?.later ?? null;
    intent.payment_method = method.id;
    if (decline !== null) {
      intent.last_payment_error = failureOf(decline);
      emit('payment_intent.payment_failed', intent);
      return { status: 402, body: { error: { ...intent.last_payment_error, payment_intent: { ...intent } } } };
    }
    intent.status = this.chargesAs ?? 'succeeded';
    emit(`payment_intent.${intent.status}`, intent);
    return { status: 200, body: { ...intent } };
  }

  #detach(id: string | null): StripeResponse {
    const method = this.#options.objects.get('payment_method', id);
    if (!method || method.customer === null) return missing;
    method.customer = null;
    this.#options.emit('payment_method.detached', method);
    return { status: 200, body: method };
  }

  /** Replaces ids by their objects for the paths in `expand`. */
  #expanded({ status, body }: StripeResponse, paths: readonly string[]): StripeResponse {
    const copy = structuredClone(body);
    for (const path of paths) this.#expand(copy, path.split('.'));
    return { status, body: copy };
  }

  #expand(object: object, [name, ...rest]: string[]): void {
    if (name === undefined) return;
    const value: unknown = Reflect.get(object, name);
    const whole = typeof value === 'string' ? this.#options.objects.named(value) : value;
    if (typeof whole !== 'object' || whole === null) return;
    const copy = structuredClone(whole);
    Reflect.set(object, name, copy);
    this.#expand(copy, rest);
  }
}

const metadataOf = (form: URLSearchParams): Record<string, string> =>
  Object.fromEntries(
    [...form].flatMap(([name, value]) => {
      const key = /^metadata\[(\w+)\]$/.exec(name)?.[1];
      return key === undefined ? [] : [[key, value]];
    }),
  );
