import type { ColumnType, Generated } from 'kysely';
import type { Immutable, ImmutableDefault } from '../platform/db/columns.ts';

/** The tables that this slice writes. */
export interface RetentionTables {
  manifests: Manifests;
  legal_holds: LegalHolds;
  tombstones: Tombstones;
  billing_ledger: BillingLedger;
}

type Manifests = {
  id: string;
  tenant_id: string;
  kind: 'deletion' | 'purge';
  content: ColumnType<Record<string, unknown>, string, string>;
  created_at: ImmutableDefault<Date>;
};

type LegalHolds = {
  tenant_id: Immutable<string>;
  reason: string;
  placed_by: string;
  placed_by_email: string;
  placed_at: Generated<Date>;
  version: Generated<number>;
};

type Tombstones = {
  tenant_id: Immutable<string>;
  sip_prefix: Immutable<string>;
  partner_id: Immutable<string>;
  created_at: Immutable<Date>;
  cancelled_at: Immutable<Date>;
  purged_at: Immutable<Date>;
};

/** Written only by a trigger. Micros are text, because a double can't represent every bigint. */
type BillingLedger = {
  id: ColumnType<string, never, never>;
  partner_id: ColumnType<string, never, never>;
  tenant_id: ColumnType<string, never, never>;
  ended_at: ColumnType<Date, never, never>;
  billable_seconds: ColumnType<number, never, never>;
  currency: ColumnType<string, never, never>;
  charge_micros: ColumnType<string | null, never, never>;
  wholesale_currency: ColumnType<string | null, never, never>;
  wholesale_micros: ColumnType<string | null, never, never>;
  purged_at: ColumnType<Date, never, never>;
};
