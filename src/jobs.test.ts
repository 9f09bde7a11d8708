import { parseCronItems } from 'graphile-worker';
import { expect, test } from 'vitest';
import { tasks } from './jobs.ts';
import type { Tasks } from './platform/db/jobs/jobs.ts';

test('each task that repeats says when in a way that the library understands, or the program would not start', () => {
  const all: Tasks = tasks;
  const items = Object.entries(all).flatMap(([task, { cron }]) => (cron ? [{ task, match: cron }] : []));
  expect(items.length).toBeGreaterThan(10);
  expect(parseCronItems(items)).toHaveLength(items.length);
});
