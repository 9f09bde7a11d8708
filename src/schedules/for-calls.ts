import type { Tx } from '../platform/db/db.ts';
import { type ScheduleRules, stateAt } from './rules.ts';
import * as sql from './sql.ts';

export const rulesOf = (row: sql.ScheduleRow): ScheduleRules => ({
  week: row.week,
  holidays: row.holidays,
  override:
    row.override_open === null || row.override_until === null
      ? null
      : { open: row.override_open, until: row.override_until.getTime() },
});

/** The rules of the tenant's schedules by id, with the tenant's time zone. Deleted ones are left out. */
export async function schedulesFor(
  tx: Tx,
  tenantId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, { rules: ScheduleRules; zone: string }>> {
  const rows = ids.length === 0 ? [] : await sql.schedulesAmong(tx, tenantId, ids);
  return new Map(rows.map((row) => [row.id, { rules: rulesOf(row), zone: row.zone }]));
}

/** Whether a schedule is open, by its current rules, in one statement. Null if the tenant has no such schedule. `at` in milliseconds. */
export async function openNow(tx: Tx, tenantId: string, scheduleId: string, at: number): Promise<boolean | null> {
  const found = (await schedulesFor(tx, tenantId, [scheduleId])).get(scheduleId);
  return found ? stateAt(found.rules, found.zone, at).open : null;
}
