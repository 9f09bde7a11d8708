import { describe, expect, test } from 'vitest';
import { phoneArrival } from '../../../test/arrivals.ts';
import { callFacts, legTo102, phoneTarget } from '../../../test/call-facts.ts';
import { content, node } from '../../../test/flow-content.ts';
import type { Call } from '../model/call.ts';
import type { Command } from '../model/command.ts';
import { type Connect, type Decision, NO_EMERGENCY_ROW, type Target } from '../model/decision.ts';
import type { Event } from '../model/event.ts';
import { step } from '../model/machine.ts';
import { CAUSE } from '../rules.ts';
import * as admitting from './admitting.ts';

const AT = '2026-03-01T12:00:00.000Z';
const LATER = '2026-03-01T12:01:00.000Z';
const facts = callFacts({ extensionId: 'e101' });
const [LEG1, LEG2] = [`${facts.id}.1`, `${facts.id}.2`];
const ada = { extensionId: 'e101', number: '101' };
const bob = { extensionId: 'e102', number: '102' };
const callerId = { number: '101', name: 'Counter', restricted: false };
const toBob: Connect = {
  kind: 'connect',
  origin: callerId,
  facts,
  attempts: [{ targets: [phoneTarget('sip:b')], callerId, ringSeconds: 25 }],
};
const decided = (decision: Decision): Event => ({ type: 'decided', decision });
const requested = (by: string, to = '103'): Event => ({
  type: 'transferRequested',
  by,
  to,
  standIn: 'local',
  emergency: NO_EMERGENCY_ROW,
});
/** A flow that rings 103 and then plays a menu. */
const RINGS = content(
  node('ring', 'desk', { target: { kind: 'extension', id: 'e103' }, exits: { unreachable: 'menu' } }),
  node('menu', 'menu'),
);
const refused: Decision = { kind: 'refuse', reason: 'not_permitted', record: facts };

/** The call after these events, and the commands of the last one. */
function play(first: Connect, ...events: Event[]): { call: Call; commands: Command[] } {
  let { call } = admitting.enter(phoneArrival('102'));
  let commands: Command[] = [];
  for (const event of [decided(first), { type: 'ready', leg: LEG1 } as const, ...events]) {
    const done = step(call, event, event.type === 'answered' ? AT : LATER);
    call = done.call;
    commands = done.commands.flat();
  }
  return { call, commands };
}
const answered: Event = { type: 'answered', leg: LEG1, codecs: ['ulaw'] };
const asked = (commands: Command[]) => commands.find(({ type }) => type === 'reroute');

