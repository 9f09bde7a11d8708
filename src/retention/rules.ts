import { DAY_MS } from '../platform/time/durations.ts';

/** What the purge does with the rows of one table that refer to a tenant, in one column (`by`) or anywhere in their text (`mention`). */
export type PurgeLine = {
  table: string;
  /** Others change many of its rows at once, in the order of their ids. */
  inOrder?: true;
} & (
  | { fate: 'deleted'; by: string; why?: string }
  /** The database deletes the rows together with their parent. */
  | { fate: 'cascades'; parent: string }
  /** Cancelling has already done it; the purge verifies it. */
  | { fate: 'released'; by: string; why: string }
  /** The rows stay without these columns, except rows whose `unless` column has one of the values. */
  | { fate: 'blanked'; by: string; columns: readonly string[]; unless?: Unless; retention: string }
  /** The rows stay with these keys of their JSON column; lists are replaced by their length. */
  | { fate: 'counted'; by: string; column: string; keys: readonly string[]; retention: string }
  | { fate: 'retained'; by: string; retention: string }
);
export type Unless = { column: string; is: readonly string[] };

const BOOKS =
  'the years of the partner’s invoice settings, 10 by default, after the year of their last day: with the billed name';

/**
 * Every table that refers to a tenant, and what happens to it 90 days after cancellation, executed from top to bottom, so that referring rows go
 * first. A table that refers to tenants and has no line here fails a test and fails the purge.
 */
