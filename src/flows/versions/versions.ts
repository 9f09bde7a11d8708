import type { z } from 'zod';
import type { Tx } from '../../platform/db/db.ts';
import type { Owner } from '../../platform/db/events.ts';
import { cursorBy } from '../../platform/db/keyset.ts';
import { lockTenants } from '../../platform/db/tenant-lock.ts';
import { readPage, toPage } from '../../platform/http/paging.ts';
import { FlowContent } from '../content/graph-contract.ts';
import type { Flow, FlowVersion, FlowVersionQuery, FlowVersionSummary, Restore } from '../contract.ts';
import { editorOf, type FlowEditor, reread, toFlow } from '../flows.ts';
import type { FlowDeps } from '../uses/objects.ts';
import { publishContent } from './publish.ts';
import * as sql from './sql.ts';

const toSummary =
  (published: number | null) =>
  (row: sql.ListedVersion): FlowVersionSummary => ({
    id: row.id,
    number: row.number,
    note: row.note,
    publishedAt: row.published_at.toISOString(),
    publishedBy: row.publisher,
    editors: row.editors,
    restores: row.restores,
    changes: row.changes,
    overrideReason: row.override_reason,
    isPublished: row.number === published,
  });

type OfFlow = { id: string; published: number | null };

export async function listVersions(tx: Tx, flow: OfFlow, query: z.output<typeof FlowVersionQuery>) {
  const page = readPage<keyof typeof sql.VERSION_SORTS>(query);
  const rows = await sql.listVersions(tx, flow.id, page);
  const total = await sql.countVersions(tx, flow.id);
  return toPage({ rows, limit: page.limit, total }, cursorBy(sql.VERSION_SORTS[page.sort]), toSummary(flow.published));
}

export const toVersion = (row: sql.VersionRow, published: number | null): z.output<typeof FlowVersion> => ({
  ...toSummary(published)(row),
  content: FlowContent.parse(row.content),
});

/**
 * Publishes an earlier version again, under a new number, with the sounds that it played. The draft stays. Codes:
 * `flow_faults`, which names deleted targets, `flow_tests_failed`.
 */
export async function restoreVersion(
  tx: Tx,
  by: FlowEditor,
  {
    tenant,
    version,
    input,
    deps,
  }: { tenant: Owner; version: sql.VersionRow; input: z.output<typeof Restore>; deps: FlowDeps },
): Promise<Flow> {
  const { note, overrideReason } = input;
  await lockTenants(tx, [tenant.id]);
  const row = await reread(tx, version.flow_id);
  const content = FlowContent.parse(version.content);
  await publishContent(tx, by, {
    tenant,
    row,
    publishing: { content, note, overrideReason, restores: version.number, editors: [editorOf(by).name] },
    deps,
  });
  return toFlow(await reread(tx, version.flow_id));
}
