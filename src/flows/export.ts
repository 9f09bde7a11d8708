import type { Tx } from '../platform/db/db.ts';
import type { FlowContent } from './content/graph-contract.ts';
import { mapReferences } from './content/references.ts';
import { FlowQuery } from './contract.ts';
import { readDraft } from './drafts/draft.ts';
import { listFlows, reread } from './flows.ts';
import { MAX_DAYS } from './statistics/contract.ts';
import { flowStatistics } from './statistics/statistics.ts';
import { readTests } from './test-cases/cases.ts';
import type { TestCase } from './test-cases/contract.ts';
import { publishedContent } from './versions/sql.ts';

/** The content as it leaves the system: with its references, but without secrets. */
const withoutSecrets = (content: FlowContent): FlowContent => mapReferences(content, ({ value }) => value);

const asksForSecret = (content: FlowContent | null): boolean =>
  content?.nodes.some((node) => node.kind === 'gather' && node.secret) ?? false;

/** The digits of a test may be a secret if the flow asks for one. */
const testsForExport = (tests: readonly TestCase[], ...contents: (FlowContent | null)[]): TestCase[] =>
  contents.some(asksForSecret)
    ? tests.map((test) => ({ ...test, call: { ...test.call, presses: test.call.presses.map(() => '') } }))
    : [...tests];

/** A page of the tenant's flows, published versions and drafts, for the export. */
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
      tests: testsForExport(readTests(row).cases, content, draft?.content ?? null),
    });
  }
  return { items: flows, nextCursor };
}

/** A page of the statistics of the tenant's flows, for the export. */
export async function exportStatistics(tx: Tx, tenantId: string, page: { limit: number; cursor?: string }, now: Date) {
  const { items, nextCursor } = await listFlows(tx, FlowQuery.parse(page));
  const flows: object[] = [];
  for (const { id, name } of items)
    flows.push({
      id,
      name,
      ...(await flowStatistics(tx, { tenantId, flowId: id, days: MAX_DAYS, now: now.getTime() })),
    });
  return { items: flows, nextCursor };
}
