import type { FlowContent } from '../../src/flows/content/graph-contract.ts';
import type { FlowFault } from '../../src/flows/validation/contract.ts';
import { faultsOf } from '../../src/flows/validation/validation.ts';

const NOTHING: ReadonlySet<string> = new Set();

/** Faults that only the server can find, because they depend on the tenant's objects. It checks them before publishing. */
const OF_THE_SERVER: readonly FlowFault['code'][] = [
  'target_missing',
  'not_published',
  'address_refused',
  'sound_not_ready',
];

/** The faults that can be found in the flow itself. */
export const faultsHere = (flowId: string, content: FlowContent): FlowFault[] =>
  faultsOf(new Map([[flowId, content]]), {
    ids: { schedule: NOTHING, list: NOTHING, extension: NOTHING, group: NOTHING, mailbox: NOTHING, flow: NOTHING },
    sounds: new Map(),
    menuExtensions: [],
    servers: { privateAddresses: 'refuse', ownHosts: [] },
  }).filter(({ code }) => !OF_THE_SERVER.includes(code));

/** The messages by node. */
export function problemsByNode(faults: readonly FlowFault[]): ReadonlyMap<string, readonly string[]> {
  const problems = new Map<string, string[]>();
  for (const { nodeId, message } of faults)
    if (nodeId !== null) problems.set(nodeId, [...(problems.get(nodeId) ?? []), message]);
  return problems;
}
