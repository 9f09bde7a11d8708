import { type FlowContent, MAX_NODES } from '../content/graph-contract.ts';
import type { FlowNode } from '../content/node-contract.ts';
import { exitsOf, mayStayOpen } from '../content/rules.ts';
import { at, type FoundFault } from './finding.ts';

const ofFlow = (code: FoundFault['code'], message: string): FoundFault => ({ nodeId: null, exit: null, code, message });

/** The nodes with an id that an earlier one has. */
const duplicates = (nodes: readonly FlowNode[]): FlowNode[] =>
  nodes.filter(({ id }, place) => nodes.findIndex((other) => other.id === id) !== place);

/** A flow needs one start, unique ids and not too many nodes. */
export function faultsOfShape({ nodes }: FlowContent): FoundFault[] {
  const faults: FoundFault[] = [];
  const starts = nodes.filter(({ kind }) => kind === 'start');
  if (starts.length !== 1)
    faults.push(ofFlow('no_single_start', `A flow has exactly one start. This one has ${starts.length}.`));
  if (nodes.length > MAX_NODES)
    faults.push(ofFlow('too_many_nodes', `A flow has at most ${MAX_NODES} nodes. Move some to another flow.`));
  return [...faults, ...duplicates(nodes).map((node) => at(node, 'duplicate_id', 'Another node has the same id.'))];
}

/** The exits of a node that lead nowhere. */
export const openExits = (content: FlowContent, node: FlowNode): FoundFault[] =>
  exitsOf(node).flatMap(({ id, name, to }) => {
    if (to === null ? mayStayOpen(node, id) : content.nodes.some((other) => other.id === to)) return [];
    return [at(node, 'open_exit', `The exit “${name}” leads nowhere. Connect it.`, id)];
  });
