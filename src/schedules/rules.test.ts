import { describe, expect, test } from 'vitest';
import { addDays, dayAt } from '../platform/time/zoned-days.ts';
import type { Holiday } from './holiday-contract.ts';
import { type Hours, minutesOfSpan, type Week, Week as WeekSchema } from './hours-contract.ts';
import { hoursOn, type ScheduleRules, stateAt, toggled } from './rules.ts';

const NEW_YORK = 'America/New_York';
const at = (text: string) => Date.parse(text);
const spans = (...texts: string[]): Hours => ({
  kind: 'spans',
  spans: texts.map((text) => ({ from: text.slice(0, 5), to: text.slice(6) })),
});
const closed: Hours = { kind: 'closed' };
const allDay: Hours = { kind: 'allDay' };
const week = (change: Partial<Week> = {}): Week => {
  const day = spans('09:00-17:00');
  const days = {
    monday: day,
    tuesday: day,
    wednesday: day,
    thursday: day,
    friday: day,
    saturday: closed,
    sunday: closed,
  };
  return { ...days, ...change };
};
const rules = (change: Partial<Week> = {}, holidays: Holiday[] = []): ScheduleRules => ({
  week: week(change),
  holidays,
  override: null,
});
const isOpen = (of: ScheduleRules, instant: string, zone = NEW_YORK) => stateAt(of, zone, at(instant)).open;
const until = (of: ScheduleRules, instant: string, zone = NEW_YORK) => {
  const end = stateAt(of, zone, at(instant)).until;
  return end === null ? null : new Date(end).toISOString();
};
const holiday = (name: string, dates: Holiday['dates'], hours: Hours = closed): Holiday => ({ name, dates, hours });

describe('a span', () => {
  test('begins with its first instant and ends before its last', () => {
    expect(isOpen(rules(), '2026-11-30T13:59:59.999Z')).toBe(false);
    expect(isOpen(rules(), '2026-11-30T14:00:00Z')).toBe(true);
    expect(isOpen(rules(), '2026-11-30T21:59:59.900Z')).toBe(true);
    expect(isOpen(rules(), '2026-11-30T22:00:00Z')).toBe(false);
  });

  test('says when it changes the next time', () => {
    expect(until(rules(), '2026-11-30T15:00Z')).toBe('2026-11-30T22:00:00.000Z');
    // Friday evening: until Monday
    expect(until(rules(), '2026-11-27T23:00Z')).toBe('2026-11-30T14:00:00.000Z');
  });

  test('follows the clock of its zone, in winter and in summer', () => {
    for (const [zone, winter, summer] of [
      [NEW_YORK, '2026-01-12T14:00Z', '2026-07-13T13:00Z'],
      ['Asia/Kolkata', '2026-01-12T03:30Z', '2026-07-13T03:30Z'],
      ['Pacific/Auckland', '2026-01-11T20:00Z', '2026-07-12T21:00Z'],
    ] as const)
      for (const start of [winter, summer]) {
        expect(stateAt(rules(), zone, at(start) - 1).open, `${zone} ${start}`).toBe(false);
        expect(stateAt(rules(), zone, at(start)).open, `${zone} ${start}`).toBe(true);
      }
  });

  test('moves with the tenant that moves to another zone', () => {
    expect(isOpen(rules(), '2026-11-30T14:30Z', NEW_YORK)).toBe(true);
    expect(isOpen(rules(), '2026-11-30T14:30Z', 'America/Los_Angeles')).toBe(false);
    expect(isOpen(rules(), '2026-11-30T17:30Z', 'America/Los_Angeles')).toBe(true);
  });

  test('runs over midnight, and belongs to the day on which it begins', () => {
    const night = rules({ friday: spans('22:00-06:00') });
    // Saturday, 05:59 and 06:00
    expect(stateAt(night, NEW_YORK, at('2026-11-28T10:59:59Z'))).toMatchObject({
      open: true,
      because: { kind: 'week', weekday: 'friday' },
    });
    expect(isOpen(night, '2026-11-28T11:00Z')).toBe(false);
    // Friday, 05:00
    expect(isOpen(night, '2026-11-27T10:00Z')).toBe(false);
  });

  test('runs over midnight from Sunday to Monday', () => {
    expect(isOpen(rules({ sunday: spans('20:00-02:00'), monday: closed }), '2026-11-30T06:59Z')).toBe(true);
    expect(isOpen(rules({ sunday: spans('20:00-02:00'), monday: closed }), '2026-11-30T07:00Z')).toBe(false);
  });

  test('runs on into a holiday, as that begins with its own day', () => {
    const night = rules({ friday: spans('22:00-06:00'), saturday: allDay }, [
      holiday('Inventory', { kind: 'date', date: '2026-11-28' }),
    ]);
    expect(isOpen(night, '2026-11-28T10:59Z')).toBe(true);
    expect(stateAt(night, NEW_YORK, at('2026-11-28T11:00Z'))).toMatchObject({
      open: false,
      because: { kind: 'date', name: 'Inventory' },
    });
  });

  test('ends at midnight with 00:00', () => {
    const late = rules({ monday: spans('18:00-00:00'), tuesday: closed });
    expect(isOpen(late, '2026-12-01T04:59:59Z')).toBe(true);
    expect(isOpen(late, '2026-12-01T05:00Z')).toBe(false);
  });

  test('joins the span that follows without a gap', () => {
    const day = spans('00:00-12:00', '12:00-00:00');
    const all = { monday: day, tuesday: closed };
    expect(until(rules(all), '2026-11-30T06:00Z')).toBe('2026-12-01T05:00:00.000Z');
  });

  test('is found however the spans of a day are ordered', () => {
    const day = { monday: spans('13:00-17:00', '09:00-12:00') };
    expect(until(rules(day), '2026-11-30T13:00Z')).toBe('2026-11-30T14:00:00.000Z');
    expect(until(rules(day), '2026-11-30T17:30Z')).toBe('2026-11-30T18:00:00.000Z');
  });
});

