import type { FlowContent } from '../content/graph-contract.ts';
import { referencesOf, valuesOf } from '../content/references.ts';
import type { ReferenceKind } from '../content/rules.ts';

/** The ids of the schedules and lists that a flow queries during a call, and of the flows that it goes to. */
export type Queried = { scheduleIds: string[]; listIds: string[]; flowIds: string[] };

export function queriedBy(contents: readonly FlowContent[]): Queried {
  const references = contents.flatMap((content) => referencesOf(content));
  const idsOf = (of: ReferenceKind) => valuesOf(references, (kind) => kind === of);
  return { scheduleIds: idsOf('schedule'), listIds: idsOf('list'), flowIds: idsOf('flow') };
}
