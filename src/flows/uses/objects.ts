import type { Destinations } from '../../destinations/destinations.ts';
import { menuNumbers } from '../../extensions/extensions.ts';
import { soundsAmong } from '../../media/media.ts';
import { numberListsAmong } from '../../number-lists/for-calls.ts';
import type { Tx } from '../../platform/db/db.ts';
import type { ServerRule } from '../../platform/values/web-address.ts';
import { schedulesFor } from '../../schedules/for-calls.ts';
import type { FlowContent } from '../content/graph-contract.ts';
import { type Reference, referencesOf, valuesOf } from '../content/references.ts';
import * as sql from '../sql.ts';
import { type Existing, isOwned } from '../validation/existing.ts';

export type FlowDeps = { destinations: Destinations; servers: ServerRule };

/** The ids of everything of the tenant that a flow refers to, each once. */
export const usesOf = (content: FlowContent): string[] => valuesOf(referencesOf(content), isOwned);

export const targetFlows = (content: FlowContent): string[] =>
  valuesOf(referencesOf(content), (kind) => kind === 'flow');

/** The existing objects among those that these flows refer to. */
export async function existingFor(
  tx: Tx,
  tenantId: string,
  contents: Iterable<FlowContent>,
  { destinations: { kinds }, servers }: FlowDeps,
): Promise<Existing> {
  const wanted = [...contents].flatMap((content) => referencesOf(content));
  const idsOf = (of: Reference['kind']) => valuesOf(wanted, (kind) => kind === of);
  const ids: Record<keyof Existing['ids'], Set<string>> = {
    schedule: new Set((await schedulesFor(tx, tenantId, idsOf('schedule'))).keys()),
    list: new Set(await numberListsAmong(tx, idsOf('list'))),
    extension: new Set(),
    group: new Set(),
    mailbox: new Set(),
    flow: new Set(await sql.flowIds(tx)),
  };
  for (const kind of ['extension', 'group', 'mailbox'] as const)
    for (const id of idsOf(kind)) if ((await kinds[kind].label(tx, tenantId, id)) !== null) ids[kind].add(id);
  const media = await soundsAmong(tx, idsOf('media'));
  const sounds = new Map([...media].map(([id, { state }]) => [id, state]));
  return { ids, sounds, menuExtensions: await menuNumbers(tx), servers };
}
