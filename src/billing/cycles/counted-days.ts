import { isTollFreeNumber } from '../../platform/numbers/destination.ts';
import { dayAfter, startOfDay } from '../../platform/time/zoned-days.ts';

/** A period in which a tenant had an extension or number, or was ACTIVE, in milliseconds. Without an end, it still is. */
export type ServicePeriod = {
  kind: 'active' | 'extension' | 'number';
  /** The extension, the number, or the tenant itself. */
  thingId: string;
  /** For a number: in E.164. */
  number: string | null;
  from: number;
  until: number | null;
};

/** Days of a billing cycle: from `firstDay` to before `nextFirstDay`, limited to the instants of the cycle, in milliseconds. */
export type DaySpan = { zone: string; startsAt: number; endsAt: number; firstDay: string; nextFirstDay: string };

/** What a fee is charged for. */
export const BILLED_THINGS = ['tenant', 'extension', 'localNumber', 'tollFreeNumber'] as const;
export type BilledThing = (typeof BILLED_THINGS)[number];

export type CountedDays = {
  /** Days on which the tenant was ACTIVE, and for each extension and number the ones on which the tenant had it. */
  unitDays: Record<BilledThing, number>;
  /** What the tenant still had at the end of a counted day, by id. */
  kept: Map<string, BilledThing>;
};

/** A day as instants; `until` is exclusive. */
type Window = { from: number; until: number };

const starts = new Map<string, number>();
const MAX_STARTS = 20_000;

/** Cached, because many tenants share a zone and its days. */
function startOf(day: string, zone: string): number {
  const key = `${zone} ${day}`;
  const known = starts.get(key);
  if (known !== undefined) return known;
  const start = Date.parse(startOfDay(day, zone));
  if (starts.size >= MAX_STARTS) starts.clear();
  starts.set(key, start);
  return start;
}

const spans = new Map<string, readonly Window[]>();
const MAX_SPANS = 1000;

/** Cached, because most tenants of a partner have the same cycle. */
function windowsOf(span: DaySpan): readonly Window[] {
  const key = [span.zone, span.startsAt, span.endsAt, span.firstDay, span.nextFirstDay].join(' ');
  const known = spans.get(key);
  if (known) return known;
  const windows = countWindows(span);
  if (spans.size >= MAX_SPANS) spans.clear();
  spans.set(key, windows);
  return windows;
}

/** Days that a time zone skipped, or that only touch the cycle, have no window. */
function countWindows({ zone, startsAt, endsAt, firstDay, nextFirstDay }: DaySpan): Window[] {
  const windows: Window[] = [];
  for (let day = firstDay; day < nextFirstDay; day = dayAfter(day)) {
    const from = Math.max(startOf(day, zone), startsAt);
    // a cycle ends at the instant that was set when it began, even if the zone has changed
    const until = Math.min(startOf(dayAfter(day), zone), endsAt);
    if (from < until) windows.push({ from, until });
  }
  return windows;
}

const touches = (period: ServicePeriod, day: Window): boolean =>
  period.from < day.until && (period.until === null || period.until > day.from);

const lastsTo = (period: ServicePeriod, end: number): boolean =>
  period.from < end && (period.until === null || period.until >= end);

const thingOf = ({ kind, number }: ServicePeriod): BilledThing => {
  if (kind === 'active') return 'tenant';
  if (kind === 'extension' || number === null) return 'extension';
  return isTollFreeNumber(number) ? 'tollFreeNumber' : 'localNumber';
};

/**
 * Counts the days of a tenant, in its own time zone. A day counts if the tenant was ACTIVE at any time on it. Each extension or number that the
 * tenant had at any time on such a day adds a unit-day. Nothing after `now` is counted, and the current day ends there.
 */
export function countedDays(span: DaySpan, periods: readonly ServicePeriod[], now = Infinity): CountedDays {
  const active = periods.filter(({ kind }) => kind === 'active');
  const days = windowsOf({ ...span, endsAt: Math.min(span.endsAt, now) }).filter((day) =>
    active.some((period) => touches(period, day)),
  );
  const counted: CountedDays = {
    unitDays: { tenant: days.length, extension: 0, localNumber: 0, tollFreeNumber: 0 },
    kept: new Map(),
  };
  const [anyActive] = active;
  // the tenant exists even if it is suspended at the end of the day
  if (anyActive && days.length > 0) counted.kept.set(anyActive.thingId, 'tenant');
  for (const [id, ofThing] of Map.groupBy(
    periods.filter(({ kind }) => kind !== 'active'),
    ({ thingId }) => thingId,
  )) {
    const [first] = ofThing;
    if (!first) continue;
    const thing = thingOf(first);
    counted.unitDays[thing] += days.filter((day) => ofThing.some((period) => touches(period, day))).length;
    if (days.some((day) => ofThing.some((period) => lastsTo(period, day.until)))) counted.kept.set(id, thing);
  }
  return counted;
}

/**
 * What set-up fees are due for: everything that the tenant had for the first time at the end of a counted day. `earlier` are all earlier days, billed
 * or not, the latest last. A number that is assigned again costs no second fee.
 */
export function setUpIn(
  { kept }: CountedDays,
  earlier: readonly DaySpan[],
  periods: readonly ServicePeriod[],
): Record<BilledThing, number> {
  const fresh = new Map(kept);
  // most are found in the latest span
  for (const span of earlier.toReversed()) {
    if (fresh.size === 0) break;
    const known = periods.filter(({ thingId, kind }) => kind === 'active' || fresh.has(thingId));
    for (const id of countedDays(span, known).kept.keys()) fresh.delete(id);
  }
  const due: Record<BilledThing, number> = { tenant: 0, extension: 0, localNumber: 0, tollFreeNumber: 0 };
  for (const thing of fresh.values()) due[thing]++;
  return due;
}