describe('24 hours', () => {
  const always = rules(Object.fromEntries(WeekSchema.keyof().options.map((day) => [day, allDay])));
  test('is open at each instant of the week', () => {
    // each one searches a year ahead for a change
    for (let hour = 0; hour < 24 * 7; hour += 3)
      expect(stateAt(always, NEW_YORK, at('2026-10-29T00:00Z') + hour * 3_600_000)).toMatchObject({ open: true });
  });
  test('has no next change if it is every day', () => expect(until(always, '2026-11-28T00:00Z')).toBeNull());
  test('lasts for 23 and 25 hours when the clock changes', () => {
    const sundays = rules({ saturday: closed, sunday: allDay, monday: closed });
    expect(until(sundays, '2026-03-08T06:00Z')).toBe('2026-03-09T04:00:00.000Z');
    expect(until(sundays, '2026-11-01T05:00Z')).toBe('2026-11-02T05:00:00.000Z');
  });
});

describe('a clock that goes forward from 02:00 to 03:00', () => {
  const sunday = (text: string) => rules({ sunday: spans(text) });
  test.each([
    // begins in the hour that is skipped
    ['02:30-05:00', '2026-03-08T06:59:59Z', false],
    ['02:30-05:00', '2026-03-08T07:00:00Z', true],
    // ends in it
    ['01:00-02:30', '2026-03-08T06:59:59Z', true],
    ['01:00-02:30', '2026-03-08T07:00:00Z', false],
    // lies inside
    ['02:15-02:45', '2026-03-08T06:59:59Z', false],
    ['02:15-02:45', '2026-03-08T07:00:00Z', false],
    ['02:15-02:45', '2026-03-08T07:20:00Z', false],
  ])('%s at %s: open %s', (span, instant, open) => expect(isOpen(sunday(span), instant)).toBe(open));
});

describe('a clock that goes back from 02:00 to 01:00', () => {
  const sunday = (text: string) => rules({ sunday: spans(text) });
  test.each([
    // begins in the repeated hour: at the first
    ['01:30-05:00', '2026-11-01T05:29:59Z', false],
    ['01:30-05:00', '2026-11-01T05:30:00Z', true],
    ['01:30-05:00', '2026-11-01T06:10:00Z', true],
    // ends in it: at the second
    ['00:30-01:30', '2026-11-01T05:45:00Z', true],
    ['00:30-01:30', '2026-11-01T06:29:59Z', true],
    ['00:30-01:30', '2026-11-01T06:30:00Z', false],
    // lies inside: from the first to the second
    ['01:15-01:45', '2026-11-01T05:14:59Z', false],
    ['01:15-01:45', '2026-11-01T06:00:00Z', true],
    ['01:15-01:45', '2026-11-01T06:45:00Z', false],
  ])('%s at %s: open %s', (span, instant, open) => expect(isOpen(sunday(span), instant)).toBe(open));

  test('makes a night longer', () => {
    const night = rules({ saturday: spans('22:00-06:00') });
    expect(isOpen(night, '2026-11-01T10:59:59Z')).toBe(true);
    expect(isOpen(night, '2026-11-01T11:00Z')).toBe(false);
  });
});

