import type { Tx } from '../../platform/db/db.ts';
import { tenantZone } from '../../platform/db/tenant-owner.ts';
import { addDays, dayAt } from '../../platform/time/zoned-days.ts';
import type { FlowStatistics } from './contract.ts';
import * as sql from './sql.ts';

/** The statistics of a flow for a number of days up to today in the tenant's time zone. `now` in milliseconds. */
export async function flowStatistics(
  tx: Tx,
  { tenantId, flowId, days, now }: { tenantId: string; flowId: string; days: number; now: number },
): Promise<FlowStatistics> {
  const to = dayAt(now, await tenantZone(tx, tenantId));
  const from = addDays(to, 1 - days);
  const counts = await sql.countsOf(tx, flowId, from, to);
  const nodes = new Map((await sql.nodesOfVersions(tx, flowId)).map((node) => [node.id, node]));
  const begun = counts.filter(({ nodeId }) => nodes.get(nodeId)?.kind === 'start');
  return {
    from,
    to,
    calls: begun.reduce((sum, { calls }) => sum + calls, 0),
    exits: counts.map(({ nodeId, exitId, calls, passes }) => ({
      nodeId,
      node: nodes.get(nodeId)?.name ?? nodeId,
      exit: exitId === '' ? null : exitId,
      calls,
      passes,
    })),
  };
}
