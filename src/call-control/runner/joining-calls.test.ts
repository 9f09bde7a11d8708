import { describe, expect, test } from 'vitest';
import { phoneArrival } from '../../../test/arrivals.ts';
import { callFacts, legTo102, phoneTarget } from '../../../test/call-facts.ts';
import type { Command } from '../../calls/model/command.ts';
import { type Decision, NO_EMERGENCY_ROW } from '../../calls/model/decision.ts';
import type { Event } from '../../calls/model/event.ts';
import { CallRunner } from './call-runner.ts';
import { joinCalls, type Joinable } from './joining-calls.ts';

const BOB = legTo102('x').party;
/** The digest of Bob's dialog in the second call. */
const OTHER = '0123456789abcdef0123456789abcdef';

/** Calls with the decisions that a test gives, by dialled number. */
function fixture(decisions: Record<string, Decision>) {
  const done: Command[] = [];
  const calls = new CallRunner({
    admit: ({ dialled }) => Promise.resolve(decisions[dialled] ?? refused),
    serviceCalls: { take: () => Promise.resolve(null), answered: () => {}, store: () => {}, ended: () => {} },
    reroute: () => Promise.resolve(refused),
    dialogOf: (channel) => Promise.resolve(channel === 'two.1' ? OTHER : null),
    perform(command) {
      done.push(command);
      return Promise.resolve([]);
    },
    saveSetting: () => Promise.resolve({ kind: 'set', isOn: true }),
    askMailbox: () => Promise.resolve({ kind: 'none' }),
    noteMessage: () => Promise.resolve(true),
    checkMessage: () => Promise.resolve('message'),
    storeMessage: () => {},
    save: () => {},
    loadFlows: () => Promise.resolve(null),
    askFlow: () => Promise.resolve({ kind: 'missing' }),
    reportFlow: () => {},
    onStep: () => {},
    now: () => '2026-03-01T12:00:00.000Z',
    log: (error) => {
      throw error;
    },
  });
  const receive = async (channel: string, event: Event) => {
    calls.receive(channel, event);
    for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
  };
  return {
    done,
    receive,
    arrive: (dialled: string) =>
      receive(`caller of ${dialled}`, {
        type: 'arrived',
        arrival: phoneArrival(dialled, { channel: `caller of ${dialled}` }),
      }),
    scenes: () => Object.fromEntries(calls.all().map(({ call }) => [call.caller, call.scene.kind])),
  };
}
const refused: Decision = { kind: 'refuse', reason: 'unreachable', record: null };
const origin = { number: '101', name: '', restricted: false };
const facts = (id: string, tenantId: string) => callFacts({ id, tenantId, extensionId: 'e101' });
/** Rings extension 102. */
const rings = (id: string, tenantId = 'bakery'): Decision => ({
  kind: 'connect',
  facts: facts(id, tenantId),
  origin,
  attempts: [{ targets: [phoneTarget('sip:a')], callerId: origin, ringSeconds: 25 }],
});
const picksUp = (id: string, tenantId = 'bakery'): Decision => ({
  kind: 'pickup',
  facts: facts(id, tenantId),
  origin,
  of: [BOB.extensionId ?? ''],
});

describe('a pickup', () => {
  test('joins two calls of a tenant', async () => {
    const { arrive, scenes } = fixture({ 102: rings('one'), '*8102': picksUp('two') });
    await arrive('102');
    await arrive('*8102');
    expect(scenes()).toEqual({ 'caller of 102': 'joined', 'caller of *8102': 'joined' });
  });

  test('finds no call of another tenant, whatever it asks for', async () => {
    const { arrive, scenes } = fixture({ 102: rings('one', 'garage'), '*8102': picksUp('two') });
    await arrive('102');
    await arrive('*8102');
    expect(scenes()).toEqual({ 'caller of 102': 'dialling' });
  });

  test('picks up a call only once', async () => {
    const { arrive, scenes } = fixture({ 102: rings('one'), '*8102': picksUp('two'), '*8': picksUp('three') });
    await arrive('102');
    await Promise.all([arrive('*8102'), arrive('*8')]);
    expect(scenes()).toEqual({ 'caller of 102': 'joined', 'caller of *8102': 'joined' });
  });
});

