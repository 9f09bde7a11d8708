import { expect, test } from 'vitest';
import { daysOf, monthSpans } from './rules.ts';

const at = (text: string): number => Date.parse(text);
const iso = ({ from, until }: { from: number; until: number }) => [from, until].map((ms) => new Date(ms).toISOString());

test('a month that runs is compared with as much of the month before', () => {
  const { month, isRunning, present, before } = monthSpans(undefined, 'UTC', at('2026-11-11T12:00Z'));
  expect([month, isRunning]).toEqual(['2026-11', true]);
  expect(iso(present)).toEqual(['2026-11-01T00:00:00.000Z', '2026-11-11T12:00:00.000Z']);
  expect(iso(before)).toEqual(['2026-10-01T00:00:00.000Z', '2026-10-11T12:00:00.000Z']);
  expect([present.firstDay, present.through, before.through]).toEqual(['2026-11-01', '2026-11-11', '2026-10-11']);
});

test('an ended month is compared with the whole month before, and a running one with at most that', () => {
  const ended = monthSpans('2026-03', 'UTC', at('2026-11-11T12:00Z'));
  expect([...iso(ended.present), ended.before.through, ended.isRunning]).toEqual([
    '2026-03-01T00:00:00.000Z',
    '2026-04-01T00:00:00.000Z',
    '2026-02-28',
    false,
  ]);
  const long = monthSpans('2026-03', 'UTC', at('2026-03-31T12:00Z'));
  expect(iso(long.before)[1]).toBe('2026-03-01T00:00:00.000Z');
});

test('months begin at midnight of the partner’s calendar, whatever its clock does', () => {
  const { present } = monthSpans('2026-11', 'America/New_York', at('2027-01-01T00:00Z'));
  expect(iso(present)).toEqual(['2026-11-01T04:00:00.000Z', '2026-12-01T05:00:00.000Z']);
  expect(monthSpans(undefined, 'Pacific/Kiritimati', at('2026-11-30T11:00Z')).month).toBe('2026-12');
  expect(daysOf(present)).toHaveLength(30);
});

test('a month to come has no days', () => {
  const { present, before } = monthSpans('2027-02', 'UTC', at('2026-11-11T12:00Z'));
  expect([present.until - present.from, daysOf(present), daysOf(before)]).toEqual([0, [], []]);
});
