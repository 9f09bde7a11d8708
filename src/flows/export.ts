import type { Tx } from '../platform/db/db.ts';
import { FlowQuery } from './contract.ts';
import { readDraft } from './draft.ts';
import { listFlows, reread } from './flows.ts';
import type { FlowContent } from './graph-contract.ts';
import { mapReferences } from './references/references.ts';
import { publishedContent } from './versions-sql.ts';

/** The content as it leaves the system: everything that it refers to, and no secret. */
const withoutSecrets = (content: FlowContent): FlowContent => mapReferences(content, ({ value }) => value);

/** A page of the tenant's flows with what they do now and what they are to do, for the export. */
export async function exportFlows(tx: Tx, page: { limit: number; cursor?: string }) {
  const { items, nextCursor } = await listFlows(tx, FlowQuery.parse(page));
  const flows: object[] = [];
  for (const flow of items) {
    const row = await reread(tx, flow.id);
    const content = await publishedContent(tx, row);
    const draft = flow.hasDraft ? await readDraft(tx, row) : null;
    flows.push({
      ...flow,
      content: content && withoutSecrets(content),
      draft: draft && withoutSecrets(draft.content),
    });
  }
  return { items: flows, nextCursor };
}
