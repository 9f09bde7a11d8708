import { requireCapacity } from '../limits/limits.ts';
import { setContext, type Tx } from '../platform/db/db.ts';
import { type BusinessEvent, eventsOf, recordEvents } from '../platform/db/events.ts';
import { type LockedTenant, lockTenants } from '../platform/db/tenant-lock.ts';
import type { Actor } from '../platform/http/caller.ts';
import { type AppError, errorFactory, invalidField, notFound, platformErrors } from '../platform/http/errors.ts';
import { statusErrors } from '../status/contract.ts';
import { statusRefusal } from '../status/rules.ts';
import { type Did, type DidResults, numberErrors } from './contract.ts';
import { routingOf, toRouting } from './destinations.ts';
import { toDid } from './numbers.ts';
import { ageingUntil, refusalToAssign } from './rules.ts';
import * as sql from './sql.ts';

const fail = errorFactory({ ...platformErrors, ...statusErrors, ...numberErrors });

type Refused = DidResults['refused'][number];
export type AssignInput = { tenantId: string; acknowledgeAgeing: boolean };

/**
 * Assigns free numbers to a tenant and returns one result per number. If two tenants want the same number, the second waits for its row and
 * then finds it taken. Throws if the tenant cannot have numbers at all: `invalid` (no such tenant, or a sandbox), `tenant_cancelled`.
 */
export async function assignNumbers(
  tx: Tx,
  by: Actor,
  input: AssignInput & { didIds: string[] },
  now: Date,
): Promise<DidResults> {
  const tenant = await lockRecipient(tx, input.tenantId);
  const ids = [...new Set(input.didIds)];
  const rows = new Map((await sql.lockDids(tx, ids)).map((row) => [row.id, row]));
  const refused = ids.flatMap((id) => refusalOf(id, rows.get(id), input, now) ?? []);
  const assigned = without(ids, refused);
  if (assigned.length > 0) await requireCapacity(tx, tenant.id, 'maxDids', assigned.length);
  await sql.assignDids(tx, tenant.id, assigned);
  await recordEvents(
    tx,
    by,
    rowsOf(assigned, rows).map((row) => assignmentOf(tenant, row, now)),
  );
  return { done: await readDids(tx, assigned, now), refused };
}

/** Removes these numbers as caller IDs from everything that belongs to the transaction's tenant. */
export type ClearCallerIds = (tx: Tx, didIds: string[]) => Promise<unknown>;

/** Releases numbers from their tenants and returns one result per number. */
export async function releaseNumbers(
  tx: Tx,
  by: Actor,
  {
    partnerId,
    didIds,
    clearCallerIds,
    now,
  }: { partnerId: string; didIds: string[]; clearCallerIds: ClearCallerIds; now: Date },
): Promise<DidResults> {
  const ids = [...new Set(didIds)];
  const before = await sql.findDids(tx, ids);
  const tenants = await lockTenants(tx, [...new Set(before.flatMap((row) => row.tenant_id ?? []))]);
  const rows = new Map((await sql.lockDids(tx, ids)).map((row) => [row.id, row]));
  const lockedIds = new Set(tenants.map((tenant) => tenant.id));
  const refused = ids.flatMap((id): Refused[] => {
    const row = rows.get(id);
    if (!row) return [missing(id)];
    if (row.status === 'ASSIGNED' && row.tenant_id !== null && lockedIds.has(row.tenant_id)) return [];
    return [
      { didId: id, number: row.number, code: 'did_not_available', message: 'This number isn’t assigned to a tenant.' },
    ];
  });
  const released = without(ids, refused);
  await inEachTenant(tx, by, { partnerId, tenants }, () => clearCallerIds(tx, released));
  await sql.releaseDids(tx, released, now);
  await recordEvents(tx, by, rowsOf(released, rows).map(releaseOf));
  return { done: await readDids(tx, released, now), refused };
}

/** The result for a single number: returns the number, or throws the reason for its refusal. */
export function onlyResult({ done, refused }: DidResults): Did {
  const [[did], [refusal]] = [done, refused];
  if (did) return did;
  throw refusal ? asError(refusal) : notFound();
}

