import { cycleOf } from '../billing/cycle-rows.ts';
import { refreshFees } from '../billing/fees.ts';
import type { Tx } from '../platform/db/db.ts';
import { readLimits } from './limits.ts';
import { toCycleUse } from './cycle-use.ts';
import type { TenantUsage } from './usage-contract.ts';
import * as sql from './usage-sql.ts';

/** What the tenant uses in its present billing cycle, beside its limits. */
export async function readUsage(tx: Tx, tenantId: string, now: Date): Promise<TenantUsage> {
  // a tenant's first look after the turn may come before the job that begins the cycle
  const cycle = await cycleOf(tx, tenantId, now);
  if (cycle) await refreshFees(tx, cycle, now);
  const { figures, extensions, dids, was_active: wasActive } = await sql.usageOf(tx, tenantId, now);
  const limits = await readLimits(tx, tenantId);
  const counts = {
    extensions: { used: extensions, cap: limits.maxExtensions },
    dids: { used: dids, cap: limits.maxDids },
    alertThresholdPercent: limits.alertThresholdPercent,
  };
  if (!figures) return { ...counts, cycle: null, spend: null, minutes: null, forecast: null };
  const { spend, minutes, forecast: atThisPace, ...use } = toCycleUse(figures, wasActive, now);
  return {
    cycle: use.cycle,
    spend: { ...spend, cap: limits.monthlySpend },
    minutes: { ...minutes, cap: limits.maxMonthlyMinutes },
    ...counts,
    forecast: atThisPace,
  };
}
