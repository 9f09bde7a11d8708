import type { Destinations } from '../destinations/destinations.ts';
import type { Tx } from '../platform/db/db.ts';
import type { FlowContent } from './graph-contract.ts';
import { referencesOf } from './references/references.ts';
import * as sql from './sql.ts';
import { type Existing, isOwned } from './validation/existing.ts';

/** What the flows of an installation depend on. */
export type FlowDeps = { destinations: Destinations; privateAddresses: Existing['privateAddresses'] };

/** The ids of everything of the tenant that a flow refers to, each once. */
export const usesOf = (content: FlowContent): string[] => [
  ...new Set(referencesOf(content).flatMap(({ kind, value }) => (isOwned(kind) ? [value] : []))),
];

/** The flows that it goes to. */
export const goesTo = (content: FlowContent): string[] => [
  ...new Set(referencesOf(content).flatMap(({ kind, value }) => (kind === 'flow' ? [value] : []))),
];

/** What of the things that these flows refer to the tenant has. */
export async function existingFor(
  tx: Tx,
  tenantId: string,
  contents: Iterable<FlowContent>,
  { destinations: { kinds }, privateAddresses }: FlowDeps,
): Promise<Existing> {
  const ids: Record<keyof Existing['ids'], Set<string>> = {
    schedule: new Set(),
    list: new Set(),
    extension: new Set(),
    group: new Set(),
    mailbox: new Set(),
    flow: new Set(await sql.flowIds(tx)),
  };
  for (const content of contents)
    for (const { kind, value } of referencesOf(content))
      if ((kind === 'extension' || kind === 'group' || kind === 'mailbox') && !ids[kind].has(value))
        if ((await kinds[kind].label(tx, tenantId, value)) !== null) ids[kind].add(value);
  return { ids, sounds: new Map(), menuExtensions: [], privateAddresses };
}
