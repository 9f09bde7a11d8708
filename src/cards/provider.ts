import type { ProviderMoney } from './rules.ts';

/**
 * What we need from a payment provider. We don't use its invoices and subscriptions: ours are the only ones. Calls that create something take an
 * idempotency key: repeated with the same key within a day, a call is carried out once. A call that moves money is refused if it differs from the first
 * one with its key. A customer or page is created again then, since nobody knows of the first one.
 */
export interface PaymentProvider {
  /** The account that the key is for. */
  readAccount: () => Promise<string>;
  createCustomer: (customer: { tenantId: string; name: string }, key: string) => Promise<string>;
  /** Opens a page of the provider on which a customer types in a card: to pay, or only to have it saved. */
  openPage: (page: PageRequest, key: string) => Promise<OpenPage>;
  /** The outcome of a page. */
  readPage: (id: string) => Promise<PageState>;
  /** After this nobody can pay on the page. No effect if somebody already has. */
  closePage: (id: string) => Promise<void>;
  /** Charges a saved card while its owner isn't there. A decline is a charge that failed, not an error. */
  charge: (request: ChargeRequest, key: string) => Promise<Charge>;
  readCharge: (id: string) => Promise<Charge>;
  /** Looks for the charge of an attempt among the customer's latest, for when we never got the response. */
  findCharge: (customer: string, attemptId: string) => Promise<Charge | null>;
  /** Sends money of a charge back to its card. */
  refund: (request: RefundRequest, key: string) => Promise<ProviderRefund>;
  /** The refunds of a charge, also those that were made at the provider itself, the oldest first. */
  listRefunds: (charge: string) => Promise<ProviderRefund[]>;
  /** Forgets a customer and all of its cards. No effect if it is gone. */
  removeCustomer: (id: string) => Promise<void>;
  readCard: (id: string) => Promise<Card | null>;
  removeCard: (id: string) => Promise<void>;
  /** What the bank of a charge's cardholder disputes: nothing, once or several times, the oldest first. */
  listDisputes: (charge: string) => Promise<Dispute[]>;
  /** The charges of the account that have been disputed since an instant. */
  listDisputedCharges: (since: Date) => Promise<string[]>;
}

export type PageRequest = {
  attemptId: string;
  customer: string;
  backTo: string;
  expiresAt: Date;
} & ({ for: 'payment'; money: ProviderMoney; title: string; savesCard: boolean } | { for: 'card' });

export type OpenPage = { id: string; url: string; expiresAt: Date };

export type PageState =
  | { state: 'open' }
  | { state: 'closed' }
  | { state: 'paid'; charge: Charge }
  | { state: 'saved'; card: Card; attemptId: string | null; customer: string | null; live: boolean };

export type ChargeRequest = { attemptId: string; customer: string; card: string; money: ProviderMoney; title: string };

/** `open`: the customer may still pay it. States that we don't know count as open. `failure`: why, as a code of the provider. */
export type ChargeOutcome =
  | { state: 'succeeded' }
  | { state: 'processing' }
  | { state: 'open' }
  | { state: 'failed' | 'cancelled'; failure: string };

export type Charge = ChargeOutcome & {
  id: string;
  money: ProviderMoney;
  attemptId: string | null;
  customer: string | null;
  live: boolean;
  card: Card | null;
};

export type RefundRequest = { refundId: string; charge: string; money: ProviderMoney };

/** `failed`: no money went back, or it came back. States that we don't know count as pending. */
export type RefundOutcome = { state: 'pending' | 'succeeded' } | { state: 'failed'; failure: string };

export type ProviderRefund = RefundOutcome & {
  id: string;
  money: ProviderMoney;
  /** Null if it was made at the provider. */
  refundId: string | null;
};

export type Card = { id: string; brand: string; last4: string; expMonth: number; expYear: number };

/** Everything but won and lost counts as `open`. `money`: what the bank wants, which may be a part of the charge. */
export type Dispute = { state: 'open' | 'won' | 'lost'; money: ProviderMoney };

/** The refusal of a call about something that this account doesn't have. */
export const NOT_FOUND = 'resource_missing';

/** The refusal of a call whose key was used for another call: what that one did isn't known from this. */
export const KEY_REUSED = 'idempotency_key_reused';

/**
 * The provider refused the call, and would refuse it again. `account`: it no longer accepts the key. After any other failure the outcome is
 * unknown, and the call is repeated.
 */
export class ProviderRefusal extends Error {
  readonly kind: 'account' | 'request';

  constructor(kind: 'account' | 'request', message: string) {
    super(message);
    this.kind = kind;
  }
}
