import type { FlowContent } from '../../src/flows/graph-contract.ts';
import { faultsOf } from '../../src/flows/validation/validation.ts';
import type { FlowFault } from '../../src/flows/validation-contract.ts';

const NOTHING: ReadonlySet<string> = new Set();

/** What only the server can judge, which knows what the tenant has: it says so before a publish. */
const OF_THE_SERVER: readonly FlowFault['code'][] = [
  'target_missing',
  'not_published',
  'address_refused',
  'sound_not_ready',
];

/** What keeps a flow from being published, as far as the flow itself tells. */
export const faultsHere = (flowId: string, content: FlowContent): FlowFault[] =>
  faultsOf(new Map([[flowId, content]]), {
    ids: { schedule: NOTHING, list: NOTHING, extension: NOTHING, group: NOTHING, mailbox: NOTHING, flow: NOTHING },
    sounds: new Map(),
    menuExtensions: [],
    privateAddresses: 'refuse',
  }).filter(({ code }) => !OF_THE_SERVER.includes(code));

/** The messages by the node that they are about. */
export function problemsByNode(faults: readonly FlowFault[]): ReadonlyMap<string, readonly string[]> {
  const problems = new Map<string, string[]>();
  for (const { nodeId, message } of faults)
    if (nodeId !== null) problems.set(nodeId, [...(problems.get(nodeId) ?? []), message]);
  return problems;
}
