import { sql } from 'kysely';
import type { Tx } from '../../platform/db/db.ts';
import { allRows } from '../../platform/db/rows.ts';

export type CountedRow = { nodeId: string; exitId: string; calls: number; passes: number };

/** The counts of a flow over a range of days. Each call counts on only one day, so days can be added up. */
export function countsOf(tx: Tx, flowId: string, from: string, to: string): Promise<CountedRow[]> {
  const query = sql<CountedRow>`
    select node_id as "nodeId", exit_id as "exitId", sum(calls)::int as calls, sum(passes)::int as passes
    from flow_statistics where flow_id = ${flowId} and day between ${from}::date and ${to}::date
    group by 1, 2 order by 1, 2`;
  return allRows(tx, query);
}

/** Nodes deleted from the flow before these versions appear only with their ids. */
const NEWEST_VERSIONS = 50;

export type NamedNode = { id: string; name: string; kind: string };

/** The nodes of the newest versions, each from the newest version that contains it. */
export function nodesOfVersions(tx: Tx, flowId: string): Promise<NamedNode[]> {
  const query = sql<NamedNode>`
    select distinct on (n ->> 'id') n ->> 'id' as id, n ->> 'name' as name, n ->> 'kind' as kind
    from (select number, content from flow_versions where flow_id = ${flowId} order by number desc limit ${NEWEST_VERSIONS}) v
      cross join jsonb_array_elements(v.content -> 'nodes') n
    order by n ->> 'id', v.number desc`;
  return allRows(tx, query);
}