const park = (id: string, tenantId = 'bakery'): Decision => ({
  kind: 'park',
  facts: facts(id, tenantId),
  origin,
  by: BOB,
  slot: null,
  taken: ['702'],
});
const saidSlots = (done: Command[]) =>
  done.flatMap((command) =>
    command.type === 'play' ? [command.sounds.slice(0, 3).map(String).join('').replaceAll('digits/', '')] : [],
  );

test('each parking slot is used once per tenant', async () => {
  const { arrive, receive, done } = fixture({
    a: park('one'),
    b: park('two'),
    c: park('three', 'garage'),
    d: park('four'),
  });
  for (const dialled of ['a', 'b', 'c']) {
    await arrive(dialled);
    await receive(`caller of ${dialled}`, { type: 'played', id: `slot-0-caller of ${dialled}` });
  }
  expect(saidSlots(done)).toEqual(['701', '703', '701']);
  await receive('caller of a', { type: 'hangupRequested', channel: 'caller of a' });
  await arrive('d');
  await receive('caller of d', { type: 'played', id: 'slot-0-caller of d' });
  expect(saidSlots(done).at(-1)).toBe('701');
});

describe('an attended transfer', () => {
  /** Extension 102 was called twice, and transfers the second caller to the first. */
  async function consulting(tenantId: string) {
    const { arrive, receive, ...rest } = fixture({ 102: rings('one'), 103: rings('two', tenantId) });
    for (const [dialled, leg] of [
      ['102', 'one.1'],
      ['103', 'two.1'],
    ] as const) {
      await arrive(dialled);
      await receive(leg, { type: 'answered', leg, codecs: ['ulaw'] });
    }
    await receive('one.1', {
      type: 'transferRequested',
      by: 'one.1',
      to: `*replaces*${OTHER}`,
      standIn: 'local',
      emergency: NO_EMERGENCY_ROW,
    });
    return { receive, ...rest };
  }

  test('joins the two other parties, whose calls end together', async () => {
    const { scenes, receive } = await consulting('bakery');
    expect(scenes()).toEqual({ 'caller of 102': 'joined', 'caller of 103': 'joined' });
    await receive('caller of 102', { type: 'hangupRequested', channel: 'caller of 102' });
    expect(scenes()).toEqual({});
  });

  test('never joins a call of another tenant, even if an extension had the same id', async () => {
    const { scenes } = await consulting('garage');
    expect(scenes()).toEqual({ 'caller of 102': 'announcing', 'caller of 103': 'talking' });
  });
});

test('two calls that want to join each other do not deadlock', async () => {
  const by = { extensionId: 'e101', number: '101' };
  const talking = (id: string): Joinable => ({
    call: {
      caller: id,
      scene: {
        kind: 'announcingSlot',
        facts: facts(id, 'bakery'),
        origin,
        codecs: [],
        encryptedCaller: false,
        path: [],
        legsMade: 0,
        party: by,
        answered: null,
        returnTo: null,
        flow: null,
        flowAnswer: null,
        parked: null,
        by,
        slot: '701',
        turn: 0,
      },
    },
    isJoining: false,
    slot: null,
  });
  const [one, two] = [talking('one'), talking('two')];
  const offered: string[] = [];
  const join = joinCalls<Joinable>({
    all: () => [one, two],
    inTurn(other) {
      offered.push(other.call.caller);
      // it gets its turn once it has joined
      return new Promise(() => {});
    },
    dialogOf: () => Promise.resolve(OTHER),
    now: () => '2026-03-01T12:00:00.000Z',
  });
  const command = { type: 'joinOther', dialog: OTHER, by, bridge: 'one' } as const;
  expect(await Promise.all([join(one, command), join(two, command)])).toMatchObject([
    { type: 'decided', decision: { kind: 'refuse' } },
    { type: 'decided', decision: { kind: 'refuse' } },
  ]);
  expect(offered).toEqual([]);
});