function asError({ code, message, ageingUntil }: Refused): AppError {
  if (code === 'did_ageing') return fail(code, message, { extra: { ageingUntil } });
  return fail(code === 'not_found' ? 'not_found' : 'did_not_available', message);
}

async function lockRecipient(tx: Tx, tenantId: string): Promise<LockedTenant> {
  const [tenant] = await lockTenants(tx, [tenantId]);
  if (!tenant) {
    throw invalidField('tenantId', 'Choose a tenant.', 'This tenant doesn’t exist.');
  }
  if (tenant.sandbox)
    throw invalidField(
      'tenantId',
      'This is a sandbox. Choose another tenant.',
      'A sandbox has no numbers: calls from outside would reach it.',
    );
  const refusal = statusRefusal(tenant.status, 'partnerChanges');
  if (refusal) throw fail(refusal.code, refusal.message);
  return tenant;
}

function refusalOf(id: string, row: sql.DidRow | undefined, input: AssignInput, now: Date): Refused | null {
  if (!row) return missing(id);
  const did = { status: row.status, releasedAt: row.released_at, lastTenantId: row.last_tenant_id };
  const code = refusalToAssign(did, input, now);
  if (code === null) return null;
  const until = ageingUntil(did, now);
  if (code !== 'did_ageing' || !until || !row.released_at)
    return {
      didId: id,
      number: row.number,
      code,
      message: 'This number is assigned to another tenant or being ported. Release it there first.',
    };
  const [released, end] = [row.released_at, until].map((date) => date.toISOString().slice(0, 10));
  const message = `This number belonged to another subscriber until ${released} and is in quarantine until ${end}. Acknowledge that to assign it now.`;
  return { didId: id, number: row.number, code, message, ageingUntil: until.toISOString() };
}

const missing = (didId: string): Refused => ({
  didId,
  number: null,
  code: 'not_found',
  message: 'Number not found, or you don’t have access.',
});

const rowsOf = (ids: string[], rows: Map<string, sql.DidRow>): sql.DidRow[] => ids.flatMap((id) => rows.get(id) ?? []);

function without(ids: string[], refused: Refused[]): string[] {
  const refusal = new Set(refused.map(({ didId }) => didId));
  return ids.filter((id) => !refusal.has(id));
}

/** In the order of `ids`. */
async function readDids(tx: Tx, ids: string[], now: Date): Promise<Did[]> {
  const rows = await sql.findDids(tx, ids);
  return rows.map((row) => toDid(row, now)).sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
}

/** Runs `work` in the context of each tenant, because a tenant's own data is visible only in its context. */
async function inEachTenant(
  tx: Tx,
  by: Actor,
  { partnerId, tenants }: { partnerId: string; tenants: LockedTenant[] },
  work: () => Promise<unknown>,
): Promise<void> {
  const actorId = by.id ?? undefined;
  for (const { id: tenantId } of tenants) {
    await setContext(tx, { partnerId, tenantId, actorId });
    await work();
  }
  await setContext(tx, { partnerId, actorId });
}

function assignmentOf(tenant: LockedTenant, row: sql.DidRow, now: Date): BusinessEvent {
  const rested = ageingUntil({ status: row.status, releasedAt: row.released_at }, now) === null;
  const early = !rested && row.last_tenant_id !== tenant.id;
  return {
    ...eventOf('did.assigned', tenant, row.id),
    // the tenant reads this event, and must not learn which tenant had the number before
    before: { tenantId: null, ...(row.released_at && { releasedAt: row.released_at.toISOString() }) },
    after: { number: row.number, tenantId: tenant.id, ...(early && { acknowledgedAgeing: true }) },
  };
}

const releaseOf = (row: sql.DidRow): BusinessEvent => ({
  action: 'did.released',
  target: { kind: 'did', id: row.id },
  partnerId: row.partner_id,
  tenantId: row.tenant_id,
  before: { number: row.number, tenantId: row.tenant_id, routing: toRouting(routingOf(row)) },
  after: { tenantId: null },
});

const eventOf = eventsOf('did');
