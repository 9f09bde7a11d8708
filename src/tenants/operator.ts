import type { z } from 'zod';
import type { Caller } from '../platform/caller.ts';
import { setContext, type Tx } from '../platform/db.ts';
import { notFound } from '../platform/errors.ts';
import type { OperatorReactivate, SuspendTenant, OperatorTenant } from './contract.ts';
import { reactivateTenant, suspendTenant } from './lifecycle.ts';
import * as sql from './sql.ts';
import { listSuspensions } from './suspensions.ts';

/** What the operator may know of a tenant, whoever its partner is; undefined where there is none. */
export const tenantForOperator = sql.tenantForOperator;

/** The operator's look at a tenant; null where there is none. */
export async function readOperatorTenant(tx: Tx, tenantId: string): Promise<OperatorTenant | null> {
  const tenant = await sql.tenantForOperator(tx, tenantId);
  if (!tenant) return null;
  return {
    tenantId: tenant.tenant_id,
    sipPrefix: tenant.sip_prefix,
    status: tenant.status as OperatorTenant['status'],
    suspensionReasons: tenant.suspension_reasons as OperatorTenant['suspensionReasons'],
    operatorReasons: tenant.operator_reasons as OperatorTenant['operatorReasons'],
    operatorSuspensions: await listSuspensions(tx, tenantId),
    purgeAt: tenant.purge_at?.toISOString() ?? null,
  };
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
