import { createHmac } from 'node:crypto';
import http from 'node:http';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { webAddress } from '../../../platform/config.ts';
import { listeningPort } from '../../../platform/process/listening-port.ts';
import { confirmPage, declinedPage, messagePage, payPage } from './pages.ts';
import { type StripeResponse, Api } from './api.ts';
import {
  cardByNumber,
  failureOf,
  newMethod,
  newObjectId,
  type Session,
  type StripeObject,
  StripeObjects,
} from './objects.ts';

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

/** What a test can do with the double. */
export type PaymentDouble = Awaited<ReturnType<typeof openPaymentDouble>>;

/**
 * Stands in for Stripe in the demo and in tests. It serves the endpoints that we use and a page for choosing a test card, and moves no money.
 */
export async function openPaymentDouble({
  key,
  host = '127.0.0.1',
  port = 0,
  objects: before = [],
  onEvent,
  onChange = () => {},
}: DoubleOptions) {
  const objects = new StripeObjects(before);
  let url = '';
  const emit = (type: string, object: object): void => {
    onChange(objects.all());
    onEvent(eventBody(type, object));
  };
  const api = new Api({ key, objects, emit, pageAddress: (id) => `${url}/pay/${id}` });
  const server = http.createServer((request, response) => {
    void respond(request).then(
      (answer) => {
        if (answer === 'drop') return void response.destroy();
        response.writeHead(answer.status, answer.headers).end(answer.body);
      },
      () => response.writeHead(500).end(),
    );
  });

  async function respond(request: http.IncomingMessage): Promise<Sent | 'drop'> {
    const body = await text(request);
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://double');
    if (pathname.startsWith('/v1/')) {
      const answer = api.answer(request, pathname.slice(3), new URLSearchParams(body), searchParams);
      onChange(objects.all());
      return api.drops() ? 'drop' : asJson(answer);
    }
    const session = objects.get('checkout.session', /^\/pay\/(\w+)$/.exec(pathname)?.[1] ?? null);
    if (!session) return asHtml(messagePage('There is no such page.'), 404);
    if (session.status !== 'open') return asHtml(messagePage('This page is closed.'));
    return request.method === 'POST' ? typed(session, new URLSearchParams(body)) : asHtml(payPage(session));
  }

  /** Handles the choice of a card on the page. */
  function typed(session: Session, form: URLSearchParams): Sent {
    const card = cardByNumber(form.get('card') ?? '');
    if (!card) return asHtml(payPage(session));
    if (card.asks && form.get('confirmed') === null) return asHtml(confirmPage(session, card));
    if (card.onPage !== null) {
      if (session.mode === 'payment') {
        const intent = api.intentOf(session);
        intent.last_payment_error = failureOf(card.onPage);
        emit('payment_intent.payment_failed', intent);
      }
      return asHtml(declinedPage(session));
    }
    complete(session.id, card.number);
    return { status: 303, headers: { location: session.success_url }, body: '' };
  }

  function complete(sessionId: string, number: string, status = 'succeeded'): void {
    const session = objects.get('checkout.session', sessionId);
    const card = cardByNumber(number);
    if (!session || !card || session.status !== 'open') throw new Error('There is no such open page or card.');
    const kept = session.mode === 'setup' || session.saves;
    const method = objects.put(newMethod(card, kept ? session.customer : null));
    session.status = 'complete';
    if (session.mode === 'payment') {
      const intent = api.intentOf(session);
      Object.assign(intent, { status, payment_method: method.id, last_payment_error: null });
      emit(`payment_intent.${status}`, intent);
    } else {
      const setup = { object: 'setup_intent' as const, id: newObjectId('seti'), status: 'succeeded' };
      session.setup_intent = objects.put({ ...setup, payment_method: method.id }).id;
    }
    emit('checkout.session.completed', session);
  }

  server.listen(port, host);
  await once(server, 'listening');
  const listening = listeningPort(server);
  url = webAddress({ publicUrl: undefined, host, port: listening });

  return {
    url,
    port: listening,
    objects,
    /** The number of requests of one kind, such as `POST /payment_intents`. */
    calls: api.calls,
    /** Executes the next requests, but loses their responses. */
    loseAnswers: (count: number) => api.loseAnswers(count),
    /** The state of the next charges; null: as the test card decides. */
    chargeAs: (status: 'processing' | null) => (api.chargesAs = status),
    /** The state of the next refunds; null: they succeed. */
    refundAs: (status: 'pending' | null) => (api.refundsAs = status),
    /** Refunds a charge directly at the provider. */
    refund: (intentId: string, amount: number) => void api.refund(intentId, amount),
    /** Completes a refund, as a bank does later. */
    settleRefund(id: string, status: 'succeeded' | 'failed'): void {
      const refund = objects.get('refund', id);
      if (!refund) throw new Error('There is no such refund.');
      refund.status = status;
      refund.failure_reason = status === 'failed' ? 'expired_or_canceled_card' : null;
      emit(status === 'failed' ? 'refund.failed' : 'refund.updated', refund);
      emit('charge.refund.updated', refund);
    },
    complete,
    /** Completes a charge, as a bank does later. */
    settle(intentId: string, status: 'succeeded' | 'requires_payment_method'): void {
      const intent = objects.get('payment_intent', intentId);
      if (!intent) throw new Error('There is no such charge.');
      const failed = status === 'requires_payment_method';
      Object.assign(intent, { status, last_payment_error: failed ? failureOf('generic_decline') : null });
      emit(failed ? 'payment_intent.payment_failed' : 'payment_intent.succeeded', intent);
    },
    dispute(intentId: string, status: string): void {
      const intent = objects.get('payment_intent', intentId);
      if (!intent) throw new Error('There is no such charge.');
      const known = objects.of('dispute').find((one) => one.payment_intent === intentId);
      const { amount, currency } = intent;
      const created = Math.floor(Date.now() / 1000);
      const named = { object: 'dispute' as const, id: newObjectId('du'), created };
      const fresh = { ...named, payment_intent: intentId, amount, currency };
      emit(`charge.dispute.${known ? 'updated' : 'created'}`, objects.put({ ...(known ?? fresh), status }));
    },
    async close(): Promise<void> {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
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
