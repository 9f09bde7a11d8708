import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { callFacts } from '../../test/call-facts.ts';
import type { BilledLeg } from '../billing/rating/pin-contract.ts';
import type { Extended } from '../calls/admission/extending.ts';
import type { Call } from '../calls/model/call.ts';
import type { Event } from '../calls/model/event.ts';
import { openPaidTime } from './paid-time.ts';

const START = Date.parse('2026-03-01T12:00:00.000Z');
const rate = { setupMicros: 0, perMinuteMicros: 60_000, initialSeconds: 60, incrementSeconds: 60, minimumMicros: 0 };
const leg: BilledLeg = {
  leg: 1,
  number: '+12125559901',
  pin: {
    cycleId: 'cycle',
    currency: 'USD',
    class: 'domestic',
    included: false,
    rate: { prefix: '1', destination: '', listId: 'list', table: 'Table', validFrom: '2020-01-01', rate },
  },
};
beforeEach(() => void vi.useFakeTimers({ now: START }));
afterEach(() => void vi.useRealTimers());

const call = (fields: Partial<BilledLeg>): Call => ({
  caller: 'caller',
  scene: {
    kind: 'pickingUp',
    facts: callFacts({ id: 'call', tenantId: 'bakery', legs: [{ ...leg, ...fields }] }),
    party: { extensionId: 'e101', number: '101' },
    origin: { number: '101', name: '', restricted: false },
    codecs: [],
    encryptedCaller: false,
    path: [],
    legsMade: 1,
    answered: null,
    returnTo: null,
    parked: null,
    flow: null,
    flowAnswer: null,
  },
});
const answered = { answeredAt: new Date(START).toISOString() };
const minute = { ...answered, reserved: { grantedSeconds: 60, includedSeconds: 0, micros: 60_000 } };

/**
 * Watches a call with these replies in order, repeating the last one. Returns the events of the call with their times
 * in seconds.
 */
async function run(one: Call, seconds: number, ...replies: (Extended | 'down')[]) {
  const sent: [number, Event][] = [];
  const asked: number[] = [];
  const at = () => Math.round((Date.now() - START) / 100) / 10;
  const paid = openPaidTime({
    extend: () => {
      asked.push(at());
      const reply = (replies.length > 1 ? replies.shift() : replies[0]) ?? 'down';
      return reply === 'down' ? Promise.reject(new Error('down')) : Promise.resolve(reply);
    },
    send: (_, event) => void sent.push([at(), event]),
    log: () => undefined,
  });
  paid.onStep(one);
  await vi.advanceTimersByTimeAsync(seconds * 1000);
  paid.stop();
  return { asked, sent };
}
const granted = (askAt: number, endsAt: number): Extended => ({
  kind: 'granted',
  askAt: START + askAt * 1000,
  endsAt: START + endsAt * 1000,
});
const refused = (endsAt: number): Extended => ({ kind: 'refused', by: 'spend_cap', endsAt: START + endsAt * 1000 });

test('asks before each step is over, and sends nothing while more is granted', async () => {
  const { asked, sent } = await run(call(minute), 200, granted(115, 120), granted(175, 180), granted(235, 240));
  expect(asked).toEqual([55, 115, 175]);
  expect(sent).toEqual([]);
});

test('warns when a step is refused, asks once more at the end, and then ends the time', async () => {
  const { asked, sent } = await run(call(minute), 100, refused(60));
  expect(asked).toEqual([55, 60]);
  expect(sent).toEqual([
    [55, { type: 'timeShort', leg: 1 }],
    [60, { type: 'timeOver', leg: 1, reason: 'spend_cap' }],
  ]);
});

test('continues if another call has released something meanwhile', async () => {
  const { sent } = await run(call(minute), 100, refused(60), granted(115, 120));
  expect(sent).toEqual([[55, { type: 'timeShort', leg: 1 }]]);
});

test('checks an uncapped leg regularly, and lets it continue without a reply', async () => {
  const { asked, sent } = await run(call(answered), 60, { kind: 'uncapped' }, 'down');
  expect(asked.slice(0, 2)).toEqual([25, 50]);
  expect(sent).toEqual([]);
});

test('ends the time if the database could not be asked', async () => {
  const { sent } = await run(call(minute), 100, 'down');
  expect(sent).toEqual([[60, { type: 'timeOver', leg: 1, reason: 'unavailable' }]]);
});

test('does not ask about legs that ring, have ended, or cost nothing', async () => {
  const ended = { ...minute, endedAt: new Date(START).toISOString() };
  for (const fields of [{}, ended, { ...minute, pin: { ...leg.pin, rate: null } }])
    expect((await run(call(fields), 100, refused(60))).asked).toEqual([]);
});

test('forgets a call that has ended', async () => {
  const asked = vi.fn(() => Promise.resolve(granted(115, 120)));
  const paid = openPaidTime({ extend: asked, send: () => undefined, log: () => undefined });
  paid.onStep(call(minute));
  paid.onEnd('call');
  await vi.advanceTimersByTimeAsync(100_000);
  expect(asked).not.toHaveBeenCalled();
});

test('leaves no listener behind during a long call', async () => {
  const added = vi.spyOn(AbortSignal.prototype, 'addEventListener');
  const removed = vi.spyOn(AbortSignal.prototype, 'removeEventListener');
  const { asked } = await run(call(answered), 900, { kind: 'uncapped' });
  expect(asked.length).toBeGreaterThan(20);
  expect(removed).toHaveBeenCalledTimes(added.mock.calls.length);
  vi.restoreAllMocks();
});
