import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { callFacts, legTo102 } from '../../../test/call-facts.ts';
import type { Call } from '../../calls/model/call.ts';
import { BusyStates } from './busy-states.ts';

const TENANT = '00000000-0000-0000-0000-00000000000a';
const [E1, E2] = ['00000000-0000-0000-0000-0000000000e1', '00000000-0000-0000-0000-0000000000e2'];

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const admitted = {
  facts: callFacts({ direction: 'internal', extensionId: E1, tenantId: TENANT }),
  origin: { number: '101', name: '', restricted: false },
  codecs: [],
  encryptedCaller: false,
  path: [],
  legsMade: 1,
  party: { extensionId: E1, number: '101' },
  answered: null,
  returnTo: null,
  flow: null,
  flowAnswer: null,
  parked: null,
};
const ringing = (caller: string, id = caller): Call => ({
  caller,
  scene: {
    kind: 'dialling',
    ...admitted,
    facts: { ...admitted.facts, id },
    legs: [legTo102('leg', { party: { extensionId: E2, number: '102' }, state: 'ringing' })],
    ringSeconds: 25,
    next: [],
    inOrder: false,
    exits: null,
    earlyMediaBridged: false,
    ringbackSent: true,
    causes: [],
    declined: false,
  },
});
const ended = (caller: string): Call => ({ caller, scene: { kind: 'ended' } });

const SLOT = `${TENANT}-701`;
const ALL = [E1, E2, SLOT].map((device) => `Stasis:${device}`);

/** Busy states for an Asterisk that already has these. All devices are watched unless given. */
function open(already: Record<string, string> = {}, watched: string[] = ALL) {
  const asked: string[] = [];
  const states = new Map(Object.entries(already));
  const busy = new BusyStates({
    async request(method, path) {
      if (method === 'GET') {
        return { status: 200, body: [...states].map(([name, state]) => ({ name, state })) };
      }
      asked.push(`${method} ${path.replace('deviceStates/', '')}`);
      return { status: 204, body: undefined };
    },
    log: (error) => {
      throw error;
    },
  });
  busy.watch(new Set(watched));
  return { busy, asked };
}
const settle = () => vi.advanceTimersByTimeAsync(500);
const put = (device: string, state: string) => `PUT Stasis:${device}?deviceState=${state}`;

test('a call sets the states of its extensions once each, and resets them', async () => {
  const { busy, asked } = open();
  busy.onStep(ringing('one'));
  busy.onStep(ringing('one'));
  await settle();
  expect(asked.splice(0).toSorted()).toEqual([put(E1, 'INUSE'), put(E2, 'RINGING')]);
  busy.onStep(ended('one'));
  await settle();
  expect(asked.toSorted()).toEqual([put(E1, 'NOT_INUSE'), put(E2, 'NOT_INUSE')]);
});

test('an extension is busy as long as one of its calls is', async () => {
  const { busy, asked } = open();
  busy.onStep(ringing('one'));
  busy.onStep(ringing('two'));
  await settle();
  asked.length = 0;
  busy.onStep(ended('one'));
  await settle();
  expect(asked).toEqual([]);
});

test('a call whose caller moves to another channel leaves nothing behind', async () => {
  const { busy, asked } = open();
  busy.onStep(ringing('first', 'call'));
  busy.onStep(ringing('second', 'call'));
  await settle();
  asked.length = 0;
  busy.onStep(ended('second'));
  await settle();
  expect(asked.toSorted()).toEqual([put(E1, 'NOT_INUSE'), put(E2, 'NOT_INUSE')]);
});

test('outdated states are removed, and those of current calls are set again', async () => {
  const { busy, asked } = open({ [`Stasis:${E2}`]: 'INUSE', 'Stasis:something-else': 'INUSE' });
  await busy.compare();
  await settle();
  expect(asked.splice(0)).toEqual([`DELETE Stasis:${E2}`]);
  busy.onStep(ringing('one'));
  await settle();
  asked.length = 0;
  await busy.compare();
  await settle();
  expect(asked.toSorted()).toEqual([put(E1, 'INUSE'), put(E2, 'RINGING')]);
});

test('a slot is busy while a call is parked there, rings while it rings back, and is free once it is retrieved', async () => {
  const slot = SLOT;
  const { busy, asked } = open({ [`Stasis:${slot}`]: 'INUSE' });
  const parked = { slot: '701', by: { extensionId: E2, number: '102' }, recalls: 0 };
  const step = async (call: Call) => {
    asked.length = 0;
    busy.onStep(call);
    await settle();
    return asked.filter((one) => one.includes(slot));
  };
  await busy.compare();
  await settle();
  expect(asked).toEqual([`DELETE Stasis:${slot}`]);
  const back = ringing('one', admitted.facts.id);
  if (back.scene.kind !== 'dialling') throw new Error('it does not ring');
  expect(await step({ caller: 'one', scene: { kind: 'waiting', ...admitted, parked, since: 'now' } })).toEqual([
    put(slot, 'INUSE'),
  ]);
  expect(await step({ caller: 'one', scene: { ...back.scene, parked } })).toEqual([put(slot, 'RINGING')]);
  expect(await step(ended('one'))).toEqual([put(slot, 'NOT_INUSE')]);
});

test.each(['watch', 'addWatched'] as const)(
  'an unwatched device gets no state until a phone starts to watch it during a call (%s)',
  async (way) => {
    const { busy, asked } = open({}, []);
    busy.onStep(ringing('one'));
    await settle();
    expect(asked).toEqual([]);
    if (way === 'watch') busy.watch(new Set([`Stasis:${E2}`]));
    else busy.addWatched(`Stasis:${E2}`);
    await settle();
    expect(asked.splice(0)).toEqual([put(E2, 'RINGING')]);
    busy.watch(new Set());
    await settle();
    expect(asked).toEqual([put(E2, 'NOT_INUSE')]);
  },
);

test('an extension without a phone is unavailable, unless it is in a call', async () => {
  const { busy, asked } = open();
  const step = async (what: () => void) => {
    asked.length = 0;
    what();
    await settle();
    return asked.filter((one) => one.includes(E1));
  };
  const absent = new Set([`Stasis:${E1}`]);
  expect(await step(() => busy.setAbsent(absent))).toEqual([put(E1, 'UNAVAILABLE')]);
  expect(await step(() => busy.onStep(ringing('one')))).toEqual([put(E1, 'INUSE')]);
  expect(await step(() => busy.onStep(ended('one')))).toEqual([put(E1, 'UNAVAILABLE')]);
  expect(await step(() => busy.setAbsent(new Set()))).toEqual([put(E1, 'NOT_INUSE')]);
});
