import { menuNumbers } from '../../extensions/extensions.ts';
import { callerIs } from '../../number-lists/for-calls.ts';
import type { Tx } from '../../platform/db/db.ts';
import { instantsOf } from '../../platform/time/zoned-times.ts';
import { schedulesFor } from '../../schedules/for-calls.ts';
import { stateAt } from '../../schedules/rules.ts';
import type { FlowContent } from '../content/graph-contract.ts';
import { type Queried, queriedBy } from '../test-run/queried.ts';
import { publishedFlows } from '../versions/published.ts';
import type { TestCall, TestFacts } from './contract.ts';

/** The inputs that the facts depend on. */
type Asker = Pick<TestCall, 'at' | 'caller'>;

/**
 * The facts for a test call at this time from this caller, including those of the flows that it can reach. Schedules
 * count by their hours, not by a manual switch, because a test should stay valid for years.
 */
export const testFacts = async (tx: Tx, tenantId: string, call: Asker, queried: Queried): Promise<TestFacts> =>
  (await factsFor(tx, tenantId, queried))(call);

/** The same for several calls. Facts that don't depend on the call are read once. */
export async function factsFor(
  tx: Tx,
  tenantId: string,
  queried: Queried,
): Promise<(call: Asker) => Promise<TestFacts>> {
  const flows = await reachedFlows(tx, tenantId, queried.flowIds);
  const further = queriedBy(flows.map(({ content }) => content));
  const schedules = [...(await schedulesFor(tx, tenantId, union(queried.scheduleIds, further.scheduleIds)))];
  const listIds = union(queried.listIds, further.listIds);
  const menuExtensions = await menuNumbers(tx);
  return async ({ at, caller }) => {
    const number = caller === 'anonymous' ? null : caller;
    const lists: TestFacts['lists'] = [];
    for (const id of listIds) {
      const has = await callerIs(tx, tenantId, { kind: 'inList', listId: id }, number);
      if (has !== null) lists.push({ id, has });
    }
    return {
      schedules: schedules.map(([id, { rules, zone }]) => ({
        id,
        open: stateAt({ ...rules, override: null }, zone, instantsOf(at, zone).first).open,
      })),
      lists,
      isContact: (await callerIs(tx, tenantId, { kind: 'inContacts' }, number)) ?? false,
      menuExtensions,
      flows,
    };
  };
}

const union = (one: readonly string[], other: readonly string[]): string[] => [...new Set([...one, ...other])];

async function reachedFlows(tx: Tx, tenantId: string, ids: readonly string[]): Promise<TestFacts['flows']> {
  const found = new Map<string, FlowContent>();
  for (const id of ids) {
    if (found.has(id)) continue;
    for (const [flowId, { content }] of (await publishedFlows(tx, tenantId, id)) ?? []) found.set(flowId, content);
  }
  return [...found].map(([id, content]) => ({ id, content }));
}
