import type { ColumnType, Generated } from 'kysely';
import type { SuspensionReason, TenantStatus } from '../../status/contract.ts';

/** The tables as kysely sees them. `migrations/` is the source; `schema.sql` is the result. */
export type Database = {
  partners: Partners;
  billing_profiles: BillingProfiles;
  tenants: Tenants;
  suspensions: Suspensions;
  support_contacts: SupportContacts;
  tenant_counts: { partner_id: string; status: TenantStatus; tenants: number };
  tenant_statuses: TenantStatuses;
  sip_prefixes: { prefix: string; tenant_id: string; taken_at: Generated<Date> };
  users: Users;
  sessions: Sessions;
  second_factors: SecondFactors;
  recovery_codes: { user_id: string; code_hash: Buffer };
  security_settings: { partner_id: string | null; require_second_factor: boolean; version: Generated<number> };
  idempotency_keys: IdempotencyKeys;
  extensions: Extensions;
  dids: Dids;
  trunks: Trunks;
  trunk_states: TrunkStates;
  emergency_calls: EmergencyCalls;
  emergency_contacts: { tenant_id: Immutable<string>; emails: string[]; version: Generated<number> };
  live_calls: LiveCalls;
  calls: Calls;
  audit_events: AuditEvents;
  mails: Mails;
  tenant_defaults: TenantDefaults;
  manifests: Manifests;
  tenant_limits: TenantLimits;
  outbound_permissions: OutboundPermissions;
  outbound_alerts: { tenant_id: string; partner_id: string; kind: string; alerted_at: Date };
  legal_holds: LegalHolds;
  tombstones: Tombstones;
  exports: Exports;
  incidents: Incidents;
  'asterisk.ps_contacts': Contacts;
};

/** Set once at insertion; the database refuses an update. */
type Immutable<T> = ColumnType<T, T, never>;
type ImmutableDefault<T> = ColumnType<T, T | undefined, never>;

type Partners = { id: Immutable<string>; name: string; version: Generated<number>; created_at: ImmutableDefault<Date> };

type BillingProfiles = {
  id: Immutable<string>;
  partner_id: Immutable<string>;
  name: string;
  currency: string;
  version: Generated<number>;
  created_at: ImmutableDefault<Date>;
};

export type Address = {
  street: string;
  unit?: string | undefined;
  city: string;
  state: string;
  postalCode: string;
  country: string;
};

