import type { ColumnType, Generated } from 'kysely';
import type { Immutable, ImmutableDefault } from '../platform/db/columns.ts';
import type { AccountState } from './account/contract.ts';
import type { AttemptKind, AttemptState } from './contract.ts';

/** The tables that this slice writes. Amounts are text, since a bigint is more than a double holds. */
export interface CardTables {
  payment_accounts: PaymentAccounts;
  payment_events: PaymentEvents;
  payment_customers: PaymentCustomers;
  cards: Cards;
  card_attempts: CardAttempts;
}

type PaymentAccounts = {
  partner_id: Immutable<string>;
  path: Immutable<string>;
  sealed_key: Buffer;
  key_end: string;
  live: boolean;
  sealed_webhook_secret: Buffer | null;
  state: Generated<Exclude<AccountState, 'none'>>;
  account: string | null;
  created_at: ImmutableDefault<Date>;
  version: Generated<number>;
};

type PaymentEvents = {
  partner_id: Immutable<string>;
  event_id: Immutable<string>;
  type: Immutable<string>;
  received_at: ImmutableDefault<Date>;
};

type PaymentCustomers = {
  tenant_id: Immutable<string>;
  partner_id: Immutable<string>;
  provider_id: Immutable<string>;
  created_at: ImmutableDefault<Date>;
};

type Cards = {
  id: Immutable<string>;
  partner_id: Immutable<string>;
  tenant_id: Immutable<string>;
  provider_id: Immutable<string>;
  brand: Immutable<string>;
  last4: Immutable<string>;
  exp_month: number;
  exp_year: number;
  auto_pay_since: Date | null;
  created_at: ImmutableDefault<Date>;
};

type CardAttempts = {
  id: Immutable<string>;
  partner_id: Immutable<string>;
  tenant_id: Immutable<string>;
  kind: Immutable<AttemptKind>;
  invoice_id: Immutable<string | null>;
  step: Immutable<number | null>;
  card: Immutable<string | null>;
  currency: Immutable<string | null>;
  amount_minor: ColumnType<string | null, number | null, never>;
  saves_card: Immutable<boolean>;
  state: Generated<AttemptState>;
  /** When it was first sent to the provider. */
  sent_at: Date | null;
  page_id: string | null;
  page_url: string | null;
  page_until: Date | null;
  charge_id: string | null;
  failure: string | null;
  payment_id: string | null;
  dispute: 'open' | 'won' | 'lost' | null;
  /** What the card's bank has taken in lost disputes. Null: there was none, or the previous release read it. */
  lost_minor: ColumnType<string | null, never, number | null>;
  created_at: ImmutableDefault<Date>;
  changed_at: Generated<Date>;
};
