import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import { text } from 'node:stream/consumers';
import { webAddress } from '../../../platform/config.ts';
import { listeningPort } from '../../../platform/process/listening-port.ts';
import { type StripeResponse, Api } from './api.ts';
import {
  cardByNumber,
  failureOf,
  newMethod,
  newObjectId,
  type Intent,
  type Session,
  type StripeObject,
  StripeObjects,
} from './objects.ts';
import { confirmPage, declinedPage, messagePage, payPage } from './pages.ts';

const LOOPBACK = '127.0.0.1';

export type DoubleOptions = {
  key: string;
  host?: string;
  port?: number;
  /** The objects of its last run. */
  objects?: readonly StripeObject[];
  /** Called with each event, for the caller to sign and post. */
  onEvent: (body: string) => void;
  onChange?: (objects: StripeObject[]) => void;
};

/**
 * Stands in for Stripe in the demo and in tests. It serves the endpoints that we use and a page for choosing a test card, and moves no money.
 */
export class PaymentDouble {
  readonly objects: StripeObjects;
  readonly #options: DoubleOptions;
  readonly #api: Api;
  readonly #server: http.Server;
  #beforeAnswer: (() => Promise<void>) | null = null;

  static async open(options: DoubleOptions): Promise<PaymentDouble> {
    const double = new PaymentDouble(options);
    double.#server.listen(options.port ?? 0, options.host ?? LOOPBACK);
    await once(double.#server, 'listening');
    return double;
  }

  private constructor(options: DoubleOptions) {
    this.#options = options;
    this.objects = new StripeObjects(options.objects ?? []);
    this.#api = new Api({
      key: options.key,
      objects: this.objects,
      emit: (type, object) => this.#emit(type, object),
      pageAddress: (id) => `${this.url}/pay/${id}`,
    });
    this.#server = http.createServer((request, response) => {
      void this.#respond(request).then(
        (answer) => {
          if (answer === 'drop') return void response.destroy();
          response.writeHead(answer.status, answer.headers).end(answer.body);
        },
        () => response.writeHead(500).end(),
      );
    });
  }

  get port(): number {
    return listeningPort(this.#server);
  }

  get url(): string {
    return webAddress({ publicUrl: undefined, host: this.#options.host ?? LOOPBACK, port: this.port });
  }

  /** The number of requests of one kind, such as `POST /payment_intents`. */
  get calls(): Map<string, number> {
    return this.#api.calls;
  }

  /** Executes the next requests, but loses their responses. */
  loseAnswers(count: number): void {
    this.#api.loseAnswers(count);
  }

  /** Does something between the next request and its response. */
  beforeNextAnswer(work: () => Promise<void>): void {
    this.#beforeAnswer = work;
  }

  /** The state of the next charges; null: as the test card decides. */
  chargeAs(status: 'processing' | null): void {
    this.#api.chargesAs = status;
  }

  /** The state of the next refunds; null: they succeed. */
  refundAs(status: 'pending' | null): void {
    this.#api.refundsAs = status;
  }

  /** Whether another request seems to be using each idempotency key. */
  keysAreInUse(are: boolean): void {
    this.#api.keysAreInUse = are;
  }

  /** Refunds a charge directly at the provider. */
  refund(intentId: string, amount: number): void {
    this.#api.refund(intentId, amount);
  }

  /** Completes a refund, as a bank does later. */
  settleRefund(id: string, status: 'succeeded' | 'failed'): void {
    const refund = this.objects.get('refund', id);
    if (!refund) throw new Error('There is no such refund.');
    refund.status = status;
    refund.failure_reason = status === 'failed' ? 'expired_or_canceled_card' : null;
    this.#emit(status === 'failed' ? 'refund.failed' : 'refund.updated', refund);
    this.#emit('charge.refund.updated', refund);
  }

  /** Completes a page with the card of this number, as its customer does. */
  complete(sessionId: string, number: string, status = 'succeeded'): void {
    const session = this.objects.get('checkout.session', sessionId);
    const card = cardByNumber(number);
    if (!session || !card || session.status !== 'open') throw new Error('There is no such open page or card.');
    const kept = session.mode === 'setup' || session.saves;
    const method = this.objects.put(newMethod(card, kept ? session.customer : null));
    session.status = 'complete';
    if (session.mode === 'payment') {
      const intent = this.#api.intentOf(session);
      Object.assign(intent, { status, payment_method: method.id, last_payment_error: null });
      this.#emit(`payment_intent.${status}`, intent);
    } else {
      const setup = { object: 'setup_intent' as const, id: newObjectId('seti'), status: 'succeeded' };
      session.setup_intent = this.objects.put({ ...setup, payment_method: method.id }).id;
    }
    this.#emit('checkout.session.completed', session);
  }

  /** Completes a charge, as a bank does later. */
  settle(intentId: string, status: 'succeeded' | 'requires_payment_method'): void {
    const intent = this.#intent(intentId);
    const failed = status === 'requires_payment_method';
    Object.assign(intent, { status, last_payment_error: failed ? failureOf('generic_decline') : null });
    this.#emit(failed ? 'payment_intent.payment_failed' : 'payment_intent.succeeded', intent);
  }

  /** Creates or changes a dispute about a charge: the `nth` of it, by default about all of its money. */
  dispute(intentId: string, status: string, { amount, nth = 0 }: { amount?: number; nth?: number } = {}): void {
    const intent = this.#intent(intentId);
    const known = this.objects.of('dispute').filter((one) => one.payment_intent === intentId)[nth];
    const created = Math.floor(Date.now() / 1000);
    const named = { object: 'dispute' as const, id: newObjectId('du'), created };
    const fresh = { ...named, payment_intent: intentId, amount: amount ?? intent.amount, currency: intent.currency };
    this.#emit(`charge.dispute.${known ? 'updated' : 'created'}`, this.objects.put({ ...(known ?? fresh), status }));
  }

  async close(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }

  #intent(id: string): Intent {
    const intent = this.objects.get('payment_intent', id);
    if (!intent) throw new Error('There is no such charge.');
    return intent;
  }

  #changed(): void {
    this.#options.onChange?.(this.objects.all());
  }

  #emit(type: string, object: object): void {
    this.#changed();
    this.#options.onEvent(eventBody(type, object));
  }

  async #respond(request: http.IncomingMessage): Promise<Sent | 'drop'> {
    const body = await text(request);
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://double');
    if (pathname.startsWith('/v1/')) {
      const answer = this.#api.answer(request, pathname.slice(3), new URLSearchParams(body), searchParams);
      this.#changed();
      const isDropped = this.#api.drops();
      const work = this.#beforeAnswer;
      this.#beforeAnswer = null;
      await work?.();
      return isDropped ? 'drop' : asJson(answer);
    }
    const session = this.objects.get('checkout.session', /^\/pay\/(\w+)$/.exec(pathname)?.[1] ?? null);
    if (!session) return asHtml(messagePage('There is no such page.'), 404);
    if (session.status !== 'open') return asHtml(messagePage('This page is closed.'));
    return request.method === 'POST' ? this.#typed(session, new URLSearchParams(body)) : asHtml(payPage(session));
  }

  /** Handles the choice of a card on the page. */
  #typed(session: Session, form: URLSearchParams): Sent {
    const card = cardByNumber(form.get('card') ?? '');
    if (!card) return asHtml(payPage(session));
    if (card.asks && form.get('confirmed') === null) return asHtml(confirmPage(session, card));
    if (card.onPage !== null) {
      if (session.mode === 'payment') {
        const intent = this.#api.intentOf(session);
        intent.last_payment_error = failureOf(card.onPage);
        this.#emit('payment_intent.payment_failed', intent);
      }
      return asHtml(declinedPage(session));
    }
    this.complete(session.id, card.number);
    return { status: 303, headers: { location: session.success_url }, body: '' };
  }
}

type Sent = { status: number; headers: http.OutgoingHttpHeaders; body: string };
const asJson = ({ status, body }: StripeResponse): Sent => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});
const asHtml = (body: string, status = 200): Sent => ({
  status,
  headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
  body,
});

const eventBody = (type: string, object: object): string =>
  JSON.stringify({
    id: newObjectId('evt'),
    object: 'event',
    type,
    livemode: false,
    created: Math.floor(Date.now() / 1000),
    data: { object },
  });

/** The header that signs an event. */
export function signEvent(secret: string, body: string | Buffer, at = new Date()): string {
  const seconds = Math.floor(at.getTime() / 1000);
  const mac = createHmac('sha256', secret).update(`${seconds}.`).update(body).digest('hex');
  return `t=${seconds},v1=${mac}`;
}
