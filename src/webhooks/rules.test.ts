import { describe, expect, test } from 'vitest';
import {
  FAILURES_IN_A_ROW,
  GIVE_UP_MS,
  type Health,
  healthAfter,
  MAX_AT_ONCE,
  nextAttempt,
  roomFor,
  shareOf,
  warningOf,
  HEALTHY,
} from './rules.ts';

const REFUSED = { kind: 'refused', retryAfterMs: null } as const;
const TAKEN = { kind: 'taken' } as const;
const MINUTE = 60_000;

/** The health after these attempts at a fixed interval. */
const after = (
  attempts: readonly Parameters<typeof healthAfter>[1][],
  everyMs = 1000,
  health: Health | null = HEALTHY,
) =>
  attempts.reduce<{ health: Health | null; now: number }>(
    ({ health: was, now }, attempt) => ({ health: was && healthAfter(was, attempt, now, 0.5), now: now + everyMs }),
    { health, now: 0 },
  ).health;

describe('a message that is refused', () => {
  test('is retried at growing intervals, for three days', () => {
    const waits: number[] = [];
    for (let now = 0, attempts = 1; ; attempts++) {
      const next = nextAttempt({ attempts, triedSince: 0, retryAfterMs: null }, now, 0.5);
      if (next === null) break;
      waits.push((next - now) / 1000);
      now = next;
    }
    expect(waits.slice(0, -1)).toEqual([
      5, 30, 120, 600, 1800, 3600, 7200, 14_400, 28_800, 43_200, 43_200, 43_200, 43_200,
    ]);
    expect(waits.reduce((sum, wait) => sum + wait, 0)).toBe(72 * 3600);
  });
  test('is retried with a random variation of a fifth', () => {
    const at = (chance: number) => nextAttempt({ attempts: 2, triedSince: 0, retryAfterMs: null }, 0, chance);
    expect([at(0), at(1)]).toEqual([24_000, 36_000]);
  });
  test('waits as long as the receiver requests, up to a day', () => {
    const at = (retryAfterMs: number, now = 0) => nextAttempt({ attempts: 1, triedSince: 0, retryAfterMs }, now, 0.5);
    expect([at(1000), at(10 * MINUTE), at(1e12)]).toEqual([5000, 10 * MINUTE, 24 * 60 * MINUTE]);
    // the next one would be after the three days
    expect(at(1e12, GIVE_UP_MS - 60 * MINUTE)).toBeNull();
  });
});

describe('a receiver', () => {
  test('that refuses one message among others is healthy', () => {
    const health = after(Array.from({ length: 1000 }, (_, at) => (at % 3 === 0 ? TAKEN : REFUSED)));
    expect(health?.kind).toBe('healthy');
  });
  test('that only fails gets a single message now and then', () => {
    const health = after(Array(FAILURES_IN_A_ROW).fill(REFUSED));
    expect(health).toMatchObject({ kind: 'failing', failingSince: 0, probeAt: 9000 });
    expect(health && [roomFor(health, 0, 8999), roomFor(health, 0, 9000), roomFor(health, 1, 9000)]).toEqual([0, 1, 0]);
  });
  test('is probed at growing intervals, which ten messages that fail together don’t lengthen', () => {
    const together = after(Array(10).fill(REFUSED), 0);
    expect(together).toMatchObject({ kind: 'failing', probeAt: 5000 });
    expect(together && healthAfter(together, REFUSED, 5000, 0.5)).toMatchObject({ probeAt: 15_000 });
  });
  test('that works again gets one message, then two, four, eight and ten at once', () => {
    const failing = after(Array(8).fill(REFUSED));
    const windows = Array.from({ length: 5 }, (_, successes) => after(Array(successes + 1).fill(TAKEN), 1000, failing));
    expect(windows.map((health) => health && roomFor(health, 0, 1e9))).toEqual([1, 2, 4, 8, MAX_AT_ONCE]);
  });
  test('that has failed for three days is turned off, and not before', () => {
    const failures = Array(100).fill(REFUSED);
    expect(after(failures, GIVE_UP_MS / 100)).not.toBeNull();
    expect(after([...failures, REFUSED], GIVE_UP_MS / 100)).toBeNull();
    expect(after([...failures, TAKEN, REFUSED], GIVE_UP_MS / 100)).not.toBeNull();
  });
  test('that responds with 410 is turned off at once', () => expect(after([{ kind: 'gone' }])).toBeNull());
});

test('a partner is warned after an hour of failures, and again a day before the webhook is turned off', () => {
  const HOUR = 60 * MINUTE;
  const failing = after(Array(FAILURES_IN_A_ROW).fill(REFUSED), 0);
  const at = (hours: number) => failing && warningOf(failing, hours * HOUR);
  expect([at(0.9), at(1), at(47.9), at(48), at(71)]).toEqual([null, 'failing', 'failing', 'ending', 'ending']);
  // a few failures of one message don't mean that the receiver is down
  const well = after([REFUSED, REFUSED], 0);
  expect(well && warningOf(well, 50 * HOUR)).toBeNull();
});

test('a single partner can use half of the capacity, and many share it equally', () => {
  expect([shareOf(1), shareOf(4), shareOf(1000)]).toEqual([500, 200, MAX_AT_ONCE]);
});
