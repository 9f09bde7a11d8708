import type { Tx } from '../../platform/db/db.ts';
import { textFaults } from '../spoken-texts/texts.ts';
import { findFlow, type FlowRow } from '../sql.ts';
import { targetFlows } from '../uses/objects.ts';
import { requireFaultless, soundsFor } from '../versions/publish.ts';
import { publishedFlows, type PublishedVersion } from '../versions/published.ts';
import { contentOf } from './draft.ts';

/**
 * Refuses a test call while texts of the draft have no sound. Finding everything else that is missing is what the test
 * is for.
 */
export async function requireSpokenTexts(tx: Tx, row: FlowRow): Promise<void> {
  requireFaultless(await textFaults(tx, row.id, await contentOf(tx, row)));
}

/**
 * The draft of a flow for a test call, with the published versions of the flows that it goes to. Where these lead back
 * to the flow, they lead to its draft. Null if the flow was deleted.
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
  for (const id of targetFlows(content))
    for (const [reached, version] of (await publishedFlows(tx, tenantId, id)) ?? []) flows.set(reached, version);
  const sounds = Object.fromEntries(await soundsFor(tx, flowId, content, row.draft_restores));
  return flows.set(flowId, { flowId, versionId: flowId, number: (row.published ?? 0) + 1, content, sounds });
}
