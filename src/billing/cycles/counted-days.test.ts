import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { daysBetween } from '../../platform/time/zoned-days.ts';
import { recurringOf } from '../fees/recurring.ts';
import { INITIAL_TERMS, type ProfileTerms } from '../profiles/terms-contract.ts';
import cases from '../worked-cases.json' with { type: 'json' };
import { countedDays, type DaySpan, type ServicePeriod, setUpIn } from './counted-days.ts';
import { type Cycle, cycleAfter, cycleAt, type CycleCalendar } from './cycles.ts';

const TENANT = 'tenant';
const at = (text: string) => Date.parse(text);

const active = (from: string, until: string | null = null): ServicePeriod => ({
  kind: 'active',
  thingId: TENANT,
  number: null,
  from: at(from),
  until: until === null ? null : at(until),
});
const extension = (thingId: string, from: string, until: string | null = null): ServicePeriod => ({
  ...active(from, until),
  kind: 'extension',
  thingId,
});
const number = (value: string, from: string, until: string | null = null): ServicePeriod => ({
  ...active(from, until),
  kind: 'number',
  thingId: value,
  number: value,
});

const daysOf = (cycle: Cycle, zone: string): DaySpan => ({
  zone,
  startsAt: at(cycle.startsAt),
  endsAt: at(cycle.endsAt),
  firstDay: cycle.firstDay,
  nextFirstDay: cycle.nextFirstDay,
});
const regular = (day: string, zone = 'America/New_York', billingDay = 1): DaySpan =>
  daysOf(cycleAt(`${day}T12:00:00Z`, { billingDay, zone }), zone);

const SEPTEMBER = regular('2026-09-10');
const OCTOBER = regular('2026-10-10');
const LONG_AGO = '2026-01-01T00:00:00Z';

describe('a day counts', () => {
  const count = (periods: ServicePeriod[], span = SEPTEMBER) => countedDays(span, periods).unitDays.tenant;

  test.each([
    ['the whole month', [active(LONG_AGO)], 30],
    ['one minute of a day', [active('2026-09-10T15:00:00Z', '2026-09-10T15:01:00Z')], 1],
    ['until midnight exactly', [active(LONG_AGO, '2026-09-11T04:00:00Z')], 10],
    ['until a second later', [active(LONG_AGO, '2026-09-11T04:00:01Z')], 11],
    [
      'the evening of a day, which is the next day in London',
      [active('2026-09-11T02:00:00Z', '2026-09-11T03:00:00Z')],
      1,
    ],
    [
      'twice in a day',
      [active('2026-09-10T15:00:00Z', '2026-09-10T16:00:00Z'), active('2026-09-10T18:00:00Z', '2026-09-10T19:00:00Z')],
      1,
    ],
    ['before and after a suspension', [active(LONG_AGO, '2026-09-05T16:00:00Z'), active('2026-09-21T16:00:00Z')], 15],
    ['never', [], 0],
    ['only before', [active(LONG_AGO, '2026-08-30T16:00:00Z')], 0],
  ])('counts if the tenant was ACTIVE %s', (_what, periods, days) => {
    expect(count(periods)).toBe(days);
  });

  test('counts once, whether it has 23, 24 or 25 hours', () => {
    expect(count([active(LONG_AGO)], regular('2026-11-10'))).toBe(30);
    expect(count([active(LONG_AGO)], regular('2026-03-10'))).toBe(31);
    expect(count([active(LONG_AGO)], regular('2026-09-10', 'America/Santiago', 6))).toBe(30);
  });

  test('counts in the current cycle only up to now', () => {
    expect(countedDays(SEPTEMBER, [active(LONG_AGO)], at('2026-09-03T14:00:00Z')).unitDays.tenant).toBe(3);
    expect(countedDays(SEPTEMBER, [active(LONG_AGO)], at('2026-08-03T14:00:00Z')).unitDays.tenant).toBe(0);
  });
});

describe('an extension or a number', () => {
  test('adds a unit-day for each counted day on which the tenant had it', () => {
    const { unitDays } = countedDays(SEPTEMBER, [
      active('2026-09-11T12:00:00Z'),
      extension('101', LONG_AGO),
      extension('102', '2026-09-30T12:00:00Z'),
      extension('103', LONG_AGO, '2026-09-10T12:00:00Z'),
      number('+12125550100', LONG_AGO, '2026-09-12T12:00:00Z'),
      number('+18005550100', '2026-09-29T12:00:00Z'),
    ]);
    expect(unitDays).toEqual({ tenant: 20, extension: 21, localNumber: 2, tollFreeNumber: 2 });
  });

  test.each([
    ['+18885550100', 'tollFreeNumber'],
    ['+448001111111', 'tollFreeNumber'],
    ['+80012345678', 'tollFreeNumber'],
    ['+442079460999', 'localNumber'],
    ['+12125550100', 'localNumber'],
  ] as const)('%s is a %s', (value, thing) => {
    expect(countedDays(SEPTEMBER, [active(LONG_AGO), number(value, LONG_AGO)]).unitDays[thing]).toBe(30);
  });

  test('deleted on the first day before the cycle began does not count', () => {
    const first = { ...SEPTEMBER, firstDay: '2026-09-10', startsAt: at('2026-09-10T20:00:00Z') };
    const { unitDays } = countedDays(first, [active(LONG_AGO), extension('101', LONG_AGO, '2026-09-10T16:00:00Z')]);
    expect(unitDays).toMatchObject({ tenant: 21, extension: 0 });
  });

  test('removed and restored on one day adds one unit-day, and moved between tenants one for each', () => {
    const morning = number('+12125550100', LONG_AGO, '2026-09-01T14:00:00Z');
    const evening = number('+12125550100', '2026-09-01T22:00:00Z');
    expect(countedDays(SEPTEMBER, [active(LONG_AGO), morning, evening]).unitDays.localNumber).toBe(30);
    expect(countedDays(SEPTEMBER, [active(LONG_AGO), morning]).unitDays.localNumber).toBe(1);
    expect(countedDays(SEPTEMBER, [active(LONG_AGO), evening]).unitDays.localNumber).toBe(30);
  });
});

