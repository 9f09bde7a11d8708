import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Watching } from '../../edge/watching.ts';
import { openWatchedKeys } from './watched-keys.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const ada = { endpoint: 'acme-101', number: '102' };
const slot = { endpoint: 'acme-101', number: '705' };
const other = { endpoint: 'acme-101', number: '999' };
const EXTENSIONS = ['101', '102'].map((number) => ({
  id: `e${number}`,
  tenantId: 'acme',
  number,
  sipUsername: `acme-${number}`,
}));
const pass = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1000);

function open(listed: Watching[] = []) {
  const asterisk = { listed, isAway: false, asked: 0 };
  const state = { watched: [] as string[], absent: [] as string[], compared: 0 };
  let published = 0;
  const phones = { absent: [] as string[], asked: [] as string[][] };
  const keys = openWatchedKeys({
    async list() {
      asterisk.asked++;
      if (asterisk.isAway) throw new Error('away');
      return asterisk.listed;
    },
    async absentOf(ids) {
      phones.asked.push(ids);
      return phones.absent;
    },
    states: {
      watch(devices) {
        published++;
        state.watched = [...devices];
      },
      watchAlso: (device) => state.watched.push(device),
      setAbsent: (devices) => (state.absent = [...devices]),
      compare: async () => void state.compared++,
    },
    log: () => {},
  });
  keys.extensionsRead(EXTENSIONS);
  return { keys, asterisk, state, phones, published: () => published };
}

test('what Asterisk lists is watched, by extension and slot, and then its states are compared', async () => {
  const { keys, state } = open([ada, slot, other]);
  keys.connected();
  await pass(3);
  expect(state).toEqual({ watched: ['Stasis:e102', 'Stasis:acme-705'], absent: [], compared: 1 });
  keys.refresh();
  await pass(3);
  expect(state.compared).toBe(1);
});

test('a number is watched at once when the edge says so, and no longer when Asterisk has forgotten it', async () => {
  const { keys, state } = open();
  keys.connected();
  await pass(3);
  keys.began(ada);
  expect(state.watched).toEqual(['Stasis:e102']);
  keys.refresh();
  await pass(3);
  expect(state.watched).toEqual([]);
});

test('what begins while Asterisk is asked is not lost', async () => {
  const { keys, state, asterisk } = open();
  const answer = Promise.withResolvers<void>();
  const empty: Watching[] = [];
  Object.defineProperty(asterisk, 'listed', { get: () => answer.promise.then(() => empty) });
  keys.connected();
  await pass(1);
  keys.began(ada);
  answer.resolve();
  await pass(3);
  expect(state.watched).toEqual(['Stasis:e102']);
});

test('an Asterisk that is away is asked again', async () => {
  const { keys, state, asterisk } = open([ada]);
  asterisk.isAway = true;
  keys.connected();
  await pass(1);
  asterisk.isAway = false;
  await pass(10);
  expect(state).toMatchObject({ watched: ['Stasis:e102'], compared: 1 });
});

test('only watched extensions are asked for phones, whenever phones come or go', async () => {
  const { keys, state, phones, asterisk } = open([ada, slot]);
  keys.connected();
  await pass(3);
  phones.absent = ['e102'];
  keys.phonesTurned();
  await pass(3);
  expect([state.absent, phones.asked.at(-1), asterisk.asked]).toEqual([['Stasis:e102'], ['e102'], 1]);
});

test('each of many that begin is published alone, and what nobody can be found for never', async () => {
  const { keys, state, published } = open();
  keys.connected();
  await pass(3);
  const before = published();
  for (const { number } of EXTENSIONS) keys.began({ endpoint: 'acme-101', number });
  keys.began(slot);
  keys.began(other);
  keys.began(ada);
  expect([state.watched, published()]).toEqual([['Stasis:e101', 'Stasis:e102', 'Stasis:acme-705'], before]);
});
