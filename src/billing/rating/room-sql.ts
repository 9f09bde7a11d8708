import { sql } from 'kysely';
import type { Tx } from '../../platform/db/db.ts';
import { PREPARED } from '../../platform/db/prepared-statements.ts';
import { firstRow } from '../../platform/db/rows.ts';

/** The caps of a tenant, the charges of its cycle, and what calls have reserved. In micros and seconds; bigints are text. */
export type RoomRow = {
  spend_cap: string | null;
  minutes_cap: string | null;
  spent: string;
  seconds: string;
  reserved_micros: string;
  reserved_seconds: string;
  included_left: string;
};

/**
 * Locks a cycle until this transaction ends, so that concurrent calls see each other's reservations. The tenant's row is locked first, as the lock
 * order requires. Null, without a lock, for a tenant without a cap on calls.
 */
export async function lockRoom(tx: Tx, tenantId: string, cycleId: string): Promise<RoomRow | null> {
  const query = sql<RoomRow>`${PREPARED}
    with cycle as (select c.* from billing_cycles c where c.id = ${cycleId} and exists (select from tenant_limits l where l.tenant_id = ${tenantId}
      and (spend_cap_of(l, c.currency, c.spend_cap_micros) is not null or l.max_monthly_minutes is not null)) for no key update of c)
    select spend_cap_of(l, c.currency, c.spend_cap_micros)::text as spend_cap, (l.max_monthly_minutes * 60::bigint)::text as minutes_cap,
      (c.fees_micros + case when t.was_active then c.spent_micros else c.metered_micros end)::text as spent,
      (case when t.was_active then c.charged_seconds else c.metered_seconds end)::text as seconds,
      c.reserved_micros::text as reserved_micros, c.reserved_seconds::text as reserved_seconds,
      (case when t.was_active then coalesce(c.allowance_seconds, 0) - c.included_used_seconds - c.reserved_included_seconds else 0 end)::text
        as included_left
    from cycle c join tenants t on t.id = c.tenant_id join tenant_limits l on l.tenant_id = t.id`;
  return (await firstRow(tx, query)) ?? null;
}
