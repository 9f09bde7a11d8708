import type { FlowContent } from '../content/graph-contract.ts';
import type { FlowNode } from '../content/node-contract.ts';
import { exitsOf, waitsBefore } from '../content/rules.ts';

/** The flows that are checked together, by id: the draft of one, and the published versions of the others. */
export type FlowContents = ReadonlyMap<string, FlowContent>;

/** A node of one of the flows, and the nodes that a call can reach from it. `waits`: the call spends time first. */
export type Vertex = { flowId: string; node: FlowNode; leadsTo: { to: Vertex; waits: boolean }[] };

/** All flows as one graph, connected by go-to nodes. If several nodes have the same id, exits lead to the first. */
export function graphOf(flows: FlowContents): Vertex[] {
  const places = new Map<string, Map<string, Vertex>>();
  const all: Vertex[] = [];
  for (const [flowId, { nodes }] of flows) {
    const here = new Map<string, Vertex>();
    for (const node of nodes) {
      const vertex: Vertex = { flowId, node, leadsTo: [] };
      all.push(vertex);
      if (!here.has(node.id)) here.set(node.id, vertex);
    }
    places.set(flowId, here);
  }
  const startOf = (flowId: string): Vertex | undefined =>
    [...(places.get(flowId)?.values() ?? [])].find(({ node }) => node.kind === 'start');
  for (const vertex of all) {
    const { flowId, node } = vertex;
    for (const { id, to } of exitsOf(node)) {
      const next = to === null ? undefined : places.get(flowId)?.get(to);
      if (next) vertex.leadsTo.push({ to: next, waits: waitsBefore(node, id) });
    }
    const start = node.kind === 'goTo' && node.flowId !== null ? startOf(node.flowId) : undefined;
    if (start) vertex.leadsTo.push({ to: start, waits: false });
  }
  return all;
}

/** The nodes that a call can reach from these nodes, and these themselves. */
export function reachableFrom(from: readonly Vertex[]): ReadonlySet<Vertex> {
  const reached = new Set(from);
  for (const vertex of reached) for (const { to } of vertex.leadsTo) reached.add(to);
  return reached;
}

/** The flow, and all flows connected to it by go-to nodes in either direction. */
export const connectedFlows = (flows: FlowContents, flowId: string): ReadonlySet<string> =>
  new Set([...follow(flows, flowId, 'forwards'), ...follow(flows, flowId, 'backwards')]);

/** The other flows from which a call can reach a flow. */
export const flowsLeadingTo = (flows: FlowContents, flowId: string): string[] =>
  follow(flows, flowId, 'backwards').filter((id) => id !== flowId);

function follow(flows: FlowContents, flowId: string, way: 'forwards' | 'backwards'): string[] {
  const links = [...flows].flatMap(([from, { nodes }]) =>
    nodes.flatMap((node) => (node.kind === 'goTo' && node.flowId !== null ? [[from, node.flowId] as const] : [])),
  );
  const found = new Set([flowId]);
  for (const here of found)
    for (const [from, to] of links)
      if ((way === 'forwards' ? from : to) === here) found.add(way === 'forwards' ? to : from);
  return [...found];
}
