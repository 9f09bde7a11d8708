import type { z } from 'zod';
import type { Actor } from '../platform/http/caller.ts';
import type { Tx } from '../platform/db/db.ts';
import { checkVersion } from '../platform/http/if-match.ts';
import { errorFactory, notFound, platformErrors } from '../platform/http/errors.ts';
import { changes, recordEvent } from '../platform/db/events.ts';
import { readCursor, readSort, toPage } from '../platform/http/paging.ts';
import { numberKind } from '../platform/numbers/destination.ts';
import { homeOf } from '../platform/numbers/e164.ts';
import { outboundErrors } from '../outbound/contract.ts';
import { readPermissions } from '../outbound/outbound.ts';
import { permits } from '../outbound/rules.ts';
import { lockTenants } from '../platform/db/tenant-lock.ts';
import type { Routing, TenantDid, TenantDidQuery } from './contract.ts';
import { type Destinations, type Target, TARGET_FIELDS, targetOf, toColumns } from './destinations.ts';
import { toTenantDid } from './numbers.ts';
import * as sql from './sql.ts';

const fail = errorFactory({ ...platformErrors, ...outboundErrors });

export async function listTenantDids(tx: Tx, tenantId: string, query: z.output<typeof TenantDidQuery>) {
  const { by: sort, descending } = readSort<'number'>(query.sort);
  const filter = { tenantId, search: query.search };
  const page = { sort, descending, after: readCursor(query.cursor), limit: query.limit };
  const rows = await sql.listDids(tx, filter, page);
  const total = await sql.countDids(tx, filter);
  return toPage(rows, query.limit, total, (row) => ({ key: sql.SORTS[sort].of(row), id: row.id }), toTenantDid);
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
  tenant: { id: string; partnerId: string },
  id: string,
  routing: Routing,
  destinations: Destinations,
  ifMatch: number | null,
): Promise<TenantDid> {
  await lockTenants(tx, [tenant.id]);
  const before = await reread(tx, id);
  checkVersion(ifMatch, before.version);
  const changed = changes({ routing: before.routing }, { routing });
  if (!changed) return before;
  const leadsTo = await checkTarget(tx, tenant.id, routing, destinations);
  if (routing.kind === 'external') await checkOutsideNumber(tx, tenant.id, before, routing.number);
  await sql.updateRouting(tx, id, toColumns(routing));
  await recordEvent(tx, by, {
    action: 'did.routed',
    target: { kind: 'did', id },
    partnerId: tenant.partnerId,
    tenantId: tenant.id,
    before: { number: before.number, ...changed.before },
    after: { number: before.number, ...changed.after, ...(leadsTo !== null && { leadsTo }) },
  });
  return reread(tx, id);
}

/** The current row; 404 if it was released while this request waited for the tenant's lock. */
async function reread(tx: Tx, id: string): Promise<TenantDid> {
  const did = await findTenantDid(tx, id);
  if (!did) throw notFound();
  return did;
}

/** Unroutes all numbers that lead to a target, before it is deleted. Returns them. */
export function unrouteTarget(tx: Tx, target: Target): Promise<string[]> {
  return sql.unroute(tx, target);
}

/** The target's name for people; null for a routing without a target. Refuses targets of other tenants. */
async function checkTarget(
  tx: Tx,
  tenantId: string,
  routing: Routing,
  destinations: Destinations,
): Promise<string | null> {
  const target = targetOf(routing);
  if (!target) return null;
  const { label, refusal } = destinations[target.kind];
  const name = await label(tx, tenantId, target.id);
  if (name !== null) return name;
  const path = `routing.${TARGET_FIELDS[target.kind]}`;
  throw fail('invalid', refusal.message, { errors: [{ path, message: refusal.field }] });
}

/** A forwarded call is an outbound call. The permission is checked again for each call, because it can change. */
async function checkOutsideNumber(tx: Tx, tenantId: string, did: TenantDid, number: string): Promise<void> {
  if (number === did.number) {
    throw fail('invalid', 'A number can’t forward to itself.', {
      errors: [{ path: 'routing.number', message: 'Enter another number.' }],
    });
  }
  const home = homeOf(await sql.countryOf(tx, tenantId), did.number);
  if (permits(await readPermissions(tx, tenantId), numberKind(number, home.country))) return;
  const message =
    'This tenant isn’t allowed to call numbers of that kind. The partner can allow it under Outbound calls.';
  throw fail('not_permitted', message, { errors: [{ path: 'routing.number', message }] });
}