describe('a set-up fee', () => {
  const due = (periods: ServicePeriod[], earlier: DaySpan[] = [], span = SEPTEMBER) =>
    setUpIn(countedDays(span, periods), earlier, periods);

  test('is due for whatever exists at the end of a counted day', () => {
    const undone = Array.from({ length: 500 }, (_, n) =>
      extension(`${n}`, '2026-09-10T15:00:00Z', '2026-09-10T15:05:00Z'),
    );
    expect(due([active(LONG_AGO), ...undone])).toMatchObject({ tenant: 1, extension: 0 });
    expect(due([active(LONG_AGO), extension('101', '2026-09-10T15:00:00Z', '2026-09-11T05:00:00Z')]).extension).toBe(1);
    expect(due([active(LONG_AGO, '2026-09-02T12:00:00Z'), extension('101', '2026-09-10T15:00:00Z')]).extension).toBe(0);
  });

  test('is due only once, even for a number that is assigned again', () => {
    const periods = [
      active(LONG_AGO),
      extension('101', '2026-09-10T15:00:00Z'),
      number('+12125550100', '2026-09-10T15:00:00Z', '2026-09-20T15:00:00Z'),
      number('+12125550100', '2026-10-20T15:00:00Z'),
    ];
    expect(due(periods)).toEqual({ tenant: 1, extension: 1, localNumber: 1, tollFreeNumber: 0 });
    expect(due(periods, [SEPTEMBER], OCTOBER)).toEqual({ tenant: 0, extension: 0, localNumber: 0, tollFreeNumber: 0 });
  });

  test('is due for what a TRIAL tenant has when it becomes ACTIVE', () => {
    const periods = [active('2026-10-05T12:00:00Z'), extension('101', LONG_AGO)];
    expect(due(periods, [SEPTEMBER], OCTOBER)).toMatchObject({ tenant: 1, extension: 1 });
  });
});

describe('fees', () => {
  const terms: ProfileTerms = {
    ...INITIAL_TERMS,
    monthlyFee: 3000,
    extensionFee: 500,
    localNumberFee: 100,
    extensionSetupFee: 250,
  };
  const recurring = (periods: ServicePeriod[], days = SEPTEMBER, nominalDays = 30) =>
    recurringOf({ days, nominalDays, terms, earlier: [] }, periods);

  test('have one line for each price, rounded once', () => {
    expect(
      recurring([
        active(LONG_AGO, '2026-09-10T12:00:00Z'),
        extension('101', LONG_AGO),
        extension('102', LONG_AGO, '2026-09-01T12:00:00Z'),
      ]),
    ).toEqual({
      lines: [
        { kind: 'plan', unitMinor: 3000, unitDays: 10, nominalDays: 30, amountMinor: 1000 },
        { kind: 'extensions', unitMinor: 500, unitDays: 11, nominalDays: 30, amountMinor: 183 },
        { kind: 'setup', thing: 'extension', unitMinor: 250, count: 1, amountMinor: 250 },
      ],
      units: { extensionDays: 11, numberDays: 0, nominalDays: 30 },
    });
  });

  test('are zero for a month without a counted day', () => {
    expect(recurring([extension('101', LONG_AGO)]).lines).toEqual([]);
  });

  test.each(cases.billingDayMoves)(
    'cost $lineOf30 when day $oldBillingDay becomes $newBillingDay after $cycleFirstDay',
    (move) => {
      const zone = 'UTC';
      const present = cycleAt(`${move.cycleFirstDay}T12:00:00Z`, { billingDay: move.oldBillingDay, zone });
      const next = cycleAfter(present, { billingDay: move.newBillingDay, zone });
      expect(recurring([active(LONG_AGO)], daysOf(next, zone), next.nominalDays).lines).toMatchObject([
        { kind: 'plan', unitDays: move.days, amountMinor: move.lineOf30 },
      ]);
    },
  );
});

const turns = fc.record({
  billingDay: fc.integer({ min: 1, max: 31 }),
  zone: fc.constantFrom('America/New_York', 'Pacific/Kiritimati', 'Pacific/Honolulu', 'America/Havana', 'UTC'),
});

test('every day is counted exactly once, however the billing day and the time zone change', () => {
  expect.hasAssertions();
  const check = ([start, first, others]: [Date, CycleCalendar, CycleCalendar[]]) => {
    const firstDay = start.toISOString().slice(0, 10);
    let last = { nextFirstDay: firstDay, endsAt: start.toISOString() };
    let counted = 0;
    for (const turn of [first, ...others]) {
      const cycle = cycleAfter(last, turn);
      const { unitDays } = countedDays(daysOf(cycle, turn.zone), [active('2020-01-01T00:00:00Z')]);
      // a day that has already passed in the new time zone when the cycle begins isn't counted
      expect([cycle.days, cycle.days - 1, cycle.days - 2]).toContain(unitDays.tenant);
      counted += unitDays.tenant;
      last = cycle;
    }
    expect(counted).toBeLessThanOrEqual(daysBetween(firstDay, last.nextFirstDay));
  };
  fc.assert(
    fc.property(
      fc.tuple(
        fc.date({ min: new Date('2026-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }),
        turns,
        fc.array(turns, { maxLength: 8 }),
      ),
      check,
    ),
    { numRuns: 60 },
  );
});
