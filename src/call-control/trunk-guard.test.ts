import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { phoneTarget } from '../../test/call-facts.ts';
import type { Command } from '../calls/model/command.ts';
import type { Attempt, Connect, Decision, TrunkTarget } from '../calls/model/decision.ts';
import type { Event } from '../calls/model/event.ts';
import type { Reply } from '../trunks/options.ts';
import { watchTrunks } from '../trunks/watch.ts';
import { translate } from './ari/ari-events.ts';
import { rankTrunks, openTrunkGuard } from './trunk-guard.ts';

const A = '01960000-0000-7000-8000-00000000000a';
const B = '01960000-0000-7000-8000-00000000000b';
const LEG = '01960000-0000-7000-8000-00000000ca11.1';

const trunk = (id: string) => ({ id, host: id, port: 5060, answersOptions: true, answersCalls: true });
const target = (trunkId: string): TrunkTarget => ({ kind: 'trunk', trunkId, number: '911', earlyMedia: true });
const facts = {
  id: LEG.slice(0, 36),
  tenantId: null,
  direction: 'outbound',
  emergency: false,
  from: '',
  to: '911',
  extensionId: null,
  didId: null,
  callbackNumber: null,
  admittedAt: '2026-03-01T12:00:00.000Z',
} as const;
const callerId = { number: '', name: '', restricted: false };
const via = (trunkId: string): Attempt => ({ targets: [target(trunkId)], callerId, ringSeconds: 120 });
const decision: Connect = { kind: 'connect', facts, origin: callerId, attempts: [via(A), via(B)] };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

async function guarded(reply: Reply, { another = true } = {}) {
  let answer: Reply = { kind: 'answered', roundTripMs: 1 };
  const watch = watchTrunks({ probe: async () => answer, onProbed: () => {} });
  watch.watch([trunk(A), trunk(B)]);
  await vi.advanceTimersByTimeAsync(0);
  answer = reply;
  const given: string[] = [];
  const guard = openTrunkGuard({
    watch,
    hasAnother: () => another,
    giveUp: (leg, cause) => given.push(`${leg} ${cause}`),
  });
  const order = (command: object) => guard.onCommand(command as Command);
  order({ type: 'createLeg', leg: LEG, target: target(A) });
  order({ type: 'dial', leg: LEG });
  return { watch, guard, given, order, wait: () => vi.advanceTimersByTimeAsync(2600) };
}
const SILENT: Reply = { kind: 'silent' };
const ANSWERED: Reply = { kind: 'answered', roundTripMs: 1 };
const attempts = (of: Decision) => (of.kind === 'connect' ? of.attempts : []);

test('a number that rings together with others goes to a trunk that responds', async () => {
  const { watch, wait } = await guarded(SILENT);
  await wait();
  const member = (trunkId: string, otherTrunkIds: string[]): TrunkTarget => ({ ...target(trunkId), otherTrunkIds });
  const ring = (...targets: TrunkTarget[]): Connect => ({
    ...decision,
    attempts: [{ targets: [phoneTarget('sip:b'), ...targets], callerId, ringSeconds: 20 }],
  });
  expect(attempts(rankTrunks(ring(member(A, [B])), watch))).toMatchObject([
    { targets: [{ kind: 'contact' }, { trunkId: B, otherTrunkIds: [] }] },
  ]);
  expect(attempts(rankTrunks(ring(member(B, [A])), watch))).toMatchObject([{ targets: [{}, { trunkId: B }] }]);
});

test('a leg is given up if its trunk responds to neither INVITE nor OPTIONS, and the trunk comes last', async () => {
  const { watch, given, wait } = await guarded(SILENT);
  await wait();
  expect(given).toEqual([`${LEG} 18`]);
  expect(attempts(rankTrunks(decision, watch))).toEqual([via(B)]);
  expect(attempts(rankTrunks({ ...decision, facts: { ...facts, emergency: true } }, watch))).toEqual([via(B), via(A)]);
  watch.stop();
});

const CHANNEL = {
  id: LEG,
  name: 'PJSIP/trunk-a-00000001',
  state: 'Ring',
  accountcode: '',
  creationtime: '2026-03-01T12:00:00.000+0000',
  caller: { name: '', number: '' },
  dialplan: { exten: '', app_name: 'Stasis', app_data: '' },
};
/** An ARI event, as call control reads it. */
function said(json: object): Event {
  const translated = translate(json);
  if (!translated) throw new Error('nothing is read of this');
  return translated.event;
}
const dialStatus = (dialstatus: string) => said({ type: 'Dial', dialstatus, peer: CHANNEL });
const destroyed = (status?: number) =>
  said({ type: 'ChannelDestroyed', channel: CHANNEL, cause: 0, tech_cause: status });

test.each([
  ['answers OPTIONS', ANSWERED, {}, null],
  ['rings', SILENT, {}, dialStatus('RINGING')],
  ['plays something', SILENT, {}, dialStatus('PROGRESS')],
  ['has ended the call itself', SILENT, {}, destroyed(503)],
  ['is the only one left', SILENT, { another: false }, null],
])('a leg is not given up if the trunk %s', async (_, reply, more, event) => {
  const { watch, guard, given, wait } = await guarded(reply, more);
  if (event) guard.onEvent(event);
  await wait();
  expect(given).toEqual([]);
  watch.stop();
});

test.each([
  [503, 1],
  [401, 1],
  [486, 0],
])('after %i the trunk has rank %i', async (status, rank) => {
  const { watch, guard } = await guarded({ kind: 'answered', roundTripMs: 1 });
  guard.onEvent(destroyed(status));
  expect(watch.rank(A)).toBe(rank);
  watch.stop();
});

test('a caller that hangs up says nothing about the trunk', async () => {
  const { watch, guard, order, given, wait } = await guarded(SILENT);
  order({ type: 'tearDown', channels: ['caller', LEG], bridge: null, cause: 16 });
  guard.onEvent(destroyed());
  await wait();
  expect(given).toEqual([]);
  expect(watch.health(A).failures).toBe(0);
  watch.stop();
});
