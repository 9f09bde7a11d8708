import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rateCall, type Rate } from '../billing/rating/rate-call.ts';
import { extendAtMs, nextStep, NOTHING_RESERVED, type Reservation, type Room } from './reservation-rules.ts';

const rate = (change: Partial<Rate> = {}): Rate => ({
  setupMicros: 0,
  perMinuteMicros: 60_000,
  initialSeconds: 1,
  incrementSeconds: 1,
  minimumMicros: 0,
  ...change,
});
const MINUTES = { initialSeconds: 60, incrementSeconds: 60 };
const room = (change: Partial<Room> = {}): Room => ({ micros: null, seconds: null, includedSeconds: 0, ...change });
const granted = (reserved: Reservation) => ({ kind: 'granted', reservation: reserved });

describe('a step', () => {
  test('is half a minute, or one increment if that is longer', () => {
    expect(nextStep(rate(), NOTHING_RESERVED, room())).toEqual(
      granted({ grantedSeconds: 30, includedSeconds: 0, micros: 30_000 }),
    );
    expect(nextStep(rate(MINUTES), NOTHING_RESERVED, room())).toEqual(
      granted({ grantedSeconds: 60, includedSeconds: 0, micros: 60_000 }),
    );
  });

  test('is a single increment when no slice fits, and refused when that does not fit either', () => {
    const near = nextStep(rate(), NOTHING_RESERVED, room({ micros: 29_999 }));
    expect(near).toEqual(granted({ grantedSeconds: 1, includedSeconds: 0, micros: 1000 }));
    expect(nextStep(rate(), NOTHING_RESERVED, room({ micros: 999 }))).toEqual({ kind: 'refused', by: 'spend_cap' });
    expect(nextStep(rate(MINUTES), NOTHING_RESERVED, room({ seconds: 59 }))).toEqual({
      kind: 'refused',
      by: 'minutes_cap',
    });
  });

  test('counts the set-up fee and the minimum of the first increment', () => {
    const dear = rate({ ...MINUTES, setupMicros: 5000, minimumMicros: 100_000 });
    expect(nextStep(dear, NOTHING_RESERVED, room({ micros: 99_999 })).kind).toBe('refused');
    expect(nextStep(dear, NOTHING_RESERVED, room({ micros: 100_000 })).kind).toBe('granted');
  });

  test('uses included minutes first, which cost nothing even if a cap is used up', () => {
    const full = room({ micros: -5, includedSeconds: 60 });
    expect(nextStep(rate(MINUTES), NOTHING_RESERVED, full)).toEqual(
      granted({ grantedSeconds: 60, includedSeconds: 60, micros: 0 }),
    );
    const after = { grantedSeconds: 60, includedSeconds: 60, micros: 0 };
    expect(nextStep(rate(MINUTES), after, room({ micros: 0 }))).toEqual({ kind: 'refused', by: 'spend_cap' });
  });

  test('is priced as a whole, so that prices below a micro a second add up', () => {
    const tiny = rate({ perMinuteMicros: 7 });
    let reserved = NOTHING_RESERVED;
    while (reserved.grantedSeconds < 3600) {
      const step = nextStep(tiny, reserved, room());
      if (step.kind === 'granted') reserved = step.reservation;
    }
    expect(reserved.micros).toBe(420);
  });

  test('is requested before it begins, but not in the first half of the previous one', () => {
    const at = (before: number, now: number) =>
      extendAtMs({ ...NOTHING_RESERVED, grantedSeconds: before }, { ...NOTHING_RESERVED, grantedSeconds: now });
    expect(at(0, 30)).toBe(25_000);
    expect(at(30, 31)).toBe(30_500);
  });
});

const rates = fc.record({
  setupMicros: fc.nat(2_000_000),
  perMinuteMicros: fc.oneof(fc.nat(50), fc.nat(5_000_000)),
  initialSeconds: fc.integer({ min: 1, max: 120 }),
  incrementSeconds: fc.integer({ min: 1, max: 120 }),
  minimumMicros: fc.nat(1_000_000),
});
const calls = fc.record({ rate: rates, ms: fc.integer({ min: 1, max: 1_200_000 }), startsAt: fc.nat(600_000) });
const cycles = fc.record({
  calls: fc.array(calls, { minLength: 1, maxLength: 30 }),
  cap: fc.option(fc.nat(40_000_000)),
  minutes: fc.option(fc.nat(7200)),
  allowance: fc.nat(3600),
});

