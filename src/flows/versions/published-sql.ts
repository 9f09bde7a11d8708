import { sql } from 'kysely';
import type { Tx } from '../../platform/db/db.ts';
import { PREPARED } from '../../platform/db/prepared-statements.ts';
import { allRows } from '../../platform/db/rows.ts';

/** The published version of a flow, and of every flow that calls can reach from it. Empty if the tenant has no such published flow. */
export function publishedClosure(
  tx: Tx,
  tenantId: string,
  flowId: string,
): Promise<{ flowId: string; versionId: string }[]> {
  const query = sql<{ flowId: string; versionId: string }>`${PREPARED}
    with recursive reached (flow_id, version_id, goes_to) as (
      select v.flow_id, v.id, v.goes_to from flows f join flow_versions v on v.flow_id = f.id and v.number = f.published
        where f.id = ${flowId} and f.tenant_id = ${tenantId}
      union
      select v.flow_id, v.id, v.goes_to from reached r join flows f on f.id = any(r.goes_to) and f.tenant_id = ${tenantId}
        join flow_versions v on v.flow_id = f.id and v.number = f.published)
    select flow_id as "flowId", version_id as "versionId" from reached`;
  return allRows(tx, query);
}

export type FrozenRow = {
  id: string;
  flow_id: string;
  number: number;
  content: unknown;
  sounds: Record<string, string>;
};

/** Versions with the hashes of their sounds, by prompt key. */
export function frozenVersions(tx: Tx, ids: string[]): Promise<FrozenRow[]> {
  const query = sql<FrozenRow>`${PREPARED}
    select v.id, v.flow_id, v.number, v.content,
      (select coalesce(json_object_agg(m.prompt, m.hash), '{}') from flow_version_media m where m.version_id = v.id) as sounds
    from flow_versions v where v.id = any(${ids}::uuid[])`;
  return allRows(tx, query);
}
