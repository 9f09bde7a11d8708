import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { forecast, isUsedUp, levelOf, levelToReport } from './rules.ts';

const none = { threshold: false, full: false };

describe('a cap', () => {
  test('is reached at exactly its threshold and at exactly 100 %', () => {
    const at = (used: bigint) => levelOf(used, 10_000n, 80);
    expect([7999n, 8000n, 9999n, 10_000n, 50_000n].map(at)).toEqual([
      'below',
      'threshold',
      'threshold',
      'full',
      'full',
    ]);
  });

  test('of 0 is not reached without usage', () => {
    expect(levelOf(0n, 0n, 80)).toBe('below');
    expect(levelOf(1n, 0n, 80)).toBe('full');
  });

  test('is used up when it refuses a call with less than a hundredth left, not when a single call is too expensive', () => {
    expect(isUsedUp(9_996_000n, 10_000_000n)).toBe(true);
    expect(isUsedUp(6_000_000n, 10_000_000n)).toBe(false);
    expect(isUsedUp(0n, 0n)).toBe(false);
  });
});

describe('a report', () => {
  test('is made once for each level, and only for the higher of two that are reached at once', () => {
    expect(levelToReport('below', none)).toBeNull();
    expect(levelToReport('threshold', none)).toBe('threshold');
    expect(levelToReport('threshold', { threshold: true, full: false })).toBeNull();
    expect(levelToReport('full', { threshold: true, full: false })).toBe('full');
    expect(levelToReport('full', none)).toBe('full');
    expect(levelToReport('threshold', { threshold: false, full: true })).toBeNull();
    expect(levelToReport('full', { threshold: true, full: true })).toBeNull();
  });

  test('is made at most twice, however the usage goes up and down', () => {
    expect.hasAssertions();
    fc.assert(
      fc.property(fc.array(fc.bigInt(0n, 200n)), (uses) => {
        const reported = { ...none };
        const reports = uses.flatMap((used) => {
          const level = levelToReport(levelOf(used, 100n, 80), reported);
          if (level) reported[level] = true;
          return level ?? [];
        });
        expect(new Set(reports).size).toBe(reports.length);
        expect(reports.includes('full')).toBe(uses.some((used) => used >= 100n));
      }),
    );
  });
});

describe('the forecast', () => {
  const cycle = { startsAt: 0, endsAt: 30 * 86_400_000 };
  const on = (day: number, used: bigint) => forecast(used, { ...cycle, now: day * 86_400_000 });

  test('continues the usage at its current rate', () => {
    expect(on(10, 1_000_000n)).toBe(3_000_000n);
    expect(on(30, 1_000_000n)).toBe(1_000_000n);
  });

  test('counts the first hours as a day, and is never below the usage', () => {
    expect(on(0.1, 100n)).toBe(3000n);
    expect(on(0, 0n)).toBe(0n);
    expect(on(31, 500n)).toBe(500n);
  });
});
