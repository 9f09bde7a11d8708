import type { z } from 'zod';
import type { Tx } from '../../platform/db/db.ts';
import { type Owner, recordEvent } from '../../platform/db/events.ts';
import { lockTenants } from '../../platform/db/tenant-lock.ts';
import { errorFactory, platformErrors } from '../../platform/http/errors.ts';
import { newId } from '../../platform/values/ids.ts';
import { FlowContent } from '../content/graph-contract.ts';
import { type Flow, flowErrors, type Publish, type PublishPreview } from '../contract.ts';
import { NO_DRAFT, readDraft } from '../drafts/draft.ts';
import { editorOf, eventOf, type FlowEditor, reread, toFlow } from '../flows.ts';
import { soundsOf, textFaults } from '../spoken-texts/texts.ts';
import * as sql from '../sql.ts';
import { requirePassed, runTests } from '../test-cases/cases.ts';
import { existingFor, type FlowDeps, targetFlows, usesOf } from '../uses/objects.ts';
import type { FlowFault } from '../validation/contract.ts';
import type { Existing } from '../validation/existing.ts';
import { connectedFlows, type FlowContents } from '../validation/graph.ts';
import { faultsOf, warningsOf } from '../validation/validation.ts';
import { nodeChanges } from './changes-rules.ts';
import * as versions from './sql.ts';

const fail = errorFactory({ ...platformErrors, ...flowErrors });

/** Previews publishing the draft: the changes, and the reasons against it. */
export async function previewPublish(tx: Tx, tenant: Owner, row: sql.FlowRow, deps: FlowDeps): Promise<PublishPreview> {
  const { content, editors, version } = await readDraft(tx, row);
  const { faults, existing, published } = await judge(tx, deps, { tenantId: tenant.id, id: row.id, content });
  return {
    draft: version,
    replaces: row.published,
    editors,
    changes: nodeChanges(published.get(row.id) ?? null, content),
    faults,
    warnings: warningsOf(new Map([[row.id, content]]), existing),
    tests: faults.length > 0 ? [] : await runTests(tx, { tenantId: tenant.id, row, content, published }),
  };
}

/**
 * Makes the draft the version that calls go through; there is no draft after that. Calls in progress stay in the version that they began with. Codes:
 * `stale_version` (another user changed the draft), `flow_replaced` (another user published), `flow_unchanged`, `flow_faults`, `flow_tests_failed`.
 */
export async function publishDraft(
  tx: Tx,
  by: FlowEditor,
  { tenant, id, input, deps }: { tenant: Owner; id: string; input: z.output<typeof Publish>; deps: FlowDeps },
): Promise<Flow> {
  const { draft, replaces, note, overrideReason } = input;
  await lockTenants(tx, [tenant.id]);
  const row = await reread(tx, id);
  if (draft !== row.draft_version)
    throw fail('stale_version', 'Somebody changed the draft in the meantime.', {
      extra: { version: row.draft_version },
    });
  if (replaces !== row.published)
    throw fail('flow_replaced', 'Another version has been published in the meantime.', {
      extra: { published: row.published },
    });
  if (row.draft === null) throw fail('flow_unchanged', 'Nothing has been changed since the last publish.');
  const content = FlowContent.parse(row.draft);
  await publishContent(tx, by, {
    tenant,
    row,
    publishing: {
      content,
      note,
      overrideReason,
      restores: row.draft_restores,
      editors: row.draft_editors.map(({ name }) => name),
    },
    deps,
  });
  await sql.updateFlow(tx, id, { ...NO_DRAFT, draft_version: row.draft_version + 1 });
  return toFlow(await reread(tx, id));
}

type Publishing = {
  content: FlowContent;
  note: string;
  /** the reason for publishing despite failing tests; null: don't */
  overrideReason: string | null;
  /** the number of the restored version; null: none */
  restores: number | null;
  /** whose edits go live */
  editors: string[];
};

