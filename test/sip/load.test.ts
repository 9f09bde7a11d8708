import { expect, test } from 'vitest';
import { openCarrier } from './carrier.ts';
import { openFarEnd, startLoad, setupPercentile } from './load.ts';

const host = '127.0.0.1';
const rows = [
  { sipUsername: 'acme-101', password: 's3cret', number: '102' },
  { sipUsername: '+12025550100', number: '103' },
];

test('a load run reports when each call was sent, answered and ended, and the far end agrees', async () => {
  await using far = await openFarEnd({ host, port: 9 });
  const began = Date.now();
  await using storm = await startLoad({
    scenario: 'storm-calling',
    server: { host, port: far.port },
    rate: 200,
    calls: 60,
    holdMs: 100,
    rows,
  });
  const { calls, byStatus } = await storm.done;
  expect(byStatus).toEqual({ 200: 60 });
  expect((await far.soFar()).byStatus).toEqual({ 200: 60 });
  for (const call of calls) {
    expect(call.sentAt).toBeGreaterThan(began);
    expect(call.endedAt! - call.finalAt!).toBeGreaterThan(90);
    expect(call.byeFrom).toBe('us');
  }
  expect(setupPercentile(calls, 0.5)).toBeLessThan(100);
});

test('a load run can be stopped', async () => {
  await using far = await openFarEnd({ host, port: 9 });
  await using storm = await startLoad({
    scenario: 'storm-calling',
    server: { host, port: far.port },
    rate: 100,
    calls: 10_000,
    rows,
  });
  await expect.poll(async () => (await storm.soFar()).calls.length).toBeGreaterThan(5);
  const { calls } = await storm.stop();
  expect(calls.length).toBeLessThan(1000);
});

test('refused calls and calls hung up by the other side are counted as such', async () => {
  await using world = await openCarrier();
  const server = { host, port: world.port };
  world.listen({ rejectWith: 403 });
  await using refused = await startLoad({ scenario: 'storm-calling', server, rate: 50, calls: 5, rows });
  expect((await refused.done).byStatus).toEqual({ 403: 5 });
  world.listen({ hangUpAfterMs: 20 });
  await using ended = await startLoad({ scenario: 'storm-calling', server, rate: 50, calls: 5, holdMs: 20_000, rows });
  const { byStatus, calls } = await ended.done;
  expect(byStatus).toEqual({ 200: 5 });
  expect(calls.map(({ byeFrom }) => byeFrom)).toEqual(Array(5).fill('them'));
});

test('a load run that cannot start says why', async () => {
  await using storm = await startLoad({
    scenario: 'storm-calling',
    server: { host, port: 9 },
    rate: 0,
    calls: 1,
    rows,
    deadlineMs: 300,
  });
  await expect(storm.done).rejects.toThrow('a storm to end');
});
