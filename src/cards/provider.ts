import type { ProviderMoney } from './rules.ts';

/**
 * What we ask of a payment provider. Its invoices and subscriptions are not among it: ours are the only ones. Each call that does something takes
 * a key, and repeated with the same key within a day it is done once.
 */
export interface PaymentProvider {
  /** The account that the key is for. */
  readAccount: () => Promise<string>;
  createCustomer: (customer: { tenantId: string; name: string }, key: string) => Promise<string>;
  /** Opens a page of the provider on which a customer types in a card: to pay, or only to have it saved. */
  openPage: (page: PageRequest, key: string) => Promise<OpenPage>;
  /** What came of a page. */
  readPage: (id: string) => Promise<PageState>;
  /** After this nobody can pay on the page. Of no effect if somebody has. */
  closePage: (id: string) => Promise<void>;
  /** Charges a saved card while its owner isn't there. A decline is a charge that failed, not an error. */
  charge: (request: ChargeRequest, key: string) => Promise<Charge>;
  readCharge: (id: string) => Promise<Charge>;
  /** The charge of an attempt whose outcome we never heard, among the customer's latest. */
  findCharge: (customer: string, attemptId: string) => Promise<Charge | null>;
  readCard: (id: string) => Promise<Card | null>;
  removeCard: (id: string) => Promise<void>;
  readDispute: (id: string) => Promise<Dispute>;
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

/** `open`: the customer may still pay it. What we don't know is open, too. */
export type ChargeState = 'succeeded' | 'processing' | 'failed' | 'cancelled' | 'open';

export type Charge = {
  id: string;
  state: ChargeState;
  money: ProviderMoney;
  attemptId: string | null;
  customer: string | null;
  live: boolean;
  card: Card | null;
  /** Why it failed, by the provider's word. */
  failure: string | null;
};

export type Card = { id: string; brand: string; last4: string; expMonth: number; expYear: number };

/** `open` is also what we don't know: it ends by being won or lost. */
export type Dispute = { state: 'open' | 'won' | 'lost'; charge: string | null };

/**
 * The provider said no, and will say so again. `account`: it no longer takes the key. Everything else that goes wrong leaves the outcome unknown,
 * and the call is repeated.
 */
export class ProviderRefusal extends Error {
  readonly kind: 'account' | 'request';

  constructor(kind: 'account' | 'request', message: string) {
    super(message);
    this.kind = kind;
  }
}
