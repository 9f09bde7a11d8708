import { sql } from 'kysely';
import type { Tx } from '../platform/db/db.ts';
import { keyset } from '../platform/db/keyset.ts';
import { allRows, oneRow } from '../platform/db/rows.ts';
import type { Cursor } from '../platform/http/paging.ts';
import { MAX_COUNTED } from './contract.ts';

export type EventRow = {
  id: string;
  at: Date;
  tenant_id: string | null;
  tenant_name: string | null;
  actor_id: string | null;
  actor_email: string | null;
  actor_role: string;
  action: string;
  target_kind: string;
  target_id: string | null;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  ip: string | null;
  request_id: string | null;
};

/** A partner's trail, a tenant's trail, or the operator's (events that belong to no partner). */
export type Trail = { partnerId: string } | { tenantId: string } | 'operator';

export type Filter = { tenantId?: string; actorId?: string; action?: string[] | undefined; from?: string; to?: string };

/** Repeats what row-level security enforces, because the policy's `or` prevents the use of the index. Operator events never appear to tenants. */
function ofTrail(trail: Trail) {
  if (trail === 'operator') return sql`e.partner_id is null`;
  if ('tenantId' in trail) return sql`e.tenant_id = ${trail.tenantId} and e.actor_role <> 'operator'`;
  return sql`e.partner_id = ${trail.partnerId}`;
}

function matching(trail: Trail, { tenantId, actorId, action, from, to }: Filter) {
  const conditions = [
    ofTrail(trail),
    ...(tenantId ? [sql`e.tenant_id = ${tenantId}`] : []),
    ...(actorId ? [sql`e.actor_id = ${actorId}`] : []),
    ...(action ? [sql`(e.action = any(${action}) or split_part(e.action, '.', 1) = any(${action}))`] : []),
    ...(from ? [sql`e.at >= ${new Date(from)}`] : []),
    ...(to ? [sql`e.at < ${new Date(to)}`] : []),
  ];
  return sql.join(conditions, sql` and `);
}

/** Newest first. Returns up to `limit` + 1 rows, so that the caller knows whether there is a next page. */
export function listEvents(
  tx: Tx,
  trail: Trail,
  filter: Filter,
  { after, limit }: { after: Cursor | null; limit: number },
): Promise<EventRow[]> {
  const { rows: place, order } = keyset({ by: sql`e.at`, type: 'timestamptz' }, true, after, sql`e.id`);
  const query = sql<EventRow>`
    select e.id, e.at, e.tenant_id, t.name as tenant_name, e.actor_id, e.actor_email, e.actor_role, e.action, e.target_kind, e.target_id,
      e.before, e.after, e.ip, e.request_id
    from audit_events e left join tenants t on t.id = e.tenant_id
    where ${matching(trail, filter)} and ${place} order by ${order} limit ${limit + 1}`;
  return allRows(tx, query);
}

export async function countEvents(tx: Tx, trail: Trail, filter: Filter): Promise<number> {
  const { n } = await oneRow(
    tx,
    sql<{ n: number }>`select count(*)::int as n from (
    select from audit_events e where ${matching(trail, filter)} limit ${MAX_COUNTED}) counted`,
  );
  return n;
}

export async function chainEvents(tx: Tx, atMost: number): Promise<number> {
  const { linked } = await oneRow(tx, sql<{ linked: number }>`select chain_audit_events(${atMost}) as linked`);
  return linked;
}

export type ChainState = {
  chain: string;
  checked: string;
  up_to: Date | null;
  head: Buffer | null;
  broken: string;
  first_broken: string | null;
  loose: string;
};

/** `null` verifies every chain. */
export function verifyChains(tx: Tx, chains: string[] | null): Promise<ChainState[]> {
  return allRows(tx, sql<ChainState>`select * from verify_audit_chains(${chains}::text[])`);
}
