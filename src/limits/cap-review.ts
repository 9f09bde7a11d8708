import { termsOf } from '../billing/cycles/cycle-rows.ts';
import type { Db, Tx } from '../platform/db/db.ts';
import { lockTenantForStatus } from '../platform/db/tenant-lock.ts';
import { withOwner } from '../platform/db/tenant-owner.ts';
import { SYSTEM } from '../platform/http/caller.ts';
import { reactivateTenant, suspendTenant } from '../tenants/lifecycle/lifecycle.ts';
import { CALL_CAPS } from './cap-contract.ts';
import { mailReport } from './cap-mail.ts';
import * as sql from './caps-sql.ts';
import { type Cap, type Caps, isReached, readCaps } from './caps.ts';
import type { CapHit } from './review-requests.ts';
import { levelToReport } from './rules.ts';

/**
 * Reports reached caps, suspends the tenant if its settings say so, and lifts suspensions that no cap requires any more. It can be repeated: each
 * report is sent once per cycle.
 */
export async function reviewCaps(db: Db, tenantId: string, hit: CapHit | null, now: Date): Promise<void> {
  await withOwner(db, tenantId, async (tx) => {
    // the tenant is locked first, with the final strength
    const tenant = await lockTenantForStatus(tx, tenantId);
    const caps = await readCaps(tx, tenantId, now);
    if (!tenant || !caps || tenant.status === 'CANCELLED') return;
    const reached = caps.caps.map((cap) => withHit(cap, hit));
    for (const cap of reached) await report(tx, caps, cap);
    const holding = reached.filter(isReached).map(({ cap }) => cap);
    if (caps.autoSuspend) for (const reason of holding) await suspendTenant(tx, SYSTEM, tenantId, { reason });
    const over = CALL_CAPS.filter((cap) => tenant.suspension_reasons.includes(cap) && !holding.includes(cap));
    if (over.length > 0 && (await liftsBySelf(tx, caps)))
      await reactivateTenant(tx, SYSTEM, { id: tenantId, input: { reasons: over }, now });
  });
}

/** A tenant that is no longer billed has no caps. */
const liftsBySelf = async (tx: Tx, { cycle }: Caps): Promise<boolean> =>
  cycle === null || (await termsOf(tx, cycle)).liftCapSuspension;

/** Ignores a hit if the cap has been raised since. */
const withHit = (cap: Cap, hit: CapHit | null): Cap =>
  hit?.cap === cap.cap && BigInt(hit.value) === cap.value && cap.used > 0n ? { ...cap, level: 'full' } : cap;

async function report(tx: Tx, caps: Caps, cap: Cap): Promise<void> {
  const level = levelToReport(cap.level, cap.reported);
  if (level === null || !caps.cycle) return;
  const isNew = await sql.insertReport(tx, caps.tenant, { cycleId: caps.cycle.id, ...cap, level });
  if (isNew) await mailReport(tx, caps, cap, level);
}
