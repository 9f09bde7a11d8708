import { addJob, type Tx } from '../platform/db/db.ts';
import { recordEvent } from '../platform/db/events.ts';
import type { Caller } from '../platform/http/caller.ts';
import { errorFactory, notFound } from '../platform/http/errors.ts';
import { checkVersion } from '../platform/http/if-match.ts';
import { tenantForOperator } from '../tenants/operator/operator.ts';
import { type LegalHold, retentionErrors } from './contract.ts';
import { purgeKey } from './schedule.ts';
import * as sql from './sql.ts';

const fail = errorFactory(retentionErrors);

/** A tenant's legal hold as the operator sees it; null if there is no such tenant. */
export async function readHold(tx: Tx, tenantId: string): Promise<LegalHold | null> {
  const tenant = await tenantForOperator(tx, tenantId);
  if (!tenant) return null;
  const hold = await sql.findHold(tx, tenantId);
  return {
    tenantId: tenant.tenant_id,
    sipPrefix: tenant.sip_prefix,
    status: tenant.status,
    purgeAt: tenant.purge_at?.toISOString() ?? null,
    reason: hold?.reason ?? null,
    placedBy: hold?.placed_by_email ?? null,
    placedAt: hold?.placed_at.toISOString() ?? null,
    version: hold?.version ?? 0,
  };
}

/** Places a legal hold, which prevents the purge. Codes: `purge_started`. */
export async function placeHold(
  tx: Tx,
  by: Caller,
  { tenantId, reason, ifMatch }: { tenantId: string; reason: string; ifMatch: number | null },
): Promise<LegalHold> {
  const { tenant, before } = await lockHold(tx, tenantId, ifMatch);
  if (tenant.purge_started_at)
    throw fail('purge_started', 'The purge of this tenant has begun and can’t be stopped or undone.');
  if (before?.reason !== reason) {
    await sql.putHold(tx, { tenant_id: tenantId, reason, placed_by: by.id, placed_by_email: by.email });
    await record(tx, by, 'legal-hold.placed', { tenantId, reasons: { before: before?.reason, after: reason } });
  }
  return reread(tx, tenantId);
}

/** Lifts a legal hold. The tenant is purged when it is due, or now if that time has passed. */
export async function liftHold(tx: Tx, by: Caller, tenantId: string, ifMatch: number | null): Promise<LegalHold> {
  const { tenant, before } = await lockHold(tx, tenantId, ifMatch);
  if (before) {
    await sql.deleteHold(tx, tenantId);
    if (tenant.purge_at) {
      await addJob(tx, 'purge_tenant', { tenantId }, { key: purgeKey(tenantId), runAt: tenant.purge_at });
    }
    await record(tx, by, 'legal-hold.lifted', { tenantId, reasons: { before: before.reason } });
  }
  return reread(tx, tenantId);
}

async function reread(tx: Tx, tenantId: string): Promise<LegalHold> {
  const hold = await readHold(tx, tenantId);
  if (!hold) throw notFound();
  return hold;
}

/** The tenant and its hold, locked until this transaction ends. */
async function lockHold(tx: Tx, tenantId: string, ifMatch: number | null) {
  await sql.lockTenantForOperator(tx, tenantId);
  const tenant = await tenantForOperator(tx, tenantId);
  if (!tenant) throw notFound();
  const before = await sql.findHold(tx, tenantId);
  checkVersion(ifMatch, before?.version ?? 0);
  return { tenant, before };
}

/** Records in the operator's trail, which neither partner nor tenant reads. The tenant's id lets the purge find and blank the reasons. */
async function record(
  tx: Tx,
  by: Caller,
  action: string,
  { tenantId, reasons }: { tenantId: string; reasons: { before?: string | undefined; after?: string } },
): Promise<void> {
  await recordEvent(tx, by, {
    action,
    target: { kind: 'tenant', id: tenantId },
    partnerId: null,
    tenantId,
    before: reasons.before === undefined ? null : { reason: reasons.before },
    after: reasons.after === undefined ? null : { reason: reasons.after },
  });
}
