import type { FlowContent } from '../../../src/flows/content/graph-contract.ts';
import type { FlowNode } from '../../../src/flows/content/node-contract.ts';
import { type Exit, exitsOf, mayStayOpen } from '../../../src/flows/content/rules.ts';

type Common = {
  /** unique in the outline, and stable while nothing around it changes */
  key: string;
  /** 1 for the start */
  level: number;
  /** the exit that leads here; null for the start, for unreachable nodes, and after the only exit of a node */
  via: string | null;
  /** the exit that leads here, as `node/exit`; null for the start and for unreachable nodes */
  exitKey: string | null;
};

export type OutlineRow = Common &
  (
    | { kind: 'node'; node: FlowNode; connected: boolean }
    /** refers to a node that is elsewhere in the outline */
    | { kind: 'again'; node: FlowNode; from: FlowNode; exit: Exit }
    /** an open exit; `optional` if it may stay open */
    | { kind: 'open'; from: FlowNode; exit: Exit; optional: boolean }
  );

/**
 * The flow as lines. A node after the only exit of another is at the same level; after one of several exits, it is one level deeper. Each node
 * appears once, where it is first reached. Unreachable nodes come last.
 */
export function outlineOf({ nodes }: Pick<FlowContent, 'nodes'>): OutlineRow[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const seen = new Set<string>();
  const rows: OutlineRow[] = [];

  const addNode = (node: FlowNode, place: Pick<OutlineRow, 'level' | 'via' | 'exitKey'> & { connected: boolean }) => {
    seen.add(node.id);
    rows.push({ kind: 'node', key: node.id, node, ...place });
    const exits = exitsOf(node);
    const only = exits.length === 1;
    for (const exit of exits) {
      const level = only ? place.level : place.level + 1;
      const key = `${node.id}/${exit.id}`;
      const common = { key, level, via: only ? null : exit.name, exitKey: key };
      const next = exit.to === null ? undefined : byId.get(exit.to);
      if (!next) rows.push({ kind: 'open', from: node, exit, optional: mayStayOpen(node, exit.id), ...common });
      else if (seen.has(next.id)) rows.push({ kind: 'again', node: next, from: node, exit, ...common });
      else addNode(next, { level, via: common.via, exitKey: key, connected: place.connected });
    }
  };

  const start = nodes.find(({ kind }) => kind === 'start');
  if (start) addNode(start, { level: 1, via: null, exitKey: null, connected: true });
  for (const node of nodes)
    if (!seen.has(node.id)) addNode(node, { level: 1, via: null, exitKey: null, connected: false });
  return rows;
}
