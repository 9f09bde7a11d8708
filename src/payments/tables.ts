import type { ColumnType } from 'kysely';
import type { Immutable, ImmutableDefault } from '../platform/db/columns.ts';
import type { PaymentMethod } from './contract.ts';

/** The tables that this slice writes. Days are text such as 2026-11-28; amounts are text, since a bigint is more than a double holds. */
export interface PaymentTables {
  payments: Payments;
  payment_shares: PaymentShares;
  payment_reinstatements: PaymentReinstatements;
}

type Amount = ColumnType<string, number, never>;

type Payments = {
  id: Immutable<string>;
  partner_id: Immutable<string>;
  tenant_id: Immutable<string>;
  invoice_id: Immutable<string>;
  currency: Immutable<string>;
  amount_minor: Amount;
  credit_minor: Amount;
  paid_on: Immutable<string>;
  method: Immutable<PaymentMethod>;
  reference: ImmutableDefault<string>;
  note: ImmutableDefault<string>;
  created_at: ImmutableDefault<Date>;
  /** Null until the payment is reversed, like the two below. */
  reversed_at: ColumnType<Date | null, never, Date | null>;
  reversed_on: ColumnType<string | null, never, string | null>;
  reversal_reason: ColumnType<string | null, never, string | null>;
  /** What was reversed: null if it was all. */
  reversed_minor: ColumnType<string | null, never, number | null>;
  reversed_by_dispute: ColumnType<boolean, never, boolean>;
  refunded_minor: ColumnType<string, never, number>;
};

type PaymentShares = {
  payment_id: Immutable<string>;
  invoice_id: Immutable<string>;
  partner_id: Immutable<string>;
  tenant_id: Immutable<string>;
  amount_minor: Amount;
  refunded_minor: ColumnType<string, never, number>;
};

/** A payment that was reversed by a dispute and then stood again, with that reversal. */
type PaymentReinstatements = {
  id: Immutable<string>;
  partner_id: Immutable<string>;
  tenant_id: Immutable<string>;
  payment_id: Immutable<string>;
  amount_minor: Amount;
  reversed_at: Immutable<Date>;
  reversed_on: Immutable<string>;
  reversal_reason: Immutable<string>;
  reinstated_on: Immutable<string>;
  reason: Immutable<string>;
  created_at: ImmutableDefault<Date>;
};
