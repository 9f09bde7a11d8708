import type { Tx } from '../../platform/db/db.ts';
import { dayAfter } from '../../platform/time/zoned-days.ts';
import type { DaySpan, ServicePeriod } from '../cycles/counted-days.ts';
import type { ProfileTerms } from '../profiles/terms-contract.ts';
import * as sql from './recurring-sql.ts';
import { type RecurringLine, recurringOf, type RecurringUnits } from './recurring.ts';

/** A whole cycle, or its days from `firstDay` to `through`, both included. */
export type CycleSpan = { cycle: sql.CycleDays; terms: ProfileTerms; firstDay?: string; through?: string };

export type Recurring = { lines: RecurringLine[]; units: RecurringUnits };

/**
 * The fees of cycles by their id, of any number of tenants with two queries; with `now`, the fees so far. In the context of the partner or the
 * tenant.
 */
export const readRecurring = async (tx: Tx, spans: readonly CycleSpan[], now?: Date): Promise<Map<string, Recurring>> =>
  (await recurringReader(tx, spans))(now);

/** The same for several instants, with a single read. */
export async function recurringReader(
  tx: Tx,
  spans: readonly CycleSpan[],
): Promise<(now?: Date) => Map<string, Recurring>> {
  const tenantIds = [...new Set(spans.map(({ cycle }) => cycle.tenant_id))];
  if (tenantIds.length === 0) return () => new Map();
  const periods = Map.groupBy(await sql.servicePeriods(tx, tenantIds), (row) => row.tenant_id);
  const cycles = Map.groupBy(await sql.cycleDays(tx, tenantIds), (row) => row.tenant_id);
  return (now) =>
    new Map(
      spans.map((span) => {
        const { cycle, terms, firstDay = cycle.first_day } = span;
        const earlier = (cycles.get(cycle.tenant_id) ?? []).filter((other) => other.first_day < firstDay);
        const asked = {
          days: daysOf(cycle, firstDay, span.through === undefined ? cycle.next_first_day : dayAfter(span.through)),
          nominalDays: cycle.nominal_days,
          terms,
          earlier: earlier.map((other) => daysOf(other, other.first_day, min(other.next_first_day, firstDay))),
        };
        return [cycle.id, recurringOf(asked, (periods.get(cycle.tenant_id) ?? []).map(toPeriod), now?.getTime())];
      }),
    );
}

const min = (one: string, other: string): string => (one < other ? one : other);

const daysOf = (cycle: sql.CycleDays, firstDay: string, nextFirstDay: string): DaySpan => ({
  zone: cycle.zone,
  startsAt: cycle.starts_at.getTime(),
  endsAt: cycle.ends_at.getTime(),
  firstDay,
  nextFirstDay,
});

/** Converts a row for `countedDays`. */
export const toPeriod = (row: sql.PeriodRow): ServicePeriod => ({
  kind: row.kind,
  thingId: row.thing_id,
  number: row.number,
  from: row.from_at.getTime(),
  until: row.until_at?.getTime() ?? null,
});
