import type { z } from 'zod';
import type { Caller } from '../platform/http/caller.ts';
import { setContext, type Tx } from '../platform/db/db.ts';
import { notFound } from '../platform/http/errors.ts';
import { recordEvent } from '../platform/db/events.ts';
import { isId } from '../platform/values/ids.ts';
import type { FoundTenant, OperatorReactivate, SuspendTenant, OperatorTenant } from './contract.ts';
import { reactivateTenant, suspendTenant } from './lifecycle.ts';
import * as sql from './sql.ts';
import { listSuspensions } from './suspensions.ts';

/** What the operator may know of a tenant, whoever its partner is; undefined where there is none. */
export const tenantForOperator = sql.tenantForOperator;

/** The operator's look at a tenant; null where there is none. */
export async function readOperatorTenant(tx: Tx, tenantId: string): Promise<OperatorTenant | null> {
  const tenant = await sql.tenantForOperator(tx, tenantId);
  const [found] = await sql.findForOperator(tx, { id: tenantId }, 1);
  if (!tenant || !found) return null;
  return {
    ...toFound(found),
    suspensionReasons: tenant.suspension_reasons,
    operatorReasons: tenant.operator_reasons,
    operatorSuspensions: await listSuspensions(tx, tenantId),
    purgeAt: tenant.purge_at?.toISOString() ?? null,
  };
}

function toFound(row: sql.FoundRow): FoundTenant {
  return {
    tenantId: row.tenant_id,
    name: row.name,
    partner: { id: row.partner_id, name: row.partner_name },
    sipPrefix: row.sip_prefix,
    status: row.status,
  };
}

const MOST_FOUND = 50;

/** The look of the operator into the partners' tenants: the first 50 by name. It leaves an event that names those that were shown. */
export async function searchAsOperator(tx: Tx, by: Caller, search: string) {
  const items = (await sql.findForOperator(tx, isId(search) ? { id: search } : { search }, MOST_FOUND)).map(toFound);
  await recordEvent(tx, by, {
    action: 'tenants.searched',
    target: { kind: 'platform', id: by.id ?? 'operator' },
    partnerId: null,
    // ids alone: a name would outlive the tenant that had it
    after: { found: items.length, tenants: items.map(({ tenantId }) => tenantId) },
  });
  return { items, nextCursor: null, total: items.length };
}

/** One tenant is opened: noted for the operator's own trail, which neither its partner nor the tenant reads. */
export async function noteLook(tx: Tx, by: Caller, tenantId: string): Promise<void> {
  await recordEvent(tx, by, {
    action: 'tenant.viewed',
    target: { kind: 'tenant', id: tenantId },
    partnerId: null,
    tenantId,
  });
}

/** With a reason of the operator's, which its partner sees and cannot lift. Codes: `wrong_status`. */
export function suspendAsOperator(
  tx: Tx,
  by: Caller,
  tenantId: string,
  why: z.output<typeof SuspendTenant>,
): Promise<OperatorTenant> {
  return within(tx, by, tenantId, () => suspendTenant(tx, by, tenantId, why));
}

/** Codes: `wrong_status`, `window_over`. */
export function reactivateAsOperator(
  tx: Tx,
  by: Caller,
  tenantId: string,
  wish: z.output<typeof OperatorReactivate>,
  now: Date,
): Promise<OperatorTenant> {
  return within(tx, by, tenantId, () => reactivateTenant(tx, by, tenantId, wish, now));
}

/** The operator sees nothing of a tenant by itself: for its part in a tenant's life the transaction is that tenant's. */
async function within(tx: Tx, by: Caller, tenantId: string, work: () => Promise<unknown>): Promise<OperatorTenant> {
  const tenant = await sql.tenantForOperator(tx, tenantId);
  if (!tenant) throw notFound();
  await setContext(tx, { actorId: by.id, partnerId: tenant.partner_id, tenantId });
  await work();
  await setContext(tx, { actorId: by.id, operator: true });
  return (await readOperatorTenant(tx, tenantId))!;
}