export const PURGE: readonly PurgeLine[] = [
  { table: 'queued_events', inOrder: true, fate: 'deleted', by: 'tenant_id' },
  { table: 'webhook_deliveries', inOrder: true, fate: 'deleted', by: 'tenant_id' },
  { table: 'webhook_tenants', fate: 'deleted', by: 'tenant_id' },
  { table: 'events', fate: 'deleted', by: 'tenant_id' },
  { table: 'event_sequences', fate: 'deleted', by: 'tenant_id' },
  { table: 'asterisk.ps_contacts', fate: 'deleted', by: 'tenant_id' },
  { table: 'live_legs', fate: 'deleted', by: 'tenant_id' },
  { table: 'live_calls', fate: 'deleted', by: 'tenant_id' },
  { table: 'call_charges', fate: 'deleted', by: 'tenant_id' },
  { table: 'calls', fate: 'deleted', by: 'tenant_id' },
  { table: 'address_book_numbers', fate: 'deleted', by: 'tenant_id' },
  { table: 'address_book', fate: 'deleted', by: 'tenant_id' },
  { table: 'phone_directories', fate: 'deleted', by: 'tenant_id' },
  { table: 'emergency_calls', fate: 'deleted', by: 'tenant_id' },
  { table: 'emergency_contacts', fate: 'deleted', by: 'tenant_id' },
  {
    table: 'idempotency_keys',
    fate: 'deleted',
    by: 'mention',
    why: 'responses stored for 24 h, to and about the tenant',
  },
  { table: 'sessions', fate: 'cascades', parent: 'users' },
  { table: 'invitations', fate: 'cascades', parent: 'users' },
  { table: 'recovery_codes', fate: 'cascades', parent: 'users' },
  { table: 'second_factors', fate: 'cascades', parent: 'users' },
  {
    table: 'integration_data',
    fate: 'deleted',
    by: 'tenant_id',
    why: 'also of a number that has gone to somebody else since',
  },
  { table: 'users', fate: 'deleted', by: 'tenant_id' },
  { table: 'api_key_tenants', fate: 'deleted', by: 'tenant_id' },
  { table: 'api_key_minutes', fate: 'cascades', parent: 'api_keys' },
  { table: 'api_keys', fate: 'deleted', by: 'tenant_id' },
  { table: 'api_requests', fate: 'deleted', by: 'tenant_id' },
  { table: 'dids', fate: 'released', by: 'tenant_id', why: 'a cancelled tenant has no numbers' },
  {
    table: 'dids',
    fate: 'blanked',
    by: 'last_tenant_id',
    columns: ['last_tenant_name'],
    retention: 'the partner’s number, while it is in the inventory; its last tenant is only an id',
  },
  { table: 'transcripts', fate: 'deleted', by: 'tenant_id' },
  { table: 'recordings', fate: 'deleted', by: 'tenant_id' },
  { table: 'recording_settings', fate: 'deleted', by: 'tenant_id' },
  { table: 'service_calls', fate: 'deleted', by: 'tenant_id' },
  { table: 'hold_music', fate: 'deleted', by: 'tenant_id' },
  { table: 'media', fate: 'deleted', by: 'tenant_id' },
  { table: 'media_files', fate: 'deleted', by: 'tenant_id' },
  { table: 'voicemails', fate: 'deleted', by: 'tenant_id' },
  { table: 'mailbox_lamps', fate: 'deleted', by: 'tenant_id' },
  { table: 'mailboxes', fate: 'deleted', by: 'tenant_id' },
  { table: 'pin_attempts', fate: 'deleted', by: 'tenant_id' },
  { table: 'flow_statistics', fate: 'deleted', by: 'tenant_id' },
  { table: 'flow_version_media', fate: 'deleted', by: 'tenant_id' },
  { table: 'flow_texts', fate: 'deleted', by: 'tenant_id' },
  { table: 'flow_versions', fate: 'deleted', by: 'tenant_id' },
  { table: 'flows', fate: 'deleted', by: 'tenant_id' },
  { table: 'schedules', fate: 'deleted', by: 'tenant_id' },
  { table: 'number_list_entries', fate: 'deleted', by: 'tenant_id' },
  { table: 'number_lists', fate: 'deleted', by: 'tenant_id' },
  { table: 'ring_group_members', fate: 'deleted', by: 'tenant_id' },
  { table: 'ring_groups', fate: 'deleted', by: 'tenant_id' },
  { table: 'forwarding', fate: 'deleted', by: 'tenant_id' },
  { table: 'extensions', fate: 'deleted', by: 'tenant_id' },
  {
    table: 'graphile_worker._private_jobs',
    fate: 'deleted',
    by: 'mention',
    why: 'payloads, and errors of what failed for good',
  },
  { table: 'cap_reports', fate: 'deleted', by: 'tenant_id' },
  { table: 'invoice_notices', fate: 'deleted', by: 'tenant_id' },
  { table: 'card_attempts', fate: 'deleted', by: 'tenant_id' },
  { table: 'cards', fate: 'deleted', by: 'tenant_id' },
  { table: 'payment_customers', fate: 'deleted', by: 'tenant_id' },
  { table: 'adjustments', fate: 'deleted', by: 'tenant_id' },
  { table: 'tax_exemptions', fate: 'deleted', by: 'tenant_id' },
  { table: 'billing_cycles', fate: 'deleted', by: 'tenant_id' },
  { table: 'service_periods', fate: 'deleted', by: 'tenant_id' },
  { table: 'suspensions', fate: 'deleted', by: 'tenant_id' },
  { table: 'tenant_limits', fate: 'deleted', by: 'tenant_id' },
  { table: 'fraud_rules', fate: 'deleted', by: 'tenant_id' },
  { table: 'fraud_trips', fate: 'deleted', by: 'tenant_id' },
  { table: 'outbound_permissions', fate: 'deleted', by: 'tenant_id' },
  { table: 'outbound_alerts', fate: 'deleted', by: 'tenant_id' },
  { table: 'exports', fate: 'deleted', by: 'tenant_id' },
  { table: 'mails', fate: 'deleted', by: 'tenant_id' },
  {
    table: 'manifests',
    fate: 'counted',
    by: 'tenant_id',
    column: 'content',
    keys: [
      'version',
      'cancelledAt',
      'purgeAt',
      'statusBefore',
      'registeredPhones',
      'liveCalls',
      'extensions',
      'numbers',
      'users',
      'startedAt',
      'removed',
      'files',
    ],
    retention: 'forever: when what was done, and how many of each',
  },
  {
    table: 'audit_events',
    fate: 'blanked',
    by: 'tenant_id',
    columns: ['before', 'after'],
    retention: 'forever: who did what and when, by ids',
  },
  {
    table: 'audit_events',
    fate: 'blanked',
    by: 'tenant_id',
    columns: ['actor_email', 'ip'],
    unless: { column: 'actor_role', is: ['operator', 'partner_admin', 'partner_user', 'system'] },
    retention: 'forever: the partner’s users are accountable for what they did',
  },
  { table: 'legal_holds', fate: 'released', by: 'tenant_id', why: 'a tenant under hold is not purged' },
  { table: 'invoices', fate: 'retained', by: 'tenant_id', retention: BOOKS },
  { table: 'credit_notes', fate: 'retained', by: 'tenant_id', retention: BOOKS },
  { table: 'payments', fate: 'retained', by: 'tenant_id', retention: BOOKS },
  { table: 'payment_reinstatements', fate: 'retained', by: 'tenant_id', retention: BOOKS },
  { table: 'payment_shares', fate: 'retained', by: 'tenant_id', retention: BOOKS },
  { table: 'refunds', fate: 'retained', by: 'tenant_id', retention: BOOKS },
  { table: 'invoice_files', fate: 'retained', by: 'tenant_id', retention: BOOKS },
  {
    table: 'account_credits',
    fate: 'retained',
    by: 'tenant_id',
    retention: 'as long as the invoices that they come from: amounts, and no name',
  },
  {
    table: 'billing_ledger',
    fate: 'retained',
    by: 'tenant_id',
    retention: '18 months: when a call ended, its seconds and amounts, and no number',
  },
  { table: 'sip_prefixes', fate: 'retained', by: 'tenant_id', retention: 'forever: a prefix is never used twice' },
  {
    table: 'sandboxes',
    fate: 'retained',
    by: 'tenant_id',
    retention: 'forever: ids, so that no live key sees what is left of a sandbox',
  },
  { table: 'tombstones', fate: 'retained', by: 'tenant_id', retention: 'forever: id, prefix, partner and dates' },
];