describe('a party transfers the other one', () => {
  test.each([
    ['the callee', LEG1, 'caller', ada, bob],
    ['the caller', 'caller', LEG1, bob, ada],
  ])('%s leaves, and the other party becomes the caller', (_, transferor, stays, party, returnTo) => {
    const { call, commands } = play(toBob, answered, requested(transferor));
    expect(call).toMatchObject({ caller: stays, scene: { kind: 'rerouting', party, returnTo } });
    expect(commands.slice(0, 3)).toEqual([
      { type: 'hangUp', channel: 'local', cause: CAUSE.normal },
      { type: 'hangUp', channel: transferor, cause: CAUSE.normal },
      { type: 'leave', bridge: facts.id, channels: [stays] },
    ]);
    expect(commands).toContainEqual({ type: 'ring', channel: stays });
    expect(asked(commands)).toMatchObject({
      onward: { nextHop: { to: { kind: 'transfer', number: '103', by: returnTo } } },
    });
  });

  test('and a message that the other party then leaves is from that party', () => {
    const mailbox = { id: 'box', number: '800', greeting: null, maxSeconds: 180, isFull: false, hasPin: false };
    const toBox: Decision = { kind: 'mailbox', facts, origin: callerId, mailbox, messageId: 'message' };
    for (const [transferor, from] of [
      ['caller', '102'],
      [LEG1, '101'],
    ] as const)
      expect(play(toBob, answered, requested(transferor), decided(toBox)).call.scene).toMatchObject({ note: { from } });
  });
  test('and its hang-up does not end the call', () => {
    for (const transferor of ['caller', LEG1]) {
      const given = play(toBob, answered, requested(transferor)).call;
      for (const event of [
        { type: 'hangupRequested', channel: transferor },
        { type: 'channelEnded', channel: transferor, cause: 16 },
      ] as const)
        expect(step(given, event, LATER)).toEqual({ call: given, commands: [] });
    }
  });

  test('the target answers: they talk, and the call still counts from its first answer', () => {
    const taken = play(
      toBob,
      answered,
      requested('caller'),
      decided(toBob),
      { type: 'ready', leg: LEG2 },
      {
        type: 'answered',
        leg: LEG2,
        codecs: ['ulaw'],
      },
    );
    const talk = step(taken.call, { type: 'inspected', leg: LEG2, codec: 'ulaw', fit: true }, LATER);
    expect(talk.call).toMatchObject({ caller: LEG1, scene: { kind: 'talking', leg: LEG2 } });
    const commands = talk.commands.flat();
    expect(commands).toContainEqual({ type: 'stopRinging', channel: LEG1 });
    expect(commands).toContainEqual({ type: 'join', bridge: facts.id, channels: [LEG1, LEG2] });
    expect(commands.map(({ type }) => type)).not.toContain('saveAnswer');
    const end = step(talk.call, { type: 'channelEnded', channel: LEG2, cause: 16 }, LATER).commands.flat();
    expect(end).toContainEqual(expect.objectContaining({ type: 'saveEnd', answeredAt: AT, answeredBy: 'e102' }));
  });

  test.each([
    ['refused', [decided(refused)]],
    [
      'busy',
      [decided(toBob), { type: 'ready', leg: LEG2 }, { type: 'channelEnded', channel: LEG2, cause: 17, status: 486 }],
    ],
  ] as [string, Event[]][])('a call that is %s returns to the transferor, once', (_, events) => {
    const back = play(toBob, answered, requested(LEG1), ...events);
    expect(asked(back.commands)).toMatchObject({ onward: { nextHop: { to: { kind: 'return', to: bob } } } });
    expect(back.call).toMatchObject({ caller: 'caller', scene: { kind: 'rerouting', returnTo: null } });
    const over = step(back.call, decided(refused), LATER);
    expect(asked(over.commands.flat())).toBeUndefined();
  });

  test('a flow or mailbox takes it: it no longer returns to the transferor, and the ringback stops', () => {
    const mailbox = { id: 'box', number: '800', greeting: null, maxSeconds: 180, isFull: false, hasPin: false };
    const toBox: Decision = { kind: 'mailbox', facts, origin: callerId, mailbox, messageId: 'message' };
    const loaded = {
      flows: new Map([['main', { flowId: 'main', versionId: 'v', number: 1, content: RINGS, sounds: {} }]]),
      extensions: [],
    };
    const toFlow: Decision = { kind: 'flow', facts, origin: callerId, flowId: 'main', loaded };
    for (const decision of [toBox, toFlow]) {
      const { call, commands } = play(toBob, answered, requested(LEG1), decided(decision));
      expect(call.scene).toMatchObject({ returnTo: null });
      expect(commands[0]).toEqual({ type: 'stopRinging', channel: 'caller' });
    }
    const refusedRing = play(toBob, answered, requested(LEG1), decided(toFlow), decided(refused));
    expect(refusedRing.call.scene).toMatchObject({ kind: 'inFlow', flow: { position: { nodeId: 'menu' } } });
  });

  test('to an outside number that the carrier refuses after early media: the waiting party leaves its bridge', () => {
    const trunk: Target = { kind: 'trunk', trunkId: 'one', number: '+12125559999', earlyMedia: true };
    const outside: Connect = { ...toBob, attempts: [{ targets: [trunk], callerId, ringSeconds: 120 }] };
    const { commands } = play(
      toBob,
      answered,
      requested(LEG1),
      decided(outside),
      { type: 'ready', leg: LEG2 },
      { type: 'channelEnded', channel: LEG2, cause: 17, status: 486 },
    );
    expect(commands).toContainEqual({ type: 'leave', bridge: facts.id, channels: ['caller'] });
    expect(asked(commands)).toMatchObject({ onward: { nextHop: { to: { kind: 'return', to: bob } } } });
  });

  test('the waiting party hangs up: the target stops ringing', () => {
    const { commands } = play(toBob, answered, requested('caller'), decided(toBob), {
      type: 'channelEnded',
      channel: LEG1,
      cause: 16,
    });
    expect(commands[0]).toMatchObject({ type: 'tearDown', channels: [LEG2] });
  });

  test('its tenant is suspended: the call ends', () => {
    const { commands } = play(toBob, answered, requested('caller'), { type: 'serviceStopped', tenantId: 'bakery' });
    expect(commands[0]).toMatchObject({ type: 'tearDown', channels: [LEG1], cause: CAUSE.rejected });
  });
});

