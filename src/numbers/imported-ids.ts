import { externalId } from '../platform/values/integration-data.ts';
import type { Fault } from './rules.ts';

const ID = externalId();

/**
 * Reads the external ids of a file's entries; an empty one counts as none. `numbers`: the entry of each number. `holders`: the number of each id in
 * use. Returns the ids by number, and the entries whose id is refused.
 */
export function readImportedIds<E extends { externalId: string }>(
  entries: readonly E[],
  numbers: ReadonlyMap<string, E>,
  holders: ReadonlyMap<string, string>,
): { ids: Map<string, string>; faults: Fault<E>[] } {
  const ofEntry = Map.groupBy(numbers.keys(), (number) => numbers.get(number));
  const ids = new Map<string, string>();
  const taken = new Map(holders);
  const faults = entries.flatMap((entry): Fault<E>[] => {
    const id = entry.externalId;
    const [number, ...more] = ofEntry.get(entry) ?? [];
    if (id === '' || number === undefined) return [];
    // the same file may be imported again
    const isTaken = (taken.get(id) ?? number) !== number;
    const message = faultOf(id, more.length > 0, isTaken);
    if (message !== null) return [{ entry, message }];
    taken.set(id, number);
    ids.set(number, id);
    return [];
  });
  return { ids, faults };
}

function faultOf(id: string, isRange: boolean, isTaken: boolean): string | null {
  if (isRange) return 'A range can’t have one external id for all of its numbers.';
  const fault = ID.safeParse(id).error?.issues[0]?.message;
  if (fault !== undefined) return `External id: ${fault}`;
  return isTaken ? 'Another number has this external id.' : null;
}