/** The same for a tenant's folders of files: all are deleted. A kind of file to retain would be declared here. */
export const PURGED_FOLDERS: Record<string, 'deleted'> = {
  exports: 'deleted',
  voicemails: 'deleted',
  greetings: 'deleted',
  recordings: 'deleted',
  media: 'deleted',
};

/** How long the totals of a purged tenant's calls are retained. */
export const LEDGER_MONTHS = 18;

/** Rows per transaction: short enough not to make others wait. */
export const BATCH_SIZE = 1000;
/** Rows found by one query, which locks nothing. */
export const ROWS_PER_QUERY = 50_000;

/** When the partner's admins are warned, in days before the purge. */
export const WARNING_DAYS = [1, 7, 30] as const;
export type WarningDays = (typeof WARNING_DAYS)[number];
export const FIRST_WARNING_MS = 30 * DAY_MS;

/** The warning to send now: the nearest threshold that has passed. Warnings missed while the service was down are not sent late. */
export function warningDue(purgeAt: Date, now: Date): WarningDays | null {
  const left = purgeAt.getTime() - now.getTime();
  if (left <= 0) return null;
  return WARNING_DAYS.find((days) => left <= days * DAY_MS) ?? null;
}

export const daysLeft = (purgeAt: Date, now: Date): number => Math.ceil((purgeAt.getTime() - now.getTime()) / DAY_MS);

export type PurgeState = { status: string; purge_at: Date | null; purge_started_at: Date | null; held: boolean };

/** What a purge started now does with this tenant. */
export function purgeDecision(tenant: PurgeState, now: Date): 'resume' | 'begin' | 'held' | 'early' | 'not cancelled' {
  if (tenant.purge_started_at !== null) return 'resume';
  if (tenant.status !== 'CANCELLED' || tenant.purge_at === null) return 'not cancelled';
  if (now.getTime() < tenant.purge_at.getTime()) return 'early';
  return tenant.held ? 'held' : 'begin';
}
