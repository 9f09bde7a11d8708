import type { Stripe } from 'stripe';
import type {
  Card,
  Charge,
  ChargeOutcome,
  Dispute,
  PageRequest,
  PageState,
  ProviderRefund,
  RefundOutcome,
} from './provider.ts';
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

/** What we read of an intent. */
export function chargeOf(intent: Stripe.PaymentIntent): Charge {
  const method = intent.payment_method;
  return {
    ...outcomeOf(intent),
    id: intent.id,
    money: { amount: intent.amount, currency: intent.currency.toUpperCase() },
    attemptId: intent.metadata['attempt'] ?? null,
    customer: idOf(intent.customer),
    live: intent.livemode,
    card: method !== null && typeof method === 'object' ? cardOf(method) : null,
  };
}

function outcomeOf({ status, last_payment_error: failure }: Stripe.PaymentIntent): ChargeOutcome {
  if (status === 'succeeded') return { state: 'succeeded' };
  if (status === 'processing') return { state: 'processing' };
  if (status === 'canceled') return { state: 'cancelled', failure: failure ? reasonOf(failure) : 'cancelled' };
  if (status === 'requires_payment_method' && failure !== null) return { state: 'failed', failure: reasonOf(failure) };
  return { state: 'open' };
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

export const refundOf = ({ status, failure_reason: failure, ...refund }: Stripe.Refund): ProviderRefund => ({
  ...refundOutcomeOf(status, failure ?? 'failed'),
  id: refund.id,
  money: { amount: refund.amount, currency: refund.currency.toUpperCase() },
  refundId: refund.metadata?.['refund'] ?? null,
});

function refundOutcomeOf(status: string | null, failure: string): RefundOutcome {
  if (status === 'failed' || status === 'canceled') return { state: 'failed', failure };
  return { state: status === 'succeeded' ? status : 'pending' };
}

/** An inquiry (`warning_…`) takes no money, so it is neither won nor lost. */
export function disputeOf({ status, amount, currency }: Stripe.Dispute): Dispute {
  const money = { amount, currency: currency.toUpperCase() };
  return { state: status === 'lost' ? 'lost' : status === 'won' ? 'won' : 'open', money };
}

export const idOf = (thing: string | { id: string } | null): string | null =>
  typeof thing === 'object' && thing !== null ? thing.id : thing;
