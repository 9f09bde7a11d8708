import { type CycleRow, cycleOf, termsOf } from '../billing/cycles/cycle-rows.ts';
import { refreshFees } from '../billing/fees/fees.ts';
import type { Tx } from '../platform/db/db.ts';
import { notFound } from '../platform/http/errors.ts';
import { reachedCapsOf } from './caps.ts';
import { toCycleUse } from './cycle-use.ts';
import { findLimits } from './sql.ts';
import type { TenantUsage } from './usage-contract.ts';
import * as sql from './usage-sql.ts';

/** The tenant's usage in its current billing cycle, with its limits. */
export async function readUsage(tx: Tx, tenantId: string, now: Date): Promise<TenantUsage> {
  // a cycle may have ended, and the job that starts the new one may not have run yet
  const cycle = await cycleOf(tx, tenantId, now);
  if (cycle) await refreshFees(tx, cycle, now);
  const { figures, extensions, dids, was_active: wasActive } = await sql.usageOf(tx, tenantId, now);
  const limit = await findLimits(tx, tenantId);
  if (!limit) throw notFound();
  const counts = {
    extensions: { used: extensions, cap: limit.max_extensions },
    dids: { used: dids, cap: limit.max_dids },
    alertThresholdPercent: limit.alert_threshold_percent,
  };
  if (!cycle || !figures) return { ...counts, cycle: null, spend: null, minutes: null, forecast: null, reached: [] };
  const { spend, minutes, forecast: atThisPace, ...use } = toCycleUse(figures, { limit, wasActive }, now);
  return {
    cycle: use.cycle,
    spend,
    minutes: { ...minutes, cap: limit.max_monthly_minutes },
    ...counts,
    forecast: atThisPace,
    reached: await reachedCaps(tx, tenantId, cycle, now),
  };
}

/** The caps that are used up, each with the time until which they are. */
async function reachedCaps(tx: Tx, tenantId: string, cycle: CycleRow, now: Date): Promise<TenantUsage['reached']> {
  const reached = await reachedCapsOf(tx, tenantId, now);
  if (reached.length === 0) return [];
  const reasons = await sql.suspensionReasonsOf(tx, tenantId);
  const { liftCapSuspension } = await termsOf(tx, cycle);
  const ends = (isSuspended: boolean) => (isSuspended && !liftCapSuspension ? null : cycle.ends_at.toISOString());
  return reached.map(({ cap }) => ({ cap, endsAt: ends(reasons.includes(cap)) }));
}