/** Publishes a content under the next number. The tenant is locked. */
export async function publishContent(
  tx: Tx,
  by: FlowEditor,
  { tenant, row, publishing, deps }: { tenant: Owner; row: sql.FlowRow; publishing: Publishing; deps: FlowDeps },
): Promise<void> {
  const { content, note, overrideReason, restores, editors } = publishing;
  const { faults, published } = await judge(tx, deps, { tenantId: tenant.id, id: row.id, content });
  requireFaultless(faults);
  const failed = requirePassed(await runTests(tx, { tenantId: tenant.id, row, content, published }), overrideReason);
  const number = (await versions.latestNumber(tx, row.id)) + 1;
  const publisher = editorOf(by);
  const changed = nodeChanges(published.get(row.id) ?? null, content);
  await versions.insertVersion(
    tx,
    {
      id: newId(),
      flow_id: row.id,
      tenant_id: tenant.id,
      number,
      content: JSON.stringify(content),
      uses: usesOf(content),
      goes_to: targetFlows(content),
      note,
      published_by: publisher.id,
      publisher: publisher.name,
      editors,
      restores,
      override_reason: failed.length > 0 ? overrideReason : null,
      changes: JSON.stringify(changed),
    },
    await soundsFor(tx, row.id, content, restores),
  );
  await sql.updateFlow(tx, row.id, {
    published: number,
    name: content.name,
    version: row.version + 1,
    missed: '[]',
  });
  await recordEvent(tx, by, {
    ...eventOf('flow.published', tenant, row.id),
    before: { version: row.published },
    after: {
      name: content.name,
      version: number,
      editors,
      changed: changed.map(({ name, change }) => `${name}: ${change}`),
      ...(restores !== null && { restores }),
      ...(failed.length > 0 && { failedTests: failed, overrideReason }),
    },
  });
}

/** The sounds of the prompts: the library's current ones, or for a restored version the sounds that it played. */
export async function soundsFor(
  tx: Tx,
  flowId: string,
  content: FlowContent,
  restores: number | null,
): Promise<ReadonlyMap<string, string>> {
  const now = await soundsOf(tx, content);
  if (restores === null) return now;
  const then = await versions.soundsOfVersion(tx, flowId, restores);
  return new Map([...now].map(([prompt, hash]) => [prompt, then.get(prompt) ?? hash]));
}

/** `published`: the tenant's flows as currently published. */
type Judged = { faults: FlowFault[]; existing: Existing; published: FlowContents };

const keyOf = ({ flowId, nodeId, exit, code }: FlowFault): string => [flowId, nodeId, exit, code].join(' ');

/** The faults of the flow, and those that it causes in connected flows. A fault that another flow had before does not prevent publishing this one. */
async function judge(
  tx: Tx,
  deps: FlowDeps,
  { tenantId, id, content }: { tenantId: string; id: string; content: FlowContent },
): Promise<Judged> {
  const published = new Map<string, FlowContent>();
  for (const flow of await sql.publishedContents(tx)) published.set(flow.id, FlowContent.parse(flow.content));
  const all = new Map(published).set(id, content);
  const near = connectedFlows(all, id);
  const connected = (flows: FlowContents): FlowContents => new Map([...flows].filter(([flowId]) => near.has(flowId)));
  const existing = await existingFor(tx, tenantId, connected(all).values(), deps);
  const judged = { existing, published };
  const faults = [...faultsOf(connected(all), existing), ...(await textFaults(tx, id, content))];
  if (faults.every(({ flowId }) => flowId === id)) return { ...judged, faults };
  const known = new Set(faultsOf(connected(published), existing).map(keyOf));
  return { ...judged, faults: faults.filter((fault) => fault.flowId === id || !known.has(keyOf(fault))) };
}

/** Every fault names its node, as `nodes.menu` or `nodes.menu.exits.noInput`. */
export function requireFaultless(faults: readonly FlowFault[]): void {
  const [first] = faults;
  if (!first) return;
  const errors = faults.slice(0, 20).map(({ nodeId, exit, message }) => ({
    path: nodeId === null ? 'fallback' : `nodes.${nodeId}${exit === null ? '' : `.exits.${exit}`}`,
    message,
  }));
  throw fail('flow_faults', first.message, { errors });
}
