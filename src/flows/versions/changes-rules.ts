import type { FlowContent } from '../content/graph-contract.ts';
import type { NodeChange } from '../contract.ts';

const text = (value: unknown): string => JSON.stringify(value);

/** The names of the fields in which two things differ. */
function fieldsThatDiffer(before: object, after: object): string[] {
  const [one, other]: Record<string, unknown>[] = [{ ...before }, { ...after }];
  const names = new Set([...Object.keys(one ?? {}), ...Object.keys(other ?? {})]);
  return [...names].filter((name) => text(one?.[name]) !== text(other?.[name]));
}

/** The differences between two versions of a flow, node by node. Without an earlier version, all nodes are new. */
export function nodeChanges(before: FlowContent | null, after: FlowContent): NodeChange[] {
  const earlier = new Map((before?.nodes ?? []).map((node) => [node.id, node]));
  const ids = new Set(after.nodes.map(({ id }) => id));
  const found: NodeChange[] = [];
  if (before) {
    const fields = fieldsThatDiffer(
      { name: before.name, fallback: before.fallback },
      { name: after.name, fallback: after.fallback },
    );
    if (fields.length > 0) found.push({ nodeId: null, name: after.name, change: 'changed', fields });
  }
  for (const node of after.nodes) {
    const old = earlier.get(node.id);
    const fields = old ? fieldsThatDiffer(old, node) : [];
    if (!old) found.push({ nodeId: node.id, name: node.name, change: 'added', fields: [] });
    else if (fields.length > 0) found.push({ nodeId: node.id, name: node.name, change: 'changed', fields });
  }
  for (const [id, { name }] of earlier)
    if (!ids.has(id)) found.push({ nodeId: id, name, change: 'removed', fields: [] });
  return found;
}
