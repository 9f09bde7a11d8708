import { Graph, layout } from '@dagrejs/dagre';
import type { FlowContent } from '../../../src/flows/content/graph-contract.ts';
import type { FlowNode } from '../../../src/flows/content/node-contract.ts';
import { exitsOf } from '../../../src/flows/content/rules.ts';
import type { Moved, Point } from '../editing/draft.ts';

/** The size of a card in pixels. Must match the style sheet. */
const CARD = { width: 264, head: 74, exit: 30, foot: 8 };

export function sizeOf(node: FlowNode): { width: number; height: number } {
  const exits = exitsOf(node).length;
  return { width: CARD.width, height: CARD.head + (exits > 1 ? exits * CARD.exit + CARD.foot : 0) };
}

/** The positions of the cards by node id: calls go from left to right, exits from top to bottom. */
export function positionsOf({ nodes }: Pick<FlowContent, 'nodes'>): Map<string, Point> {
  const graph = new Graph<object, ReturnType<typeof sizeOf> & Partial<Point>>({ multigraph: true });
  graph.setGraph({ rankdir: 'LR', nodesep: 28, ranksep: 96, ranker: 'network-simplex' });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const node of nodes) graph.setNode(node.id, sizeOf(node));
  for (const node of nodes)
    // reversed, because the library puts the last one at the top
    for (const { id, to } of exitsOf(node).toReversed())
      if (to !== null && graph.hasNode(to)) graph.setEdge(node.id, to, {}, id);
  layout(graph);
  return new Map(
    nodes.map((node) => {
      const { x = 0, y = 0 } = graph.node(node.id);
      const { width, height } = sizeOf(node);
      // the library returns the centre of a card
      return [node.id, { x: Math.round(x - width / 2), y: Math.round(y - height / 2) }];
    }),
  );
}

/** The position of a card: where the user dragged it, or else its layout. */
export const placed = (positions: ReadonlyMap<string, Point>, moved: Moved, id: string): Point =>
  moved[id] ?? positions.get(id) ?? { x: 0, y: 0 };
