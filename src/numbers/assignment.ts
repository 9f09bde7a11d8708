import type { Actor } from '../platform/http/caller.ts';
import { setContext, type Tx } from '../platform/db/db.ts';
import { type AppError, errorFactory, platformErrors } from '../platform/http/errors.ts';
import { recordEvent } from '../platform/db/events.ts';
import { requireCapacity } from '../limits/limits.ts';
import { type LockedTenant, lockTenants } from '../platform/db/tenant-lock.ts';
import { statusErrors } from '../status/contract.ts';
import { statusRefusal } from '../status/rules.ts';
import { type Did, type DidResults, numberErrors } from './contract.ts';
import { toRouting } from './destinations.ts';
import { toDid } from './numbers.ts';
import { ageingUntil, refusalToAssign } from './rules.ts';
import * as sql from './sql.ts';

const fail = errorFactory({ ...platformErrors, ...statusErrors, ...numberErrors });

type Refused = DidResults['refused'][number];
export type AssignWish = { tenantId: string; acknowledgeAgeing: boolean };

/**
 * Gives free numbers to a tenant; per number what became of it. Two tenants that want the same number wait for its row, and the second finds
 * it taken. Throws if the tenant cannot have numbers at all: `invalid` (no such tenant), `tenant_cancelled`.
 */
export async function assignNumbers(
  tx: Tx,
  by: Actor,
  wish: AssignWish & { didIds: string[] },
  now: Date,
): Promise<DidResults> {
  const tenant = await lockReceiver(tx, wish.tenantId);
  const ids = [...new Set(wish.didIds)];
  const rows = new Map((await sql.lockDids(tx, ids)).map((row) => [row.id, row]));
  const refused = ids.flatMap((id) => refusalOf(id, rows.get(id), wish, now) ?? []);
  const given = without(ids, refused);
  if (given.length > 0) await requireCapacity(tx, tenant.id, 'maxDids', given.length);
  await sql.assignDids(tx, tenant.id, given);
  for (const id of given) await recordAssignment(tx, by, tenant, rows.get(id)!, now);
  return { done: await show(tx, given, now), refused };
}

/** Takes a caller ID from everything of the transaction's tenant that calls out with one of these numbers. */
export type ClearCallerIds = (tx: Tx, didIds: string[]) => Promise<unknown>;

/** Takes numbers from whichever tenants have them; per number what became of it. */
export async function releaseNumbers(
  tx: Tx,
  by: Actor,
  partnerId: string,
  didIds: string[],
  clearCallerIds: ClearCallerIds,
  now: Date,
): Promise<DidResults> {
  const ids = [...new Set(didIds)];
  const before = await sql.findDids(tx, ids);
  const tenants = await lockTenants(tx, [...new Set(before.flatMap((row) => row.tenant_id ?? []))]);
  const rows = new Map((await sql.lockDids(tx, ids)).map((row) => [row.id, row]));
  const held = new Set(tenants.map((tenant) => tenant.id));
  const refused = ids.flatMap((id): Refused[] => {
    const row = rows.get(id);
    if (!row) return [missing(id)];
    if (row.status === 'ASSIGNED' && held.has(row.tenant_id!)) return [];
    return [{ didId: id, number: row.number, code: 'did_not_available', message: 'No tenant has this number now.' }];
  });
  const taken = without(ids, refused);
  await asEachTenant(tx, by, partnerId, tenants, () => clearCallerIds(tx, taken));
  await sql.releaseDids(tx, taken, now);
  for (const id of taken) await recordRelease(tx, by, rows.get(id)!);
  return { done: await show(tx, taken, now), refused };
}

/** The one number of a request: done, or thrown as what keeps it from being done. */
export function onlyResult({ done, refused }: DidResults): Did {
  const [no] = refused;
  if (no) throw asError(no);
  return done[0]!;
}

function asError({ code, message, ageingUntil }: Refused): AppError {
  if (code === 'did_ageing') return fail(code, message, { extra: { ageingUntil } });
  return fail(code === 'not_found' ? 'not_found' : 'did_not_available', message);
}

async function lockReceiver(tx: Tx, tenantId: string): Promise<LockedTenant> {
  const [tenant] = await lockTenants(tx, [tenantId]);
  if (!tenant) {
    throw fail('invalid', 'There is no such tenant.', { errors: [{ path: 'tenantId', message: 'Choose a tenant.' }] });
  }
  const refusal = statusRefusal(tenant.status, 'partnerChanges');
  if (refusal) throw fail(refusal.code, refusal.message);
  return tenant;
}

function refusalOf(id: string, row: sql.DidRow | undefined, wish: AssignWish, now: Date): Refused | null {
  if (!row) return missing(id);
  const resting = { status: row.status, releasedAt: row.released_at, lastTenantId: row.last_tenant_id };
  const code = refusalToAssign(resting, wish, now);
  if (code === null) return null;
  if (code !== 'did_ageing') return { didId: id, number: row.number, code, message: 'This number is not free.' };
  const until = ageingUntil(resting, now)!.toISOString();
  const message = `This number was another subscriber’s until ${row.released_at!.toISOString().slice(0, 10)} and rests until ${until.slice(0, 10)}. Acknowledge that to assign it now.`;
  return { didId: id, number: row.number, code, message, ageingUntil: until };
}

const missing = (didId: string): Refused => ({
  didId,
  number: null,
  code: 'not_found',
  message: 'There is nothing here, or it is not yours.',
});

function without(ids: string[], refused: Refused[]): string[] {
  const no = new Set(refused.map(({ didId }) => didId));
  return ids.filter((id) => !no.has(id));
}

/** In the order asked for. */
async function show(tx: Tx, ids: string[], now: Date): Promise<Did[]> {
  const rows = await sql.findDids(tx, ids);
  return rows.map((row) => toDid(row, now)).sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
}

/** What belongs to a tenant is seen only as that tenant. */
async function asEachTenant(
  tx: Tx,
  by: Actor,
  partnerId: string,
  tenants: LockedTenant[],
  work: () => Promise<unknown>,
): Promise<void> {
  const actorId = by.id ?? undefined;
  for (const { id: tenantId } of tenants) {
    await setContext(tx, { partnerId, tenantId, actorId });
    await work();
  }
  await setContext(tx, { partnerId, actorId });
}

async function recordAssignment(tx: Tx, by: Actor, tenant: LockedTenant, row: sql.DidRow, now: Date): Promise<void> {
  const rested = ageingUntil({ status: row.status, releasedAt: row.released_at }, now) === null;
  const early = !rested && row.last_tenant_id !== tenant.id;
  await recordEvent(tx, by, {
    action: 'did.assigned',
    target: { kind: 'did', id: row.id },
    partnerId: tenant.partnerId,
    tenantId: tenant.id,
    // the tenant reads this too: whose number it was is not its business
    before: { tenantId: null, ...(row.released_at && { releasedAt: row.released_at.toISOString() }) },
    after: { number: row.number, tenantId: tenant.id, ...(early && { acknowledgedAgeing: true }) },
  });
}

async function recordRelease(tx: Tx, by: Actor, row: sql.DidRow): Promise<void> {
  await recordEvent(tx, by, {
    action: 'did.released',
    target: { kind: 'did', id: row.id },
    partnerId: row.partner_id,
    tenantId: row.tenant_id,
    before: { number: row.number, tenantId: row.tenant_id, routing: toRouting(row) },
    after: { tenantId: null },
  });
}
