import { randomBytes } from 'node:crypto';

/** The double's cards, which behave like Stripe’s own test cards. `later`: how a charge without the owner present fails. */
export const TEST_CARDS = [
  { number: '4242 4242 4242 4242', brand: 'visa', says: 'Works', onPage: null, asks: false, later: null },
  { number: '5555 5555 5555 4444', brand: 'mastercard', says: 'Works', onPage: null, asks: false, later: null },
  {
    number: '4000 0027 6000 3184',
    brand: 'visa',
    says: 'The bank asks you to confirm, each time',
    onPage: null,
    asks: true,
    later: 'authentication_required',
  },
  {
    number: '4000 0000 0000 0002',
    brand: 'visa',
    says: 'Is declined',
    onPage: 'generic_decline',
    asks: false,
    later: null,
  },
  {
    number: '4000 0000 0000 0341',
    brand: 'visa',
    says: 'Works here, but is declined when it is charged later',
    onPage: null,
    asks: false,
    later: 'generic_decline',
  },
  {
    number: '4000 0000 0000 9987',
    brand: 'visa',
    says: 'Works here, but is reported lost later',
    onPage: null,
    asks: false,
    later: 'lost_card',
  },
] as const;

export type TestCard = (typeof TEST_CARDS)[number];

type Metadata = Record<string, string>;
export type Customer = { object: 'customer'; id: string; livemode: boolean; name: string; metadata: Metadata };
export type Method = {
  object: 'payment_method';
  id: string;
  type: 'card';
  customer: string | null;
  livemode: boolean;
  card: { brand: string; last4: string; exp_month: number; exp_year: number };
};
export type Failure = { type: 'card_error'; code: string; decline_code: string; message: string };
export type Intent = {
  object: 'payment_intent';
  id: string;
  status: string;
  amount: number;
  currency: string;
  customer: string | null;
  livemode: boolean;
  metadata: Metadata;
  payment_method: string | null;
  last_payment_error: Failure | null;
  created: number;
};
export type Session = {
  object: 'checkout.session';
  id: string;
  mode: 'payment' | 'setup';
  status: 'open' | 'complete' | 'expired';
  url: string;
  expires_at: number;
  customer: string;
  livemode: boolean;
  metadata: Metadata;
  client_reference_id: string | null;
  payment_intent: string | null;
  setup_intent: string | null;
  success_url: string;
  cancel_url: string;
  title: string;
  amount: number;
  currency: string;
  saves: boolean;
};
export type SetupIntent = { object: 'setup_intent'; id: string; status: string; payment_method: string | null };
export type Dispute = {
  object: 'dispute';
  id: string;
  created: number;
  status: string;
  payment_intent: string;
  amount: number;
  currency: string;
};
export type Refund = {
  object: 'refund';
  id: string;
  status: string;
  payment_intent: string;
  amount: number;
  currency: string;
  metadata: Metadata;
  failure_reason: string | null;
};
export type StripeObject = Customer | Method | Intent | Session | SetupIntent | Dispute | Refund;

export const newObjectId = (prefix: string): string => `${prefix}_${randomBytes(12).toString('hex')}`;

/** All objects of the double by id. Stored as JSON, they survive a restart. */
export class StripeObjects {
  readonly #all: Map<string, StripeObject>;

  constructor(all: readonly StripeObject[] = []) {
    this.#all = new Map(all.map((object) => [object.id, object]));
  }

  put<T extends StripeObject>(object: T): T {
    this.#all.set(object.id, object);
    return object;
  }

  named(id: string): StripeObject | undefined {
    return this.#all.get(id);
  }

  get<K extends StripeObject['object']>(kind: K, id: string | null): Extract<StripeObject, { object: K }> | undefined {
    const object = id === null ? undefined : this.named(id);
    return object && isOf(kind, object) ? object : undefined;
  }

  of<K extends StripeObject['object']>(kind: K): Extract<StripeObject, { object: K }>[] {
    return [...this.#all.values()].filter((object) => isOf(kind, object));
  }

  remove(id: string): void {
    this.#all.delete(id);
  }

  all(): StripeObject[] {
    return [...this.#all.values()];
  }
}

const isOf = <K extends StripeObject['object']>(
  kind: K,
  object: StripeObject,
): object is Extract<StripeObject, { object: K }> => object.object === kind;

export const cardByNumber = (number: string): TestCard | undefined =>
  TEST_CARDS.find((card) => card.number.replaceAll(' ', '') === number.replaceAll(' ', ''));

export const cardOfMethod = ({ card }: Method): TestCard | undefined =>
  TEST_CARDS.find(({ number, brand }) => brand === card.brand && number.endsWith(card.last4));

export function newMethod({ number, brand }: TestCard, customer: string | null): Method {
  const card = { brand, last4: number.slice(-4), exp_month: 12, exp_year: 2034 };
  return { object: 'payment_method', id: newObjectId('pm'), type: 'card', customer, livemode: false, card };
}

export const failureOf = (decline: string): Failure => ({
  type: 'card_error',
  code: decline === 'authentication_required' ? decline : 'card_declined',
  decline_code: decline,
  message: 'The card was declined.',
});
