import type { z } from 'zod';
import { type Destinations, releaseTarget } from '../destinations/destinations.ts';
import { releasedFields } from '../destinations/rules.ts';
import { requireFreeNumber } from '../number-plan/number-plan.ts';
import type { Tx } from '../platform/db/db.ts';
import { eventsOf, type Owner, recordEvent, type TenantObject } from '../platform/db/events.ts';
import { cursorBy } from '../platform/db/keyset.ts';
import { lockTenants } from '../platform/db/tenant-lock.ts';
import type { Actor } from '../platform/http/caller.ts';
import { notFound } from '../platform/http/errors.ts';
import { checkVersion } from '../platform/http/if-match.ts';
import { readPage, toPage } from '../platform/http/paging.ts';
import { newId } from '../platform/values/ids.ts';
import type { FlowContent } from './content/graph-contract.ts';
import type { Flow, FlowCreate, FlowPatch, FlowQuery } from './contract.ts';
import { USED_BY_NODE } from './missing-targets/missing-targets.ts';
import * as sql from './sql.ts';
import type { Editor } from './tables.ts';

/** The editor of a flow. Programs and phones have no name. */
export type FlowEditor = Actor & { name?: string };
export const editorOf = ({ id, name, email }: FlowEditor): Editor => ({ id, name: name ?? email ?? 'System' });

export const toFlow = (
  row: Omit<sql.ListedFlow, 'has_draft'> & ({ has_draft: boolean } | { draft: unknown }),
): Flow => ({
  id: row.id,
  name: row.name,
  number: row.number,
  published:
    row.published === null || row.published_at === null
      ? null
      : { number: row.published, at: row.published_at.toISOString(), by: row.publisher ?? '' },
  hasDraft: 'has_draft' in row ? row.has_draft : row.draft !== null,
  missed: row.missed.map(({ nodeId, node, kind, at }) => ({ nodeId, node, what: USED_BY_NODE[kind], at })),
  createdAt: row.created_at.toISOString(),
  version: row.version,
});

export async function listFlows(tx: Tx, query: z.output<typeof FlowQuery>) {
  const page = readPage<keyof typeof sql.SORTS>(query);
  const filter = { search: query.search, published: query.published === 'true' };
  const rows = await sql.listFlows(tx, { ...filter, ...page });
  const total = await sql.countFlows(tx, filter);
  return toPage({ rows, limit: page.limit, total }, cursorBy(sql.SORTS[page.sort]), toFlow);
}

const blank = (name: string): FlowContent => ({
  name,
  fallback: { kind: 'message', prompts: [] },
  nodes: [{ id: 'start', name: 'Start', kind: 'start', exits: { next: null } }],
});

/** Codes: `reserved_number`, `number_taken`. */
export async function createFlow(
  tx: Tx,
  by: FlowEditor,
  tenant: Owner,
  { name, number }: z.output<typeof FlowCreate>,
): Promise<Flow> {
  await lockTenants(tx, [tenant.id]);
  if (number !== null) await requireFreeNumber(tx, tenant.id, number);
  const id = newId();
  await sql.insertFlow(tx, {
    id,
    tenant_id: tenant.id,
    name,
    number,
    draft: JSON.stringify(blank(name)),
    draft_base: null,
    draft_editors: JSON.stringify([editorOf(by)]),
    published: null,
  });
  await recordEvent(tx, by, { ...eventOf('flow.created', tenant, id), after: { name, number } });
  return toFlow(await reread(tx, id));
}

export async function editFlow(
  tx: Tx,
  by: Actor,
  { tenant, id, patch: { number }, ifMatch }: TenantObject & { patch: z.output<typeof FlowPatch> },
): Promise<Flow> {
  await lockTenants(tx, [tenant.id]);
  const row = await reread(tx, id);
  checkVersion(ifMatch, row.version);
  if (number === undefined || number === row.number) return toFlow(row);
  if (number !== null) await requireFreeNumber(tx, tenant.id, number);
  await sql.updateFlow(tx, id, { number, version: row.version + 1 });
  const event = eventOf('flow.renumbered', tenant, id);
  await recordEvent(tx, by, { ...event, before: { name: row.name, number: row.number }, after: { number } });
  return toFlow(await reread(tx, id));
}

/**
 * Deletes a flow. References from numbers, forwards and groups are removed, and calls that other flows send to it take
 * their fallback. Calls in progress continue.
 */
export async function deleteFlow(
  tx: Tx,
  by: Actor,
  { tenant, id, ifMatch, destinations }: TenantObject & { destinations: Destinations },
): Promise<void> {
  await lockTenants(tx, [tenant.id]);
  const row = await reread(tx, id);
  checkVersion(ifMatch, row.version);
  const released = await releaseTarget(tx, { kind: 'flow', id }, destinations);
  await sql.deleteFlow(tx, id);
  const event = eventOf('flow.deleted', tenant, id);
  const before = { name: row.name, number: row.number };
  await recordEvent(tx, by, { ...event, before, after: releasedFields(released) });
}

/** The current row; 404 if it was deleted while this request waited for the tenant's lock. */
export async function reread(tx: Tx, id: string): Promise<sql.FlowRow> {
  const row = await sql.findFlow(tx, id);
  if (!row) throw notFound();
  return row;
}

export const eventOf = eventsOf('flow');
