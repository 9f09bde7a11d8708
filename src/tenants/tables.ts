import type { ColumnType, Generated } from 'kysely';
import type { FraudRules } from '../fraud/contract.ts';
import type { Immutable, ImmutableDefault } from '../platform/db/columns.ts';
import type { Actor } from '../platform/http/caller.ts';
import type { StoredAddress } from '../platform/values/address.ts';
import type { SuspensionReason, TenantStatus } from '../status/contract.ts';
import type { SuspensionBehavior } from './defaults/contract.ts';

/** The tables that this slice writes. */
export interface TenantTables {
  tenants: Tenants;
  tenant_counts: { partner_id: string; status: TenantStatus; tenants: number };
  sip_prefixes: { prefix: string; tenant_id: string; taken_at: Generated<Date> };
  suspensions: Suspensions;
  /** Its rows are written with those of `tenants`, by a trigger. */
  sandboxes: { tenant_id: Immutable<string>; partner_id: Immutable<string> };
  tenant_defaults: TenantDefaults;
}

type Tenants = {
  id: Immutable<string>;
  partner_id: Immutable<string>;
  name: string;
  sip_prefix: Immutable<string>;
  sandbox: ImmutableDefault<boolean>;
  status: TenantStatus;
  was_active: Generated<boolean>;
  suspension_reasons: Generated<SuspensionReason[]>;
  operator_reasons: Generated<SuspensionReason[]>;
  billing_email: Generated<string>;
  default_cnam: Generated<string>;
  timezone: string;
  billing_profile_id: string | null;
  e911_address: ColumnType<StoredAddress | null, string | null, string | null>;
  users_count: Generated<number>;
  dids_count: Generated<number>;
  extensions_count: Generated<number>;
  /** The counts at which the partner is alerted. The database updates them when limits change. */
  extensions_alert: ColumnType<number | null, never, never>;
  dids_alert: ColumnType<number | null, never, never>;
  created_at: ImmutableDefault<Date>;
  cancelled_at: Date | null;
  purge_at: Date | null;
  /** Only the purge sets it, and from then on there is no way back. */
  purge_started_at: Date | null;
  defaults_version: number | null;
  version: Generated<number>;
  search_text: ColumnType<string, never, never>;
};

type Suspensions = {
  tenant_id: Immutable<string>;
  by_operator: Immutable<boolean>;
  reason: Immutable<SuspensionReason>;
  note: Immutable<string | null>;
  actor_id: Immutable<string | null>;
  actor_email: Immutable<string | null>;
  actor_role: Immutable<Actor['role']>;
  at: ImmutableDefault<Date>;
};

type TenantDefaults = {
  partner_id: Immutable<string>;
  timezone: string;
  default_cnam: Generated<string>;
  suspension_behavior: Generated<SuspensionBehavior>;
  default_billing_profile_id: string | null;
  default_limits: ColumnType<Record<string, unknown>, string, string>;
  outbound_permissions: ColumnType<Record<string, unknown> | null, string | null | undefined, string | null>;
  fraud_rules: ColumnType<Partial<FraudRules> | null, string | null | undefined, string | null>;
  version: Generated<number>;
};