test('an emergency call cannot be transferred: its phone gets a refusal, and the call stays with it if it tries', () => {
  const help = { ...facts, direction: 'outbound', emergency: true, to: '911' } as const;
  const trunk = { kind: 'trunk', trunkId: 'one', number: '911', earlyMedia: true } as const;
  const to911: Connect = {
    kind: 'connect',
    origin: callerId,
    facts: help,
    attempts: [{ targets: [trunk], callerId, ringSeconds: 120 }],
  };
  expect(play(to911).call.scene.kind).toBe('dialling');
  const opened = step(admitting.enter(phoneArrival('911')).call, decided(to911), AT);
  expect(opened.commands.flat()).toContainEqual({ type: 'forbidTransfers', channel: 'caller' });
  const { call, commands } = play(to911, answered, requested('caller', '103'));
  expect(call).toMatchObject({ caller: 'caller', scene: { kind: 'talking' } });
  expect(commands).toEqual([
    { type: 'hangUp', channel: 'local', cause: CAUSE.normal },
    { type: 'join', bridge: facts.id, channels: ['caller'] },
  ]);
});

describe('a phone that hears the early media of a carrier', () => {
  const trunk = { kind: 'trunk', trunkId: 'one', number: '+12125559999', earlyMedia: true } as const;
  const outside = { ...facts, direction: 'outbound', to: trunk.number } as const;
  const toTrunk = (more: Partial<Connect['facts']> = {}): Connect => ({
    ...toBob,
    facts: { ...outside, ...more },
    attempts: [{ targets: [trunk], callerId, ringSeconds: 120 }],
  });
  const transfers = (commands: Command[]) =>
    commands.flatMap(({ type }) => (type === 'forbidTransfers' || type === 'allowTransfers' ? [type] : []));
  const before = step(admitting.enter(phoneArrival('2125559999')).call, decided(toTrunk()), AT);
  const after = (event: Event) => transfers(step(before.call, event, LATER).commands.flat());

  test('can’t transfer the call until somebody answers or it goes elsewhere', () => {
    // before the leg is dialled, and with it put into the caller's bridge
    expect(before.commands).toHaveLength(1);
    expect(transfers(before.commands.flat())).toEqual(['forbidTransfers']);
    expect(after({ type: 'ready', leg: LEG1 })).toEqual([]);
    expect(after(answered)).toEqual(['allowTransfers']);
    const transferred = play(toBob, answered, requested(LEG1), decided(toTrunk()));
    expect(transfers(transferred.commands)).toEqual(['forbidTransfers']);
    const busy: Event = { type: 'channelEnded', channel: LEG2, cause: 17, status: 486 };
    expect(transfers(step(transferred.call, busy, LATER).commands.flat())).toEqual(['allowTransfers']);
  });

  test('is put back if it transfers the call nevertheless', () => {
    expect(step(before.call, requested('caller'), LATER).commands).toEqual([
      [{ type: 'hangUp', channel: 'local', cause: CAUSE.normal }],
      [{ type: 'join', bridge: facts.id, channels: ['caller'] }],
    ]);
    expect(step(before.call, requested('x.1'), LATER).commands).toEqual([]);
  });

  test('a carrier’s caller is not told anything, nor is a call that ends', () => {
    const from = { ...toTrunk({ direction: 'inbound' }), party: { extensionId: null, number: '+1555' } };
    const inbound = step(admitting.enter(phoneArrival('2125559999')).call, decided(from), AT);
    expect(transfers(inbound.commands.flat())).toEqual([]);
    expect(after({ type: 'hangupRequested', channel: 'caller' })).toEqual([]);
  });
});

test('a request from a channel that is not a party changes nothing', () => {
  const { call } = play(toBob, answered);
  expect(step(call, requested(legTo102('x.1').channel), AT).commands).toEqual([]);
});
