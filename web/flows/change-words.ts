import type { NodeChange } from '../../src/flows/contract.ts';

const CHANGES = { added: 'added', removed: 'removed', changed: 'changed' } as const;

/** Describes a difference between two versions. */
export const changeText = ({ nodeId, name, change }: NodeChange): string =>
  nodeId === null ? 'The name or the fallback of the flow changes.' : `“${name}” is ${CHANGES[change]}.`;

/** How many steps a version adds, changes and removes: "2 added, 1 changed". */
export function changeCounts(changes: readonly NodeChange[]): string {
  const steps = changes.filter(({ nodeId }) => nodeId !== null);
  const counts = Object.values(CHANGES).flatMap((word) => {
    const count = steps.filter(({ change }) => change === word).length;
    return count > 0 ? [`${count} ${word}`] : [];
  });
  if (counts.length > 0) return `Steps: ${counts.join(', ')}`;
  return changes.length > 0 ? 'Name or fallback changed' : 'Steps as before';
}
