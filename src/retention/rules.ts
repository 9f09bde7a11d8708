/** What the purge does with the rows of one table that name the tenant in one column (`by`; `mention`: anywhere in their text). */
export type PurgeLine = { table: string } & (
  | { fate: 'deleted'; by: string; why?: string }
  /** The database removes it together with its parent. */
  | { fate: 'goes with'; parent: string }
  /** Cancelling has already done it; the sweep makes sure. */
  | { fate: 'released'; by: string; why: string }
  /** The row stays without these columns; rows whose `unless` column has one of the values keep them. */
  | { fate: 'blanked'; by: string; columns: readonly string[]; unless?: Unless; kept: string }
  /** The row stays; of its JSON column these keys, and of a list only how long it was. */
  | { fate: 'counted'; by: string; column: string; keys: readonly string[]; kept: string }
  | { fate: 'kept'; by: string; kept: string }
);
export type Unless = { column: string; is: readonly string[] };

/**
 * Everything that knows a tenant, and what becomes of it 90 days after cancellation; carried out from top to bottom, so that nothing goes
 * before what refers to it. A table that names a tenant and has no line here fails a test, and fails the purge itself.
 */
export const PURGE: readonly PurgeLine[] = [
  { table: 'asterisk.ps_contacts', fate: 'deleted', by: 'tenant_id' },
  { table: 'live_calls', fate: 'deleted', by: 'tenant_id' },
  { table: 'calls', fate: 'deleted', by: 'tenant_id' },
  { table: 'emergency_calls', fate: 'deleted', by: 'tenant_id' },
  { table: 'emergency_contacts', fate: 'deleted', by: 'tenant_id' },
  { table: 'idempotency_keys', fate: 'deleted', by: 'mention', why: 'answers kept for 24 h, to and about the tenant' },
  { table: 'sessions', fate: 'goes with', parent: 'users' },
  { table: 'invitations', fate: 'goes with', parent: 'users' },
  { table: 'recovery_codes', fate: 'goes with', parent: 'users' },
  { table: 'second_factors', fate: 'goes with', parent: 'users' },
  { table: 'users', fate: 'deleted', by: 'tenant_id' },
  { table: 'dids', fate: 'released', by: 'tenant_id', why: 'a cancelled tenant has no numbers' },
  {
    table: 'dids',
    fate: 'blanked',
    by: 'last_tenant_id',
    columns: ['last_tenant_name'],
    kept: 'the partner’s number, as long as it stands in the inventory; who had it last is a bare id',
  },
  { table: 'extensions', fate: 'deleted', by: 'tenant_id' },
  {
    table: 'graphile_worker._private_jobs',
    fate: 'deleted',
    by: 'mention',
    why: 'payloads, and errors of what failed for good',
  },
  { table: 'suspensions', fate: 'deleted', by: 'tenant_id' },
  { table: 'tenant_limits', fate: 'deleted', by: 'tenant_id' },
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
    kept: 'for ever: when what was done, and how many of each',
  },
  {
    table: 'audit_events',
    fate: 'blanked',
    by: 'tenant_id',
    columns: ['before', 'after'],
    kept: 'for ever: who did what and when, by ids',
  },
  {
    table: 'audit_events',
    fate: 'blanked',
    by: 'tenant_id',
    columns: ['actor_email', 'ip'],
    unless: { column: 'actor_role', is: ['operator', 'partner_admin', 'partner_user', 'system'] },
    kept: 'for ever: the partner’s own people answer for what they did',
  },
  { table: 'legal_holds', fate: 'released', by: 'tenant_id', why: 'a tenant under hold is not purged' },
  { table: 'sip_prefixes', fate: 'kept', by: 'tenant_id', kept: 'for ever: a prefix is never used twice' },
  { table: 'tombstones', fate: 'kept', by: 'tenant_id', kept: 'for ever: id, prefix, partner and dates' },
];

/** The same for the folders of a tenant's files: all go, whatever their kind; a kind that outlives the tenant would have to say so here. */
export const PURGED_FOLDERS: Record<string, 'deleted'> = {
  exports: 'deleted',
};

/** Rows that one transaction of a purge touches: short enough that nobody else waits for it. */
export const ROWS_AT_ONCE = 1000;
/** Rows found by one look, which changes nothing and keeps nobody waiting. */
export const ROWS_AT_A_LOOK = 50_000;

const DAY_MS = 24 * 60 * 60 * 1000;

/** When the partner's admins are warned, in days before the purge. */
export const WARNING_DAYS = [1, 7, 30] as const;
export type WarningDays = (typeof WARNING_DAYS)[number];
export const FIRST_WARNING_MS = 30 * DAY_MS;

/** The warning that is in force now: the nearest threshold passed. What was missed while nothing ran is not sent late. */
export function warningDue(purgeAt: Date, now: Date): WarningDays | null {
  const left = purgeAt.getTime() - now.getTime();
  if (left <= 0) return null;
  return WARNING_DAYS.find((days) => left <= days * DAY_MS) ?? null;
}

export const daysLeft = (purgeAt: Date, now: Date): number => Math.ceil((purgeAt.getTime() - now.getTime()) / DAY_MS);

export type PurgeState = { status: string; purge_at: Date | null; purge_started_at: Date | null; held: boolean };

/** What a purge that is called now does with this tenant. */
export function purgeDecision(tenant: PurgeState, now: Date): 'resume' | 'begin' | 'held' | 'early' | 'not cancelled' {
  if (tenant.purge_started_at !== null) return 'resume';
  if (tenant.status !== 'CANCELLED' || tenant.purge_at === null) return 'not cancelled';
  if (now.getTime() < tenant.purge_at.getTime()) return 'early';
  return tenant.held ? 'held' : 'begin';
}
