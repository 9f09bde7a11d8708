import { z } from 'zod';
import { FlowNode } from '../../../src/flows/node-contract.ts';
import { exitsOf, withExit } from '../../../src/flows/rules.ts';

/** What the clipboard holds: nodes as they are, but no secret. */
const Copied = z.strictObject({ flowNodes: z.array(FlowNode).min(1) });

/** Text for the clipboard; null where there is nothing to copy. A flow has one start, which stays where it is. */
export function copied(nodes: readonly FlowNode[]): string | null {
  const flowNodes = nodes.filter(({ kind }) => kind !== 'start').map(withoutSecret);
  return flowNodes.length === 0 ? null : JSON.stringify({ flowNodes });
}

const withoutSecret = (node: FlowNode): FlowNode =>
  node.kind === 'compare' && node.secret ? { ...node, value: '' } : node;

/** The nodes in a text of the clipboard; null where it is something else. */
export function readCopied(text: string): readonly FlowNode[] | null {
  try {
    const read = Copied.safeParse(JSON.parse(text));
    return read.success ? read.data.flowNodes.filter(({ kind }) => kind !== 'start') : null;
  } catch {
    return null;
  }
}

/** The same nodes with ids of their own: what led among them still does, what led out of them is open. */
export function pasted(nodes: readonly FlowNode[], makeId: () => string): FlowNode[] {
  const ids = new Map(nodes.map(({ id }) => [id, makeId()]));
  return nodes.map((node) => {
    const rewired = exitsOf(node).reduce(
      (changed, { id, to }) => withExit(changed, id, (to !== null && ids.get(to)) || null),
      node,
    );
    return { ...rewired, id: ids.get(node.id) ?? makeId() };
  });
}
