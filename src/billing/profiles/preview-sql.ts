import { sql } from 'kysely';
import type { Tx } from '../../platform/db/db.ts';
import { allRows } from '../../platform/db/rows.ts';

export type PreviewCallRow = { number: string; charge_class: string; answered_ms: number };

/**
 * The answered outside legs of a tenant's calls between two instants, in the order of their answers: from their charges, or from the call's record if
 * they weren't charged.
 */
export function pastCalls(tx: Tx, tenantId: string, from: Date, until: Date): Promise<PreviewCallRow[]> {
  const query = sql<PreviewCallRow>`
    select number, charge_class, greatest(0, extract(epoch from ended_at - at) * 1000)::float8 as answered_ms from (
      select l.number, l.charge_class, l.answered_at as at, l.ended_at from call_charges l
        where l.tenant_id = ${tenantId} and l.answered_at >= ${from} and l.answered_at < ${until}
      union all
      select c.to_number, case c.direction when 'inbound' then 'inbound' else c.destination_class end,
          least(c.answered_at, c.flow_answered_at), c.ended_at
        from calls c where c.tenant_id = ${tenantId} and c.admitted_at < ${until} and c.ended_at >= ${from} and not c.emergency
          and (c.direction = 'inbound' or (c.direction = 'outbound' and c.destination_class is not null))
          and least(c.answered_at, c.flow_answered_at) >= ${from} and least(c.answered_at, c.flow_answered_at) < ${until}
          and not exists (select from call_charges l where l.call_id = c.id and (c.direction = 'outbound' or l.leg = 0))
    ) as legs order by at, number`;
  return allRows(tx, query);
}
