import type { Vertex } from './graph.ts';

/**
 * The loops in which a call spends no time: strongly connected components of the graph without the edges that wait, by Tarjan's algorithm. It uses
 * its own stack, because connected flows can be thousands of nodes deep.
 */
export function endlessLoops(graph: readonly Vertex[]): [Vertex, ...Vertex[]][] {
  const index = new Map<Vertex, number>();
  const low = new Map<Vertex, number>();
  const open = new Set<Vertex>();
  const loops: [Vertex, ...Vertex[]][] = [];
  const nextOf = (vertex: Vertex): Vertex[] => vertex.leadsTo.flatMap(({ to, waits }) => (waits ? [] : [to]));
  const lower = (vertex: Vertex, value: number): void =>
    void low.set(vertex, Math.min(low.get(vertex) ?? value, value));

  for (const root of graph) {
    if (index.has(root)) continue;
    const path: { vertex: Vertex; left: Vertex[] }[] = [];
    const visit = (vertex: Vertex): void => {
      const place = index.size;
      index.set(vertex, place);
      low.set(vertex, place);
      open.add(vertex);
      path.push({ vertex, left: nextOf(vertex) });
    };
    visit(root);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const { vertex, left } = top;
      const next = left.pop();
      if (next !== undefined) {
        const seen = index.get(next);
        if (seen === undefined) visit(next);
        else if (open.has(next)) lower(vertex, seen);
        continue;
      }
      path.pop();
      const lowest = low.get(vertex) ?? 0;
      const parent = path.at(-1);
      if (parent) lower(parent.vertex, lowest);
      if (lowest !== index.get(vertex)) continue;
      const others = [...open].slice([...open].indexOf(vertex) + 1);
      for (const member of [vertex, ...others]) open.delete(member);
      if (others.length > 0 || nextOf(vertex).includes(vertex)) loops.push([vertex, ...others]);
    }
  }
  return loops;
}
