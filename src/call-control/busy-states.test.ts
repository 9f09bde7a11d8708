import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { callFacts, legTo102 } from '../../test/call-facts.ts';
import type { Call } from '../calls/call.ts';
import { openBusyStates } from './busy-states.ts';

const [E1, E2] = ['00000000-0000-0000-0000-0000000000e1', '00000000-0000-0000-0000-0000000000e2'];

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const admitted = {
  facts: callFacts({ direction: 'internal', extensionId: E1 }),
  origin: { number: '101', name: '', restricted: false },
  codecs: [],
  encryptedCaller: false,
  path: [],
  legsMade: 1,
  party: { extensionId: E1, number: '101' },
  answered: null,
  returnTo: null,
  parked: null,
};
const ringing = (caller: string): Call => ({
  caller,
  scene: {
    kind: 'dialling',
    ...admitted,
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

/** Busy states beside an Asterisk that has these already. */
function open(already: Record<string, string> = {}) {
  const asked: string[] = [];
  const states = new Map(Object.entries(already));
  const busy = openBusyStates({
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
  return { busy, asked };
}
const settle = () => vi.advanceTimersByTimeAsync(500);
const put = (id: string, state: string) => `PUT Stasis:${id}?deviceState=${state}`;

test('a call sets what its extensions do, once each, and takes it back', async () => {
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

test('states of another time are removed, and those of calls that go on are set again', async () => {
  const { busy, asked } = open({ [`Stasis:${E2}`]: 'INUSE', 'Stasis:something-else': 'INUSE' });
  busy.connected();
  await settle();
  expect(asked.splice(0)).toEqual([`DELETE Stasis:${E2}`]);
  busy.onStep(ringing('one'));
  await settle();
  asked.length = 0;
  busy.connected();
  await settle();
  expect(asked.toSorted()).toEqual([put(E1, 'INUSE'), put(E2, 'RINGING')]);
});
