import { describe, expect, test } from 'vitest';
import { FILE_KINDS } from '../platform/db/storage.ts';
import { PURGE, PURGED_FOLDERS, purgeDecision, type PurgeState, warningDue } from './rules.ts';

const purgeAt = new Date('2026-07-30T10:00:00.000Z');
const before = (days: number, ms = 0) => new Date(purgeAt.getTime() - days * 86_400_000 - ms);

describe('when a purge begins', () => {
  const cancelled: PurgeState = { status: 'CANCELLED', purge_at: purgeAt, purge_started_at: null, held: false };
  test('to the millisecond', () => {
    expect(purgeDecision(cancelled, before(0, 1))).toBe('early');
    expect(purgeDecision(cancelled, purgeAt)).toBe('begin');
  });
  test('not under a legal hold, and not for a reactivated tenant', () => {
    expect(purgeDecision({ ...cancelled, held: true }, before(-10))).toBe('held');
    expect(purgeDecision({ ...cancelled, status: 'ACTIVE', purge_at: null }, before(-10))).toBe('not cancelled');
  });
  test('and once begun it continues', () => {
    expect(purgeDecision({ ...cancelled, purge_started_at: purgeAt }, purgeAt)).toBe('resume');
  });
});

describe('which warning is due', () => {
  test.each([
    [before(30, 1), null],
    [before(30), 30],
    [before(8), 30],
    [before(7), 7],
    [before(1, 1), 7],
    [before(1), 1],
    [before(0, 1), 1],
    [purgeAt, null],
  ])('%s: %s', (now, days) => {
    expect(warningDue(purgeAt, now)).toBe(days);
  });
});

describe('the table of the purge', () => {
  test('covers every kind of file', () => {
    expect(Object.keys(PURGED_FOLDERS).toSorted()).toEqual(Object.keys(FILE_KINDS).toSorted());
  });

  test('states for everything retained how long and why', () => {
    const reasons = PURGE.flatMap((line) => ('retention' in line ? [line.retention] : []));
    expect(reasons.filter((reason) => reason.length < 20)).toEqual([]);
    expect(reasons.length).toBeGreaterThan(5);
  });

  test('removes users after the rows that are found through them', () => {
    const place = (table: string) => PURGE.findIndex((line) => line.table === table);
    expect(place('idempotency_keys')).toBeLessThan(place('users'));
    // jobs are found through mails, which must still exist
    expect(place('graphile_worker._private_jobs')).toBeLessThan(place('mails'));
  });
});
