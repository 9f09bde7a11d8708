import type { ColumnType, Generated } from 'kysely';
import type { Immutable, ImmutableDefault } from '../platform/db/columns.ts';

/** The tables that this slice writes. */
export interface BillingTables {
  billing_profiles: BillingProfiles;
  billing_profile_versions: BillingProfileVersions;
  billing_cycles: BillingCycles;
  service_periods: ServicePeriods;
  call_charges: CallCharges;
}

type BillingProfiles = {
  id: Immutable<string>;
  partner_id: Immutable<string>;
  name: string;
  currency: string;
  version: Generated<number>;
  created_at: ImmutableDefault<Date>;
};

type BillingProfileVersions = {
  id: Immutable<string>;
  partner_id: Immutable<string>;
  /** Null once the profile is deleted. */
  profile_id: Immutable<string | null>;
  number: Immutable<number>;
  name: Immutable<string>;
  currency: Immutable<string>;
  /** `ProfileTerms`, parsed by its readers. */
  terms: ColumnType<Record<string, unknown>, string, never>;
  created_at: ImmutableDefault<Date>;
};

/** Days are text such as 2026-11-28; micros and seconds are text, since a bigint is more than a double holds. */
type BillingCycles = {
  id: Immutable<string>;
  partner_id: Immutable<string>;
  tenant_id: Immutable<string>;
  profile_version_id: Immutable<string>;
  starts_at: Immutable<Date>;
  ends_at: Immutable<Date>;
  first_day: Immutable<string>;
  next_first_day: Immutable<string>;
  days: Immutable<number>;
  nominal_days: Immutable<number>;
  zone: Immutable<string>;
  currency: Immutable<string>;
  allowance_seconds: ColumnType<string | null, number | null | undefined, number>;
  spent_micros: Generated<string>;
  charged_seconds: Generated<string>;
  included_used_seconds: Generated<string>;
  metered_micros: Generated<string>;
  metered_seconds: Generated<string>;
  reserved_micros: Generated<string>;
  reserved_seconds: Generated<string>;
  /** The fees and adjustments so far; `fees_at_end_micros`: at the end of the cycle. */
  fees_micros: Generated<string>;
  fees_at_end_micros: Generated<string>;
  reserved_included_seconds: Generated<string>;
  /** The local day up to which the fees are counted. */
  fees_day: Generated<string | null>;
  invoiced_at: Date | null;
  /** The last day that is on an invoice. */
  invoiced_through: Generated<string | null>;
  invoiced_micros: Generated<string>;
  /** Its own spend limit, if the tenant's is in another currency. */
  spend_cap_micros: string | null;
};

/** The charges of answered legs. Written by the function that writes the calls' records. */
type CallCharges = {
  call_id: ColumnType<string, never, never>;
  leg: ColumnType<number, never, never>;
  partner_id: ColumnType<string, never, never>;
  tenant_id: ColumnType<string, never, never>;
  /** Null if no profile charges it. */
  cycle_id: ColumnType<string | null, never, never>;
  /** `not_charged`: the tenant isn't charged and can't see the row; its partner pays. */
  state: ColumnType<'rated' | 'free' | 'metered' | 'unrated' | 'not_charged', never, never>;
  reason: ColumnType<string | null, never, never>;
  number: ColumnType<string, never, never>;
  destination: ColumnType<string, never, never>;
  charge_class: ColumnType<string, never, never>;
  currency: ColumnType<string, never, never>;
  /** `PinnedRate`, parsed by its readers. */
  rate: ColumnType<Record<string, unknown> | null, never, never>;
  billable_seconds: ColumnType<number, never, never>;
  charged_seconds: ColumnType<number, never, never>;
  included_seconds: ColumnType<number, never, never>;
  /** Null while it is unrated, or if nothing is charged. */
  charge_micros: ColumnType<string | null, never, never>;
  /** What the partner pays for it; null if it is unknown. */
  wholesale_micros: ColumnType<string | null, never, never>;
  wholesale_currency: ColumnType<string | null, never, never>;
  answered_at: ColumnType<Date, never, never>;
  ended_at: ColumnType<Date, never, never>;
  rated_at: ColumnType<Date, never, never>;
  /** The charge by the latest rerating; the difference to the original charge is an adjustment. */
  rerated_micros: ColumnType<string | null, never, never>;
};

/** Written only by triggers. */
type ServicePeriods = {
  id: ColumnType<string, never, never>;
  partner_id: ColumnType<string, never, never>;
  tenant_id: ColumnType<string, never, never>;
  kind: ColumnType<'active' | 'extension' | 'number' | 'cancelled', never, never>;
  thing_id: ColumnType<string, never, never>;
  number: ColumnType<string | null, never, never>;
  from_at: ColumnType<Date, never, never>;
  until_at: ColumnType<Date | null, never, never>;
};
