import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { callFacts } from '../../../test/call-facts.ts';
import type { Call } from '../../calls/model/call.ts';
import type { LiveParties } from '../../calls/model/parties.ts';
import { openLiveParties } from './live-parties.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const call = (id: string, callee: string | null, kind: 'talking' | 'rerouting' = 'talking'): Call => {
  const admitted = {
    facts: callFacts({ id, tenantId: 't1', direction: 'internal', extensionId: 'e1' }),
    origin: { number: '101', name: '', restricted: false },
    codecs: [],
    encryptedCaller: false,
    path: [],
    legsMade: 1,
    party: { extensionId: 'e1', number: '101' },
    answered: null,
    returnTo: null,
    flow: null,
    flowAnswer: null,
    parked: null,
  };
  const scene =
    kind === 'talking'
      ? {
          kind,
          ...admitted,
          leg: 'leg',
          callee: { extensionId: callee, number: '102' },
          answered: { since: { kind: 'inLiveRow' as const }, by: { extensionId: callee, number: '102' } },
        }
      : { kind, ...admitted, ringbackSent: false };
  return { caller: `caller of ${id}`, scene };
};
const ended = (id: string): Call => ({ caller: `caller of ${id}`, scene: { kind: 'ended' } });

/** A writer whose database responds as the test says. */
function fixture(answer: (rows: LiveParties[]) => string[] = (rows) => rows.map(({ id }) => id)) {
  const saved: { rows: string[]; tenants: string[] }[] = [];
  const writer = openLiveParties({
    async save(rows, tenants) {
      saved.push({ rows: rows.map(({ id, talking }) => `${id} ${talking.join('+')}`), tenants });
      return answer(rows);
    },
    log: () => {},
  });
  return { saved, writer };
}
const settle = () => vi.advanceTimersByTimeAsync(160);

test('saves changes from about the same time in one statement, and nothing without a change', async () => {
  const { saved, writer } = fixture();
  writer.onStep(call('one', 'e2'));
  writer.onStep(call('two', 'e3'));
  writer.onStep(call('one', 'e2'));
  writer.rowsChanged('t2');
  await settle();
  writer.onStep(call('one', 'e2'));
  await settle();
  expect(saved).toEqual([{ rows: ['one e1+e2', 'two e1+e3'], tenants: ['t1', 't2'] }]);
});

test('notifies of a call with only its caller, without saving its parties', async () => {
  const { saved, writer } = fixture();
  writer.onStep(call('one', null, 'rerouting'));
  await settle();
  expect(saved).toEqual([{ rows: [], tenants: ['t1'] }]);
});

test('saves a locked row later, unless the call has ended', async () => {
  let isLocked = true;
  const { saved, writer } = fixture((rows) => (isLocked ? [] : rows.map(({ id }) => id)));
  writer.onStep(call('one', 'e2'));
  writer.onStep(call('two', 'e2'));
  await settle();
  writer.onStep(ended('two'));
  isLocked = false;
  await settle();
  await settle();
  expect(saved.map(({ rows }) => rows)).toEqual([['one e1+e2', 'two e1+e2'], ['one e1+e2']]);
});

test('loses nothing while the database is down, and then saves the newest state', async () => {
  let isAway = true;
  const { saved, writer } = fixture((rows) => {
    if (isAway) throw new Error('away');
    return rows.map(({ id }) => id);
  });
  writer.onStep(call('one', 'e2'));
  await settle();
  writer.onStep(call('one', 'e3'));
  isAway = false;
  await vi.advanceTimersByTimeAsync(1100);
  expect(saved.at(-1)).toEqual({ rows: ['one e1+e3'], tenants: ['t1'] });
});
