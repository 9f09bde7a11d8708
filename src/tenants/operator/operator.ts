import type { z } from 'zod';
import { setContext, type Tx } from '../../platform/db/db.ts';
import { recordEvent } from '../../platform/db/events.ts';
import type { Caller } from '../../platform/http/caller.ts';
import { notFound } from '../../platform/http/errors.ts';
import { onePage } from '../../platform/http/paging.ts';
import { isId } from '../../platform/values/ids.ts';
import { reactivateTenant, suspendTenant } from '../lifecycle/lifecycle.ts';
import type { SuspendTenant } from '../lifecycle/suspensions-contract.ts';
import { listSuspensions } from '../lifecycle/suspensions.ts';
import type { FoundTenant, OperatorReactivate, OperatorTenant } from './contract.ts';
import * as sql from './sql.ts';

/** What the operator may see of a tenant of any partner; undefined if there is none. */
export const tenantForOperator = sql.tenantForOperator;

/** A tenant as the operator sees it; null if there is none. */
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

function toFound(row: sql.OperatorTenantSearchRow): FoundTenant {
  return {
    tenantId: row.tenant_id,
    name: row.name,
    partner: { id: row.partner_id, name: row.partner_name },
    sipPrefix: row.sip_prefix,
    status: row.status,
    sandbox: row.sandbox,
  };
}

const MAX_RESULTS = 50;

/** Searches all partners' tenants: the first 50 by name. Records an event with the ids of the results. */
export async function searchAsOperator(tx: Tx, by: Caller, search: string) {
  const items = (await sql.findForOperator(tx, isId(search) ? { id: search } : { search }, MAX_RESULTS)).map(toFound);
  await recordEvent(tx, by, {
    action: 'tenants.searched',
    target: { kind: 'platform', id: by.id ?? 'operator' },
    partnerId: null,
    // only ids, because a name in the trail would outlive its tenant
    after: { found: items.length, tenants: items.map(({ tenantId }) => tenantId) },
  });
  return onePage(items);
}

/** Records that the operator viewed a tenant, in the operator's trail, which neither partner nor tenant reads. */
export async function recordView(tx: Tx, by: Caller, tenantId: string): Promise<void> {
  await recordEvent(tx, by, {
    action: 'tenant.viewed',
    target: { kind: 'tenant', id: tenantId },
    partnerId: null,
    tenantId,
  });
}

/** Suspends for an operator's reason, which the partner sees and cannot lift. Codes: `wrong_status`. */
export function suspendAsOperator(
  tx: Tx,
  by: Caller,
  tenantId: string,
  input: z.output<typeof SuspendTenant>,
): Promise<OperatorTenant> {
  return within(tx, by, tenantId, () => suspendTenant(tx, by, tenantId, input));
}

/** Codes: `wrong_status`, `window_over`. */
export function reactivateAsOperator(
  tx: Tx,
  by: Caller,
  { tenantId, input, now }: { tenantId: string; input: z.output<typeof OperatorReactivate>; now: Date },
): Promise<OperatorTenant> {
  return within(tx, by, tenantId, () => reactivateTenant(tx, by, { id: tenantId, input, now }));
}

/** Runs `work` in the tenant's context, because the operator's own context sees no data of tenants. */
async function within(tx: Tx, by: Caller, tenantId: string, work: () => Promise<unknown>): Promise<OperatorTenant> {
  const tenant = await sql.tenantForOperator(tx, tenantId);
  if (!tenant) throw notFound();
  await setContext(tx, { actorId: by.id, partnerId: tenant.partner_id, tenantId });
  await work();
  await setContext(tx, { actorId: by.id, operator: true });
  const after = await readOperatorTenant(tx, tenantId);
  if (!after) throw notFound();
  return after;
}
