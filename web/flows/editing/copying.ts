import { z } from 'zod';
import { FlowNode } from '../../../src/flows/content/node-contract.ts';
import { exitsOf, withExit } from '../../../src/flows/content/rules.ts';

/** The content of the clipboard: nodes without secrets. */
const Copied = z.strictObject({ flowNodes: z.array(FlowNode).min(1) });

/** The nodes as text for the clipboard; null if there is nothing to copy. The start isn't copied, because a flow has only one. */
export function copied(nodes: readonly FlowNode[]): string | null {
  const flowNodes = nodes.filter(({ kind }) => kind !== 'start').map(withoutSecret);
  return flowNodes.length === 0 ? null : JSON.stringify({ flowNodes });
}

const withoutSecret = (node: FlowNode): FlowNode =>
  node.kind === 'compare' && node.secret ? { ...node, value: '' } : node;

/** The nodes in a text from the clipboard; null for any other text. */
export function readCopied(text: string): readonly FlowNode[] | null {
  try {
    const read = Copied.safeParse(JSON.parse(text));
    return read.success ? read.data.flowNodes.filter(({ kind }) => kind !== 'start') : null;
  } catch {
    return null;
  }
}

/** The nodes with new ids. Exits between them are preserved, and exits to other nodes are open. */
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