type Call = typeof calls extends fc.Arbitrary<infer T> ? T : never;
type Cycle = typeof cycles extends fc.Arbitrary<infer T> ? T : never;
type Ended = { reserved: number; charged: number; wasCut: boolean };

/** Removes and returns the next item of the agenda. */
function soonest<Item extends { at: number }>(agenda: Item[]): Item | undefined {
  agenda.sort((a, b) => a.at - b.at);
  return agenda.shift();
}

/** A small model of a tenant's cycle in the database. Every call asks for the next step when its last one is over. */
function run({ calls: all, cap, minutes, allowance }: Cycle) {
  const sum = { micros: 0, seconds: 0, included: 0 };
  const live = new Map<Call, Reservation>();
  const ended: Ended[] = [];
  let peak = { micros: 0, seconds: 0 };
  const held = (of: (reserved: Reservation) => number) =>
    [...live.values()].reduce((total, reserved) => total + of(reserved), 0);
  const roomNow = (): Room => ({
    micros: cap === null ? null : cap - sum.micros - held(({ micros }) => micros),
    seconds: minutes === null ? null : minutes - sum.seconds - held(({ grantedSeconds }) => grantedSeconds),
    includedSeconds: allowance - sum.included - held(({ includedSeconds }) => includedSeconds),
  });
  const end = (call: Call, reserved: Reservation, ms: number, wasCut: boolean) => {
    live.delete(call);
    const includedLeft = Math.max(0, roomNow().includedSeconds);
    const charge = rateCall(call.rate, ms, includedLeft);
    sum.micros += charge.chargeMicros;
    sum.seconds += charge.chargedSeconds;
    sum.included += charge.includedSeconds;
    ended.push({ reserved: reserved.micros, charged: charge.chargeMicros, wasCut });
  };
  // copies, because two calls may be equal
  const agenda = all.map((one) => ({ at: one.startsAt, call: { ...one } }));
  for (let next = soonest(agenda); next; next = soonest(agenda)) {
    const { at, call } = next;
    const { ms, startsAt } = call;
    const reserved = live.get(call);
    const before = reserved ?? NOTHING_RESERVED;
    if (reserved && ms <= reserved.grantedSeconds * 1000 && at - startsAt >= ms) {
      end(call, reserved, ms, false);
      continue;
    }
    const step = nextStep(call.rate, before, roomNow());
    if (step.kind === 'granted') {
      live.set(call, step.reservation);
      agenda.push({ at: startsAt + Math.min(ms, step.reservation.grantedSeconds * 1000), call });
    } else if (reserved) end(call, reserved, reserved.grantedSeconds * 1000, true);
    peak = {
      micros: Math.max(peak.micros, sum.micros + held(({ micros }) => micros)),
      seconds: Math.max(peak.seconds, sum.seconds + held(({ grantedSeconds }) => grantedSeconds)),
    };
  }
  return { sum, peak, ended, left: live.size };
}

describe('for any rates, durations and simultaneous calls', () => {
  const check = (holds: (result: ReturnType<typeof run>, cycle: Cycle) => void) => {
    expect.hasAssertions();
    fc.assert(fc.property(cycles, (cycle) => holds(run(cycle), cycle)));
  };

  test('charges and reservations together never exceed a cap', () =>
    check(({ sum, peak, left }, { cap, minutes, allowance }) => {
      expect(left).toBe(0);
      expect(peak.micros).toBeLessThanOrEqual(cap ?? Infinity);
      expect(peak.seconds).toBeLessThanOrEqual(minutes ?? Infinity);
      expect(sum.micros).toBeLessThanOrEqual(cap ?? Infinity);
      expect(sum.included).toBeLessThanOrEqual(allowance);
    }));

  test('no call is charged more than it reserved', () =>
    check(({ ended }) => {
      for (const { charged, reserved } of ended) expect(charged).toBeLessThanOrEqual(reserved);
      expect(ended.length).toBeGreaterThanOrEqual(0);
    }));

  test('calls that a cap ends are charged exactly what they reserved', () => {
    expect.hasAssertions();
    // minutes released by another call can make a call cheaper than its reservation
    const withoutMinutes = cycles.map((cycle) => ({ ...cycle, allowance: 0 }));
    fc.assert(
      fc.property(withoutMinutes, (cycle) => {
        const cut = run(cycle).ended.filter(({ wasCut }) => wasCut);
        expect(cut.map(({ charged }) => charged)).toEqual(cut.map(({ reserved }) => reserved));
      }),
    );
  });
});