type Tenants = {
  id: Immutable<string>;
  partner_id: Immutable<string>;
  name: string;
  sip_prefix: Immutable<string>;
  status: TenantStatus;
  was_active: Generated<boolean>;
  suspension_reasons: Generated<SuspensionReason[]>;
  operator_reasons: Generated<SuspensionReason[]>;
  billing_email: Generated<string>;
  default_cnam: Generated<string>;
  timezone: string;
  billing_profile_id: string | null;
  e911_address: ColumnType<Address | null, string | null, string | null>;
  users_count: Generated<number>;
  dids_count: Generated<number>;
  extensions_count: Generated<number>;
  /** From how many on the partner is told: kept by the database when limits change. */
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

type TenantStatuses = {
  status: TenantStatus;
  register: boolean;
  inbound: boolean;
  outbound: boolean;
  emergency: boolean;
};

type SupportContacts = { partner_id: Immutable<string>; email: string; phone: string; version: Generated<number> };

type Suspensions = {
  tenant_id: Immutable<string>;
  by_operator: Immutable<boolean>;
  reason: Immutable<SuspensionReason>;
  note: Immutable<string | null>;
  actor_id: Immutable<string | null>;
  actor_email: Immutable<string | null>;
  actor_role: Immutable<string>;
  at: ImmutableDefault<Date>;
};

type Users = {
  id: Immutable<string>;
  email: string;
  name: string;
  role: string;
  partner_id: Immutable<string | null>;
  tenant_id: Immutable<string | null>;
  password_hash: string | null;
  version: Generated<number>;
  created_at: ImmutableDefault<Date>;
  last_sign_in_at: Date | null;
};

/** As their owner sees them; all else about a session goes through functions of `gate`. */
type Sessions = {
  id: Immutable<string>;
  user_id: Immutable<string>;
  ip: string;
  user_agent: string;
  created_at: ImmutableDefault<Date>;
  last_used_at: Date;
  expires_at: Date;
};

type SecondFactors = {
  user_id: Immutable<string>;
  sealed_secret: Buffer;
  confirmed_at: Date | null;
  last_step: ColumnType<string, number | undefined, number>;
  created_at: ColumnType<Date, Date | undefined, Date>;
};

type IdempotencyKeys = {
  actor_id: string;
  method: string;
  path: string;
  key: string;
  request_hash: Buffer;
  status: number;
  answer: Buffer | null;
  headers: ColumnType<Record<string, string>, string, string>;
  created_at: Generated<Date>;
};

type Extensions = {
  id: Immutable<string>;
  tenant_id: Immutable<string>;
  number: string;
  name: string;
  sip_username: string;
  ha1: string;
  sealed_password: Buffer;
  ring_seconds: Generated<number>;
  encrypted_only: Generated<boolean>;
  voicemail_enabled: Generated<boolean>;
  record_calls: Generated<boolean>;
  outbound_did_id: string | null;
  version: Generated<number>;
  created_at: ImmutableDefault<Date>;
};

type Dids = {
  id: Immutable<string>;
  partner_id: Immutable<string>;
  tenant_id: string | null;
  number: Immutable<string>;
  status: Generated<'UNASSIGNED' | 'ASSIGNED' | 'PORTING_OUT' | 'PORTED_OUT'>;
  routing_kind: Generated<'none' | 'extension' | 'external'>;
  routing_target_id: string | null;
  routing_number: string | null;
  released_at: Date | null;
  last_tenant_id: string | null;
  last_tenant_name: string | null;
  version: Generated<number>;
  created_at: ImmutableDefault<Date>;
};

type Incidents = {
  id: Immutable<string>;
  machine: Immutable<string>;
  part: Immutable<'asterisk' | 'call_control' | 'database'>;
  began_at: Immutable<Date>;
  last_at: Date;
  times: Generated<number>;
  reason: string;
  report: string | null;
};

type Trunks = {
  id: Immutable<string>;
  name: string;
  host: string;
  port: Generated<number>;
  match: string;
  priority: Generated<number>;
  emergency: Generated<boolean>;
  enabled: Generated<boolean>;
  username: string | null;
  sealed_password: Buffer | null;
  registers: Generated<boolean>;
  sends_location: Generated<boolean>;
  version: Generated<number>;
  created_at: ImmutableDefault<Date>;
};

type EmergencyCalls = {
  call_id: Immutable<string>;
  tenant_id: Immutable<string>;
  extension_number: string | null;
  extension_name: string | null;
  callback_number: string | null;
  address: ColumnType<unknown, never, never>;
  called_at: Immutable<Date>;
  ended_at: Date | null;
};

type TrunkStates = {
  trunk_id: string;
  node: string;
  target: string;
  reachable: boolean | null;
  since: Date;
  round_trip_ms: number | null;
  answers_options: boolean;
  answers_calls: boolean;
  registration: string | null;
  registration_reason: string;
  registration_since: Date | null;
  checked_at: Date;
};

type CallFacts = {
  id: string;
  tenant_id: string;
  direction: string;
  emergency: Generated<boolean>;
  from_number: string;
  to_number: string;
  extension_id: string | null;
  did_id: string | null;
  callback_number: string | null;
  destination_class: Generated<string | null>;
  admitted_at: Generated<Date>;
  answered_at: Date | null;
};

type LiveCalls = CallFacts & {
  node: string;
  channel_id: string;
  uses_line: Generated<boolean>;
  silent_since: Generated<Date | null>;
};

type Calls = CallFacts & { ended_at: Date; cause: number; reason: Generated<string | null> };

type AuditEvents = {
  id: string;
  at: Generated<Date>;
  partner_id: string | null;
  tenant_id: string | null;
  actor_id: string | null;
  actor_email: string | null;
  actor_role: string;
  action: string;
  target_kind: string;
  target_id: string | null;
  before: ColumnType<unknown, string | null, never>;
  after: ColumnType<unknown, string | null, never>;
  ip: string | null;
  request_id: string | null;
};

type Mails = {
  id: string;
  partner_id: string | null;
  tenant_id: string | null;
  recipient: string;
  subject: string;
  body: string;
  occasion: string | null;
  limited: Generated<boolean>;
  created_at: Generated<Date>;
  sent_at: Date | null;
  attempts: Generated<number>;
  last_error: string | null;
  refused_at: Date | null;
};

type Contacts = {
  id: string;
  endpoint: string;
  uri: string;
  user_agent: string | null;
  via_addr: string | null;
  via_port: number | null;
  expiration_time: string;
  tenant_id: string | null;
};

type TenantDefaults = {
  partner_id: Immutable<string>;
  timezone: string;
  default_cnam: Generated<string>;
  suspension_behavior: Generated<string>;
  default_billing_profile_id: string | null;
  default_limits: ColumnType<Record<string, unknown>, string, string>;
  outbound_permissions: ColumnType<Record<string, unknown> | null, string | null | undefined, string | null>;
  version: Generated<number>;
};

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

type OutboundPermissions = {
  tenant_id: Immutable<string>;
  partner_id: Immutable<string>;
  classes: string[];
  countries: string[];
  max_concurrent: number;
  max_concurrent_per_extension: number;
  version: Generated<number>;
};

type TenantLimits = {
  tenant_id: Immutable<string>;
  partner_id: Immutable<string>;
  /** Millionths; text, since a bigint is more than a double holds. */
  monthly_spend_micros: string | null;
  currency: string | null;
  max_extensions: number | null;
  max_dids: number | null;
  max_monthly_minutes: number | null;
  alert_threshold_percent: Generated<number>;
  auto_suspend: Generated<boolean>;
  version: Generated<number>;
};

type Exports = {
  tenant_id: Immutable<string>;
  id: string;
  requested_at: Date;
  ready_at: Date | null;
  bytes: string | null;
};
