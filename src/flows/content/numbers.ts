import type { FlowContent } from './graph-contract.ts';

/** A flow with its outside numbers mapped. `map` gets each with the path of its field. */
export const mapNumbers = (
  { fallback, nodes, ...rest }: FlowContent,
  map: (number: string, path: string) => string,
): FlowContent => ({
  ...rest,
  fallback: fallback.kind === 'external' ? { ...fallback, number: map(fallback.number, 'fallback.number') } : fallback,
  nodes: nodes.map((node, index) =>
    node.kind === 'ring' && node.target.kind === 'external'
      ? { ...node, target: { ...node.target, number: map(node.target.number, `nodes.${index}.target.number`) } }
      : node,
  ),
});