describe('the order of rules', () => {
  const range = holiday('Holidays', { kind: 'range', from: '2026-12-24', to: '2027-01-02' });
  const christmas = holiday('Christmas Day', { kind: 'yearly', month: 12, day: 25, observed: false });
  const lateOpening = holiday('Late opening', { kind: 'date', date: '2026-12-25' }, spans('12:00-14:00'));
  const because = (holidays: Holiday[], day: string) => hoursOn(rules({}, holidays), day).because;

  test('a single date comes before a holiday, a holiday before the week', () => {
    expect(because([range, christmas, lateOpening], '2026-12-25')).toEqual({ kind: 'date', name: 'Late opening' });
    expect(because([range, christmas], '2026-12-28')).toEqual({ kind: 'holiday', name: 'Holidays' });
    expect(because([range, christmas], '2026-12-23')).toEqual({ kind: 'week', weekday: 'wednesday' });
  });

  test('of two holidays on one day, the first of the list decides', () => {
    expect(because([range, christmas], '2026-12-25')).toEqual({ kind: 'holiday', name: 'Holidays' });
    expect(because([christmas, range], '2026-12-25')).toEqual({ kind: 'holiday', name: 'Christmas Day' });
  });

  test('a holiday on a closed weekday is named too, and may open it', () => {
    const openSunday = holiday('Open Sunday', { kind: 'date', date: '2026-11-29' }, spans('10:00-16:00'));
    expect(stateAt(rules({}, [openSunday]), NEW_YORK, at('2026-11-29T16:00Z'))).toEqual({
      open: true,
      because: { kind: 'date', name: 'Open Sunday' },
      until: at('2026-11-29T21:00Z'),
    });
  });

  test('an override comes before all, and ends by itself', () => {
    const open = { ...rules({}, [lateOpening]), override: { open: false, until: at('2026-12-25T18:00Z') } };
    expect(stateAt(open, NEW_YORK, at('2026-12-25T17:30Z'))).toEqual({
      open: false,
      because: { kind: 'override' },
      until: at('2026-12-25T18:00Z'),
    });
    expect(stateAt(open, NEW_YORK, at('2026-12-25T18:00Z'))).toMatchObject({ open: true, because: { kind: 'date' } });
  });
});

describe('the toggle of a phone', () => {
  test('closes one minute before the end, and opens one minute after it', () => {
    // 16:59 in New York: closed until 17:00, when the hours close it themselves
    const closing = toggled(rules(), NEW_YORK, at('2026-11-30T21:59Z'));
    expect(closing).toEqual({ open: false, until: at('2026-11-30T22:00Z') });
    const opening = toggled({ ...rules(), override: closing }, NEW_YORK, at('2026-11-30T22:01Z'));
    expect(opening).toEqual({ open: true, until: at('2026-12-01T14:00Z') });
  });

  test('twice is back to the hours', () => {
    const noon = at('2026-11-30T17:00Z');
    const once = toggled(rules(), NEW_YORK, noon);
    expect(once).toEqual({ open: false, until: at('2026-11-30T22:00Z') });
    expect(toggled({ ...rules(), override: once }, NEW_YORK, noon + 60_000)).toBeNull();
  });

  test('ends after a day where nothing changes by itself', () => {
    const never = rules(Object.fromEntries(WeekSchema.keyof().options.map((day) => [day, closed])));
    const noon = at('2026-11-30T17:00Z');
    expect(toggled(never, NEW_YORK, noon)).toEqual({ open: true, until: noon + 86_400_000 });
  });
});

test('whatever the hours, a state holds until it says, and changes then', () => {
  const mixed = rules(
    {
      monday: spans('22:00-06:00'),
      wednesday: allDay,
      saturday: spans('00:30-01:30', '02:30-03:30'),
      sunday: spans('01:15-02:30'),
    },
    [holiday('Range', { kind: 'range', from: '2026-03-05', to: '2026-03-06' })],
  );
  for (let instant = at('2026-02-27T00:00Z'), steps = 0; steps < 60; steps++) {
    const state = stateAt(mixed, NEW_YORK, instant);
    expect(state.until).toBeGreaterThan(instant);
    if (state.until === null) break;
    expect(stateAt(mixed, NEW_YORK, state.until - 1).open, new Date(state.until).toISOString()).toBe(state.open);
    expect(stateAt(mixed, NEW_YORK, state.until).open, new Date(state.until).toISOString()).toBe(!state.open);
    instant = state.until;
  }
});

test('a browser in Auckland means the day that a tenant in Honolulu has', () => {
  const dates = { kind: 'date', date: '2026-12-25' } as const;
  const open = rules({}, [holiday('Christmas', dates)]);
  for (let hour = 0; hour < 72; hour++) {
    const instant = at('2026-12-24T00:00Z') + hour * 3_600_000;
    const isThen = stateAt(open, 'Pacific/Honolulu', instant).because.kind === 'date';
    expect(isThen, String(hour)).toBe(dayAt(instant, 'Pacific/Honolulu') === '2026-12-25');
  }
});

test('a span in minutes may end on the next day', () => {
  expect(minutesOfSpan({ from: '22:00', to: '06:00' })).toEqual({ from: 1320, to: 1800 });
  expect(minutesOfSpan({ from: '18:00', to: '00:00' })).toEqual({ from: 1080, to: 1440 });
  expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
});
