import type { z } from 'zod';
import type { Db, Tx } from '../platform/db/db.ts';
import { eachPage, mapPages } from '../platform/db/each-page.ts';
import { recordEvent } from '../platform/db/events.ts';
import type { Actor } from '../platform/http/caller.ts';
import { type Cursor, cutPage, readCursor, toPage } from '../platform/http/paging.ts';
import { asCallersPartner } from '../platform/http/scope.ts';
import type { AuditEvent, AuditQuery, AuditVerification, TenantAuditQuery } from './contract.ts';
import { asTenantReads } from './rules.ts';
import * as sql from './sql.ts';

function toEvent(row: sql.EventRow): AuditEvent {
  return {
    id: row.id,
    at: row.at.toISOString(),
    actor: { id: row.actor_id, email: row.actor_email, role: row.actor_role },
    actingForTenant: row.tenant_id === null ? null : { id: row.tenant_id, name: row.tenant_name },
    action: row.action,
    target: { kind: row.target_kind, id: row.target_id },
    before: row.before,
    after: row.after,
    ip: row.ip,
    requestId: row.request_id,
  };
}

const cursorOf = (row: sql.EventRow): Cursor => ({ key: row.at.toISOString(), id: row.id });

export async function listEvents(tx: Tx, trail: sql.Trail, query: z.output<typeof AuditQuery>) {
  const { limit, cursor, ...filter } = query;
  const rows = await sql.listEvents(tx, trail, filter, { after: readCursor(cursor), limit });
  const total = await sql.countEvents(tx, trail, filter);
  return toPage({ rows, limit, total }, cursorOf, toEvent);
}

/** A tenant's trail, as its own users or its partner's users may read it. */
export async function listTenantEvents(
  tx: Tx,
  tenantId: string,
  query: z.output<typeof TenantAuditQuery>,
  reader: 'tenant' | 'partner',
) {
  const page = await listEvents(tx, { tenantId }, query);
  return reader === 'partner' ? page : { ...page, items: page.items.map(asTenantReads) };
}

/** In the order of `EXPORT_COLUMNS`. */
function toCells(row: sql.EventRow): (string | null)[] {
  const json = (value: object | null) => value && JSON.stringify(value);
  return [
    row.at.toISOString(),
    row.action,
    row.actor_email,
    row.actor_role,
    row.actor_id,
    row.tenant_name,
    row.tenant_id,
    row.target_kind,
    row.target_id,
    json(row.before),
    json(row.after),
    row.ip,
    row.request_id,
  ];
}

const PAGE_SIZE = 1000;

/** Records the export, then yields the whole trail page by page. */
export async function* exportEvents(
  db: Db,
  by: Actor,
  partnerId: string,
  filter: sql.Filter,
): AsyncGenerator<(string | null)[][]> {
  await asCallersPartner(db, by, partnerId, (tx) =>
    recordEvent(tx, by, {
      action: 'audit.exported',
      target: { kind: 'partner', id: partnerId },
      partnerId,
      after: filter,
    }),
  );
  const pages = eachPage(async (after: Cursor | null) => {
    const rows = await asCallersPartner(db, by, partnerId, (tx) =>
      sql.listEvents(tx, { partnerId }, filter, { after, limit: PAGE_SIZE }),
    );
    return cutPage(rows, PAGE_SIZE, cursorOf);
  });
  yield* mapPages(pages, toCells);
}

/** Sign-ins have separate chains because they are many and change no data. */
const chainsOf = (owner: string): string[] => [owner, `${owner}/sign-in`];

/** Verifies every link of the chains of one partner, of the operator, or of everybody. */
export async function verifyTrail(tx: Tx, of: { partnerId: string } | 'operator' | 'all'): Promise<AuditVerification> {
  const wanted = of === 'all' ? null : chainsOf(of === 'operator' ? 'operator' : of.partnerId);
  const states = await sql.verifyChains(tx, wanted);
  const broken = states
    .map(({ chain, broken: events, first_broken: first, loose }) => ({
      chain,
      events: Number(events),
      first,
      loose: Number(loose),
    }))
    .filter(({ events, loose }) => events > 0 || loose > 0);
  const times = states.flatMap(({ up_to: at }) => (at ? [at.toISOString()] : []));
  return {
    ok: broken.length === 0,
    checked: states.reduce((sum, { checked }) => sum + Number(checked), 0),
    upTo: times.toSorted().at(-1) ?? null,
    heads: states.flatMap(({ chain, checked, head }) =>
      head ? [{ chain, length: Number(checked), hash: head.toString('hex') }] : [],
    ),
    broken,
  };
}
