import type { Tx } from '../platform/db/db.ts';
import { contentOf } from './draft.ts';
import { goesTo } from './objects.ts';
import { requireFaultless, soundsFor } from './publish.ts';
import { publishedFlows, type PublishedVersion } from './published.ts';
import { findFlow, type FlowRow } from './sql.ts';
import { textFaults } from './texts.ts';

/** Refuses a test while texts of the draft have no sound. Everything else that is missing in a draft, a test is there to find. */
export async function requireSpoken(tx: Tx, row: FlowRow): Promise<void> {
  requireFaultless(await textFaults(tx, row.id, await contentOf(tx, row)));
}

/**
 * The draft of a flow as a call can go through it, with the published versions of the flows that it goes to; where these lead back to it, they lead
 * to the draft. Null if the flow is gone.
 */
export async function draftForTest(
  tx: Tx,
  tenantId: string,
  flowId: string,
): Promise<ReadonlyMap<string, PublishedVersion> | null> {
  const row = await findFlow(tx, flowId);
  if (!row) return null;
  const content = await contentOf(tx, row);
  const flows = new Map<string, PublishedVersion>();
  for (const id of goesTo(content))
    for (const [reached, version] of (await publishedFlows(tx, tenantId, id)) ?? []) flows.set(reached, version);
  const sounds = Object.fromEntries(await soundsFor(tx, flowId, content, row.draft_restores));
  return flows.set(flowId, { flowId, versionId: flowId, number: (row.published ?? 0) + 1, content, sounds });
}
