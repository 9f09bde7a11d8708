import type { Stripe } from 'stripe';
import type { Card, Charge, ChargeState, Dispute, PageRequest, PageState, ProviderRefund } from './provider.ts';
import type { ProviderMoney } from './rules.ts';

export const toStripe = ({ amount, currency }: ProviderMoney) => ({ amount, currency: currency.toLowerCase() });

/** What we ask for when a page is opened. */
export function sessionOf(page: PageRequest): Stripe.Checkout.SessionCreateParams {
  const metadata = { attempt: page.attemptId };
  const shared = {
    customer: page.customer,
    payment_method_types: ['card' as const],
    success_url: page.backTo,
    cancel_url: page.backTo,
    client_reference_id: page.attemptId,
    metadata,
  };
  if (page.for === 'card') return { ...shared, mode: 'setup', setup_intent_data: { metadata } };
  const { amount: unit_amount, currency } = toStripe(page.money);
  return {
    ...shared,
    mode: 'payment',
    expires_at: Math.floor(page.expiresAt.getTime() / 1000),
    line_items: [{ quantity: 1, price_data: { currency, unit_amount, product_data: { name: page.title } } }],
    payment_intent_data: {
      metadata,
      description: page.title,
      ...(page.savesCard && { setup_future_usage: 'off_session' as const }),
    },
  };
}

const CHARGE_STATES: Record<string, ChargeState> = {
  succeeded: 'succeeded',
  processing: 'processing',
  canceled: 'cancelled',
};

/** What we read of an intent. States that we don't know count as open. */
export function chargeOf(intent: Stripe.PaymentIntent): Charge {
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

export function pageStateOf(session: Stripe.Checkout.Session): PageState {
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

export function cardOf({ id, card }: Stripe.PaymentMethod): Card | null {
  if (!card) return null;
  return { id, brand: card.brand, last4: card.last4, expMonth: card.exp_month, expYear: card.exp_year };
}

const REFUND_STATES: Record<string, ProviderRefund['state']> = {
  succeeded: 'succeeded',
  failed: 'failed',
  canceled: 'failed',
};

export const refundOf = ({
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
export function disputeOf({ status }: Stripe.Dispute): Dispute {
  return { state: status === 'lost' ? 'lost' : status === 'won' ? 'won' : 'open' };
}

export const idOf = (thing: string | { id: string } | null): string | null =>
  typeof thing === 'object' && thing !== null ? thing.id : thing;
