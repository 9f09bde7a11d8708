import { DAY_MS, HOUR_MS } from '../platform/time/durations.ts';

/** How long an export's file stays available: long enough to download it, and then one copy of everything less. */
export const RETENTION_MS = 7 * DAY_MS;

/** A preparation that takes longer than this is considered lost, and a new one may be requested. */
export const PREPARATION_MS = HOUR_MS;

/** The tables with a tenant's data that an export leaves out, and why. `files.ts` names those that it contains. */
export const LEFT_OUT: Record<string, string> = {
  queued_events: 'messages to the partner’s programs about what other files hold',
  webhook_deliveries: 'messages to the partner’s programs',
  webhook_tenants: 'which of the partner’s programs hear of the tenant',
  events: 'messages to the partner’s programs',
  event_sequences: 'the count of those messages',
  'asterisk.ps_contacts': 'where its phones are registered now',
  live_legs: 'calls in progress: they are exported when they have ended',
  live_calls: 'the same',
  phone_directories: 'a secret',
  idempotency_keys: 'responses stored for 24 hours',
  sessions: 'who is signed in now, by secrets',
  invitations: 'secrets',
  recovery_codes: 'secrets',
  second_factors: 'secrets',
  integration_data: 'what the partner’s programs keep about the tenant: only the partner sees it',
  api_key_tenants: 'which of the partner’s keys may act on the tenant',
  api_key_minutes: 'requests of the last minutes, for the limit',
  api_requests: 'requests of the last days, for who looks for a fault in a program',
  service_calls: 'calls in progress',
  mailbox_lamps: 'what the lamps of its phones show now',
  pin_attempts: 'wrong PINs of the last day and the callers who entered right ones, for the limit',
  flow_version_media: 'which sounds a version plays: its content says so',
  flow_texts: 'which sentences have been spoken: the contents of the flows hold them',
  'graphile_worker._private_jobs': 'work in progress',
  cap_reports: 'which warnings were sent',
  invoice_notices: 'which reminders were sent',
  card_attempts: 'charges on their way: those that arrived are payments',
  payment_customers: 'its id at the payment provider',
  adjustments: 'the partner’s own until they are on an invoice',
  tax_exemptions: 'the partner’s own: its effect is on the invoices',
  billing_cycles: 'what the invoices are made of',
  service_periods: 'what the invoices are made of',
  suspensions: 'reason and note are the partner’s own; the audit log says when',
  tenant_limits: 'the partner’s own',
  fraud_rules: 'the partner’s own',
  outbound_alerts: 'which alerts the partner got',
  exports: 'the export itself',
  mails: 'emails: who got them has them',
  manifests: 'what a cancellation removed, for the partner',
  legal_holds: 'the tenant must not learn of it',
  payment_reinstatements: 'that a payment was reversed and stands again: the statement says so',
  invoice_files: 'the invoices as they were printed: they can be printed again from here',
  account_credits: 'what became credit: the statement has the balance',
  billing_ledger: 'what calls came to, for the partner’s books',
  sip_prefixes: 'that its prefix is taken',
  sandboxes: 'that it is a sandbox',
  tombstones: 'that it was deleted',
};
