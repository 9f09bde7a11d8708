import { asNobody, type Db, inContext, type Tx } from '../../platform/db/db.ts';
import { dayAt } from '../../platform/time/zoned-days.ts';
import { decimalsOf } from '../../platform/values/currencies.ts';
import { type CycleRow, cycleOf, termsOf } from '../cycles/cycle-rows.ts';
import { microsOf } from '../rating/amounts.ts';
import * as sql from './fees-sql.ts';
import { recurringReader } from './recurring-rows.ts';
import type { RecurringLine } from './recurring.ts';

/** Stores the fees and adjustments of a cycle so far, and at its end if nothing changes. Caps are checked against them. */
export async function refreshFees(tx: Tx, cycle: CycleRow, now: Date): Promise<void> {
  const terms = await termsOf(tx, cycle);
  const recurring = await recurringReader(tx, [{ cycle, terms }]);
  const [soFar, atEnd] = [recurring(now), recurring()];
  const adjusted = await sql.openAdjustments(tx, cycle);
  const micros = (lines: readonly RecurringLine[] = []): bigint =>
    microsOf(
      lines.reduce((sum, { amountMinor }) => sum + BigInt(amountMinor), adjusted),
      decimalsOf(cycle.currency),
    );
  await sql.saveFees(tx, cycle.id, {
    soFar: micros(soFar.get(cycle.id)?.lines),
    atEnd: micros(atEnd.get(cycle.id)?.lines),
    day: dayAt(now.getTime(), cycle.zone),
  });
}

/** How many tenants are read at once. */
const AT_ONCE = 500;

/** Counts the fees of the new day for all tenants whose local midnight has passed. */
export async function refreshDueFees(db: Db, now: Date): Promise<void> {
  for (;;) {
    const due = await asNobody(db, (tx) => sql.tenantsWithFeesDue(tx, now, AT_ONCE));
    for (const { tenant_id: tenantId, partner_id: partnerId } of due)
      await inContext(db, { tenantId, partnerId }, async (tx) => {
        const cycle = await cycleOf(tx, tenantId, now);
        if (cycle) await refreshFees(tx, cycle, now);
      });
    if (due.length < AT_ONCE) return;
  }
}
