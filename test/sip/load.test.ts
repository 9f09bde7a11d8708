import { expect, test } from 'vitest';
import { carrier } from './carrier.ts';
import { farEnd, load, setupPercentile } from './load.ts';

const host = '127.0.0.1';
const rows = [
  { sipUsername: 'acme-101', password: 's3cret', number: '102' },
  { sipUsername: '+12025550100', number: '103' },
];

test('a storm tells of each call when it was asked, answered and ended, and the far end agrees', async () => {
  await using far = await farEnd({ host, port: 9 });
  const began = Date.now();
  await using storm = await load({
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

test('a storm can be told to stop', async () => {
  await using far = await farEnd({ host, port: 9 });
  await using storm = await load({
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

test('calls that are refused or hung up by the other side are counted as that', async () => {
  await using world = await carrier();
  const server = { host, port: world.port };
  world.listen({ rejectWith: 403 });
  await using refused = await load({ scenario: 'storm-calling', server, rate: 50, calls: 5, rows });
  expect((await refused.done).byStatus).toEqual({ 403: 5 });
  world.listen({ hangUpAfterMs: 20 });
  await using ended = await load({ scenario: 'storm-calling', server, rate: 50, calls: 5, holdMs: 20_000, rows });
  const { byStatus, calls } = await ended.done;
  expect(byStatus).toEqual({ 200: 5 });
  expect(calls.map(({ byeFrom }) => byeFrom)).toEqual(Array(5).fill('them'));
});

test('a storm that cannot start says why', async () => {
  await using storm = await load({
    scenario: 'storm-calling',
    server: { host, port: 9 },
    rate: 0,
    calls: 1,
    rows,
    deadlineMs: 300,
  });
  await expect(storm.done).rejects.toThrow('a storm to end');
});
