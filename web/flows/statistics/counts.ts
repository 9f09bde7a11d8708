import type { FlowContent } from '../../../src/flows/graph-contract.ts';
import { exitsOf } from '../../../src/flows/rules.ts';
import type { FlowStatistics } from '../../../src/flows/statistics/contract.ts';

type Counts = FlowStatistics['exits'];

/** How many calls took each exit, by `node/exit`. */
export const callsByExit = (exits: Counts): ReadonlyMap<string, number> =>
  new Map(exits.flatMap(({ nodeId, exit, calls }) => (exit === null ? [] : [[`${nodeId}/${exit}`, calls]])));

/** The steps at which calls left the flow, most calls first. */
export const leftAt = (exits: Counts): Counts =>
  exits.filter(({ exit }) => exit === null).toSorted((a, b) => b.calls - a.calls);

/** What calls took and the flow no longer draws: another version had the step, or the exit led somewhere. */
export function noLongerDrawn(exits: Counts, { nodes }: Pick<FlowContent, 'nodes'>): Counts {
  const drawn = new Set(
    nodes.flatMap((node) => exitsOf(node).flatMap(({ id, to }) => (to === null ? [] : [`${node.id}/${id}`]))),
  );
  // the end of a talk may be the end of the call: that exit is in the outline, and open
  const talks = new Set(nodes.flatMap(({ id, kind }) => (kind === 'ring' ? [`${id}/answered`] : [])));
  return exits.filter(({ nodeId, exit }) => {
    const key = `${nodeId}/${exit}`;
    return exit !== null && !drawn.has(key) && !talks.has(key);
  });
}
