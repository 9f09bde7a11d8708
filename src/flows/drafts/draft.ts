import type { z } from 'zod';
import { readOutsideNumber } from '../../destinations/destinations.ts';
import type { Tx } from '../../platform/db/db.ts';
import { changes, recordEvent, type TenantObject } from '../../platform/db/events.ts';
import { tenantHome } from '../../platform/db/tenant-home.ts';
import { lockTenants } from '../../platform/db/tenant-lock.ts';
import { errorFactory, invalidField, platformErrors } from '../../platform/http/errors.ts';
import { checkVersion } from '../../platform/http/if-match.ts';
import { FlowContent } from '../content/graph-contract.ts';
import { mapNumbers } from '../content/numbers.ts';
import { type Draft, type DraftPut, flowErrors, type Positions } from '../contract.ts';
import { editorOf, eventOf, type FlowEditor, reread } from '../flows.ts';
import { speakSoon } from '../spoken-texts/texts.ts';
import * as sql from '../sql.ts';
import { usesOf } from '../uses/objects.ts';
import { publishedContent, versionByNumber } from '../versions/sql.ts';

const fail = errorFactory({ ...platformErrors, ...flowErrors });

export async function readDraft(tx: Tx, row: sql.FlowRow): Promise<Draft> {
  return {
    content: await contentOf(tx, row),
    base: row.draft === null ? row.published : row.draft_base,
    isChanged: row.draft !== null,
    positions: row.positions,
    restores: row.draft_restores,
    editors: row.draft_editors.map(({ name }) => name),
    version: row.draft_version,
  };
}

/** The content being edited: the draft, or the published version if there is no draft. */
export async function contentOf(tx: Tx, row: sql.FlowRow): Promise<FlowContent> {
  if (row.draft !== null) return FlowContent.parse(row.draft);
  const content = await publishedContent(tx, row);
  if (!content) throw new Error(`Flow ${row.id} has neither a draft nor a published version.`);
  return content;
}

/**
 * Saves the draft, even an incomplete one. Calls still go through the published version. The audit trail records the start of editing, not each save,
 * because pages save automatically.
 */
export async function saveDraft(
  tx: Tx,
  by: FlowEditor,
  { tenant, id, input, ifMatch }: TenantObject & { input: z.output<typeof DraftPut> },
): Promise<Draft> {
  const { positions, restores: requested } = input;
  await lockTenants(tx, [tenant.id]);
  const row = await reread(tx, id);
  checkVersion(ifMatch, row.draft_version);
  const home = await tenantHome(tx, tenant.id);
  const content = mapNumbers(input.content, (number, path) => readOutsideNumber(number, home, `content.${path}`));
  await speakSoon(tx, tenant.id, content);
  const placed = placedCards(row, content, positions);
  const restores = requested === undefined ? row.draft_restores : requested;
  if (restores !== null && restores !== row.draft_restores) await requireVersion(tx, id, restores);
  const before = { content: await contentOf(tx, row), restores: row.draft_restores };
  if (!changes(before, { content, restores })) {
    if (placed === null) return readDraft(tx, row);
    await sql.updateFlow(tx, id, placed);
    return readDraft(tx, await reread(tx, id));
  }
  const editor = editorOf(by);
  const isNew = !row.draft_editors.some((one) => one.id === editor.id && one.name === editor.name);
  await sql.updateFlow(tx, id, {
    draft: JSON.stringify(content),
    draft_version: row.draft_version + 1,
    draft_uses: usesOf(content),
    draft_restores: restores,
    ...placed,
    ...(row.draft === null && { draft_base: row.published }),
    ...(row.published === null && { name: content.name }),
    ...(isNew && { draft_editors: JSON.stringify([...row.draft_editors, editor]) }),
  });
  if (isNew) await recordEvent(tx, by, { ...eventOf('flow.edited', tenant, id), after: { name: content.name } });
  return readDraft(tx, await reread(tx, id));
}

/**
 * Saves the positions of the cards if they have changed, without those of deleted cards. This makes no copy of the draft stale; the last drag of a
 * card wins.
 */
function placedCards(
  row: sql.FlowRow,
  { nodes }: FlowContent,
  positions: Positions | undefined,
): { positions: string } | null {
  if (positions === undefined) return null;
  const known = Object.fromEntries(Object.entries(positions).filter(([id]) => nodes.some((node) => node.id === id)));
  return changes({ positions: row.positions }, { positions: known }) && { positions: JSON.stringify(known) };
}

async function requireVersion(tx: Tx, id: string, number: number): Promise<void> {
  if ((await versionByNumber(tx, id, number)) !== null) return;
  throw invalidField('restores', `The flow has no version ${number}.`);
}

/** Discards the draft. Codes: `flow_unchanged` (there is no draft, or no published version). */
export async function discardDraft(tx: Tx, by: FlowEditor, { tenant, id, ifMatch }: TenantObject): Promise<void> {
  await lockTenants(tx, [tenant.id]);
  const row = await reread(tx, id);
  checkVersion(ifMatch, row.draft_version);
  if (row.draft === null) throw fail('flow_unchanged', 'Nothing has been changed since the last publish.');
  if (row.published === null)
    throw fail('flow_unchanged', 'Nothing has been published yet. Delete the flow to discard it.');
  await sql.updateFlow(tx, id, { ...NO_DRAFT, draft_version: row.draft_version + 1 });
  const before = { name: row.name, editors: row.draft_editors.map(({ name }) => name) };
  await recordEvent(tx, by, { ...eventOf('flow.draft_discarded', tenant, id), before });
}

/** The draft columns of a flow without changes. */
export const NO_DRAFT = { draft: null, draft_base: null, draft_editors: '[]', draft_uses: [], draft_restores: null };
