import type { z } from 'zod';
import type { Db } from '../platform/db/db.ts';
import { eachPage, mapPages } from '../platform/db/each-page.ts';
import { recordEvent } from '../platform/db/events.ts';
import type { Actor } from '../platform/http/caller.ts';
import { type Cursor, cutPage, readSort } from '../platform/http/paging.ts';
import { asCallersPartner } from '../platform/http/scope.ts';
import type { TenantExportQuery, TenantSort } from './contract.ts';
import * as listSql from './list-sql.ts';
import type { ShownTenant } from './sql.ts';
import { toTenant } from './tenants.ts';

const PAGE_SIZE = 1000;

/** Exports all matching tenants page by page, each in a separate transaction. The export is audited. */
export async function* exportTenants(
  db: Db,
  by: Actor,
  partnerId: string,
  query: z.output<typeof TenantExportQuery>,
): AsyncGenerator<(string | null)[][]> {
  const { search, status: statuses, externalId, metadata } = query;
  const choice = { partnerId, search, statuses, externalId, metadata };
  const { by: sort, descending } = readSort<TenantSort>(query.sort);
  // the search text may be a name, which would outlive its owner in the trail
  const after = { searched: search !== undefined, statuses };
  const target = { kind: 'partner', id: partnerId };
  await asCallersPartner(db, by, partnerId, (tx) =>
    recordEvent(tx, by, { action: 'tenants.exported', target, partnerId, after }),
  );
  const pages = eachPage(async (place: Cursor | null) => {
    const list = { ...choice, sort, descending, after: place, limit: PAGE_SIZE };
    const rows = await asCallersPartner(db, by, partnerId, (tx) => listSql.listTenants(tx, list));
    return cutPage(rows, PAGE_SIZE, listSql.cursorOf(sort));
  });
  yield* mapPages(pages, toCells);
}

function toCells(row: ShownTenant): (string | null)[] {
  const t = toTenant(row);
  const counts = [t.usersCount, t.didsCount, t.extensionsCount].map(String);
  const texts = [
    t.name,
    t.sipPrefix,
    t.status,
    t.suspensionReasons.join(' '),
    t.billingEmail,
    t.defaultCnam,
    t.timezone,
  ];
  const metadata = Object.keys(t.metadata).length > 0 ? JSON.stringify(t.metadata) : null;
  return [...texts, ...counts, t.createdAt, t.cancelledAt, t.purgeAt, t.id, t.externalId, metadata, String(t.sandbox)];
}
