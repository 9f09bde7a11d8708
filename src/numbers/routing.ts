import type { z } from 'zod';
import type { Destination } from '../destinations/contract.ts';
import { checkDestination, type Destinations, readDestination } from '../destinations/destinations.ts';
import type { Tx } from '../platform/db/db.ts';
import { changes, eventsOf, recordEvent, type TenantObject } from '../platform/db/events.ts';
import { cursorBy } from '../platform/db/keyset.ts';
import { tenantHome } from '../platform/db/tenant-home.ts';
import { lockTenants } from '../platform/db/tenant-lock.ts';
import type { Actor } from '../platform/http/caller.ts';
import { notFound } from '../platform/http/errors.ts';
import { checkVersion } from '../platform/http/if-match.ts';
import { readPage, toPage } from '../platform/http/paging.ts';
import type { TenantDid, TenantDidQuery } from './contract.ts';
import { toRouting, toRoutingColumns } from './destinations.ts';
import { toTenantDid } from './numbers.ts';
import * as sql from './sql.ts';

export async function listTenantDids(tx: Tx, tenantId: string, query: z.output<typeof TenantDidQuery>) {
  const page = readPage<'number'>(query);
  const { search, externalId, metadata } = query;
  const filter = { tenantId, search, externalId, metadata };
  const rows = await sql.listDids(tx, filter, page);
  const total = await sql.countDids(tx, filter);
  return toPage({ rows, limit: page.limit, total }, cursorBy(sql.SORTS[page.sort]), toTenantDid);
}

/** A number of the transaction's tenant. */
export async function findTenantDid(tx: Tx, id: string): Promise<TenantDid | null> {
  const [row] = await sql.findDids(tx, [id]);
  return row ? toTenantDid(row) : null;
}

/** Routes a tenant's number. Calls in progress are not affected. */
export async function routeNumber(
  tx: Tx,
  by: Actor,
  { tenant, id, to: written, ifMatch, destinations }: TenantObject & { to: Destination; destinations: Destinations },
): Promise<TenantDid> {
  await lockTenants(tx, [tenant.id]);
  const before = await rereadTenantDid(tx, id);
  checkVersion(ifMatch, before.version);
  const to = readDestination(written, await tenantHome(tx, tenant.id), 'routing');
  const changed = changes({ routing: before.routing }, { routing: toRouting(to) });
  if (!changed) return before;
  const leadsTo = await checkDestination(tx, tenant.id, to, { path: 'routing', destinations });
  await sql.updateRouting(tx, id, toRoutingColumns(to));
  await recordEvent(tx, by, {
    ...eventOf('did.routed', tenant, id),
    before: { number: before.number, ...changed.before },
    after: { number: before.number, ...changed.after, ...(leadsTo !== null && { leadsTo }) },
  });
  return rereadTenantDid(tx, id);
}

/** The current row; 404 if it was released while this request waited for the tenant's lock. */
export async function rereadTenantDid(tx: Tx, id: string): Promise<TenantDid> {
  const did = await findTenantDid(tx, id);
  if (!did) throw notFound();
  return did;
}

const eventOf = eventsOf('did');
