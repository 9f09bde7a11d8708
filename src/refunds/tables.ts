import type { ColumnType, Generated } from 'kysely';
import type { PaymentMethod, RefundState } from '../payments/contract.ts';
import type { Immutable, ImmutableDefault } from '../platform/db/columns.ts';

/** The tables that this slice writes. Days are text such as 2026-11-28; amounts are text, since a bigint is more than a double holds. */
export interface RefundTables {
  refunds: Refunds;
}

type Refunds = {
  id: Immutable<string>;
  partner_id: Immutable<string>;
  tenant_id: Immutable<string>;
  payment_id: Immutable<string>;
  currency: Immutable<string>;
  amount_minor: ColumnType<string, number, never>;
  reason: Immutable<string>;
  method: ColumnType<PaymentMethod, PaymentMethod | undefined, never>;
  reference: ColumnType<string, string | undefined, never>;
  state: Generated<RefundState>;
  provider_id: string | null;
  failure: string | null;
  booked_minor: ColumnType<string, number | undefined, number>;
  booked_on: string | null;
  booked_at: Date | null;
  returned_on: string | null;
  returned_at: Date | null;
  reversal_reason: string | null;
  /** Whether a lost dispute took it, so that neither a person nor the provider refunded it. */
  by_dispute: ColumnType<boolean, boolean | undefined, never>;
  created_at: ImmutableDefault<Date>;
  changed_at: Generated<Date>;
};
