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
      addWatched: (device) => state.watched.push(device),
      setAbsent: (devices) => (state.absent = [...devices]),
      compare: async () => void state.compared++,
    },
    log: () => {},
  });
  keys.extensionsRead(EXTENSIONS);
  return { keys, asterisk, state, phones, published: () => published };
}

test('watches the extensions and slots that Asterisk lists, and then compares states', async () => {
  const { keys, state } = open([ada, slot, other]);
  keys.connected();
  await pass(3);
  expect(state).toEqual({ watched: ['Stasis:e102', 'Stasis:acme-705'], absent: [], compared: 1 });
  keys.refresh();
  await pass(3);
  expect(state.compared).toBe(1);
});

test('watches a number as soon as the edge reports it, until Asterisk no longer lists it', async () => {
  const { keys, state } = open();
  keys.connected();
  await pass(3);
  keys.began(ada);
  expect(state.watched).toEqual(['Stasis:e102']);
  keys.refresh();
  await pass(3);
  expect(state.watched).toEqual([]);
});

test('does not lose what starts during the request to Asterisk', async () => {
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

test('retries while Asterisk is down', async () => {
  const { keys, state, asterisk } = open([ada]);
  asterisk.isAway = true;
  keys.connected();
  await pass(1);
  asterisk.isAway = false;
  await pass(10);
  expect(state).toMatchObject({ watched: ['Stasis:e102'], compared: 1 });
});

test('looks for phones of watched extensions only, whenever phones change', async () => {
  const { keys, state, phones, asterisk } = open([ada, slot]);
  keys.connected();
  await pass(3);
  phones.absent = ['e102'];
  keys.phonesChanged();
  await pass(3);
  expect([state.absent, phones.asked.at(-1), asterisk.asked]).toEqual([['Stasis:e102'], ['e102'], 1]);
});

test('publishes each new watched device separately, and unknown ones never', async () => {
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
