import type { FlowContent } from '../../../src/flows/content/graph-contract.ts';
import { exitsOf } from '../../../src/flows/content/rules.ts';
import type { FlowStatistics } from '../../../src/flows/statistics/contract.ts';

type Counts = FlowStatistics['exits'];

/** How many calls took each exit, by `node/exit`. */
export const callsByExit = (exits: Counts): ReadonlyMap<string, number> =>
  new Map(exits.flatMap(({ nodeId, exit, calls }) => (exit === null ? [] : [[`${nodeId}/${exit}`, calls]])));

/** The steps at which calls left the flow, most calls first. */
export const leftAt = (exits: Counts): Counts =>
  exits.filter(({ exit }) => exit === null).toSorted((a, b) => b.calls - a.calls);

/** Counts that aren't on the canvas, because the step was deleted or the exit leads nowhere now. */
export function removedExits(exits: Counts, { nodes }: Pick<FlowContent, 'nodes'>): Counts {
  const drawn = new Set(
    nodes.flatMap((node) => exitsOf(node).flatMap(({ id, to }) => (to === null ? [] : [`${node.id}/${id}`]))),
  );
  // a conversation can end the call, so this exit may be open and is in the outline
  const talks = new Set(nodes.flatMap(({ id, kind }) => (kind === 'ring' ? [`${id}/answered`] : [])));
  return exits.filter(({ nodeId, exit }) => {
    const key = `${nodeId}/${exit}`;
    return exit !== null && !drawn.has(key) && !talks.has(key);
  });
}
