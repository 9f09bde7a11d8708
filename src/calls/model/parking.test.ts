import { describe, expect, test } from 'vitest';
import { callFacts, legTo102 } from '../../../test/call-facts.ts';
import { CAUSE } from '../rules.ts';
import { handOver } from '../scenes/joined.ts';
import { retrieveParked } from '../scenes/waiting.ts';
import type { Admitted, Call, Parked, Scene } from './call.ts';
import type { Event } from './event.ts';
import { step } from './machine.ts';
import { freeSlot, MAX_RECALLS, parkingDialled, SLOTS } from './parking.ts';

const AT = '2026-03-01T12:00:00.000Z';
/** when its time in a slot is over that began at `AT` */
const OVER = '2026-03-01T12:01:00.000Z';
const BOB = { extensionId: 'e102', number: '102' };
const CLEO = { extensionId: 'e103', number: '103' };
const refused: Event = { type: 'decided', decision: { kind: 'refuse', reason: 'busy', record: null } };

const admitted = (fields: Partial<Admitted> = {}): Admitted => ({
  facts: callFacts({ id: 'one' }),
  party: { extensionId: 'e101', number: '101' },
  origin: { number: '101', name: '', restricted: false },
  codecs: ['ulaw'],
  encryptedCaller: false,
  path: [],
  legsMade: 1,
  flow: null,
  flowAnswer: null,
  answered: { since: { kind: 'seen', at: AT }, by: BOB },
  returnTo: BOB,
  parked: null,
  ...fields,
});
const parking = (fields: Partial<Admitted> = {}): Call => ({
  caller: 'ada',
  scene: { kind: 'parking', ...admitted(fields), by: BOB },
});
const parked = (recalls = 0): Parked => ({ slot: '701', by: BOB, recalls });
const ringingBack = (fields: Partial<Scene<'dialling'>> = {}): Call => ({
  caller: 'ada',
  scene: {
    kind: 'dialling',
    ...admitted({ returnTo: null, parked: parked(1) }),
    legs: [legTo102('one.2', { state: 'ringing' })],
    ringSeconds: 25,
    next: [],
    inOrder: false,
    exits: null,
    earlyMediaBridged: false,
    ringbackSent: true,
    causes: [],
    declined: false,
    ...fields,
  },
});
const waiting: Call = {
  caller: 'ada',
  scene: { kind: 'waiting', ...admitted({ returnTo: null }), parked: parked(), since: AT },
};

test.each([
  ['70', { slot: null }],
  ['701', { slot: '701' }],
  ['720', { slot: '720' }],
  ['700', null],
  ['721', null],
  ['7', null],
  ['*70', null],
])('%s: %j', (dialled, expected) => expect(parkingDialled(dialled)).toEqual(expected));

test('freeSlot returns the wanted slot if it is free, else the first free one', () => {
  expect(freeSlot(null, [])).toBe('701');
  expect(freeSlot(null, ['701', '702'])).toBe('703');
  expect(freeSlot('705', [])).toBe('705');
  expect(freeSlot('701', ['701'])).toBe('702');
  expect(freeSlot(null, SLOTS)).toBeNull();
});

describe('a parked call', () => {
  test('hears music, and its channel’s note has the slot', () => {
    const { call, commands } = step(parking(), { type: 'slotFound', slot: '703' }, AT);
    expect(call).toMatchObject({
      scene: { kind: 'waiting', parked: { slot: '703', by: BOB }, path: [{ event: 'parked' }] },
    });
    const all = commands.flat();
    expect(commands[0]).toEqual([{ type: 'stopRinging', channel: 'ada' }]);
    expect(all).toContainEqual({ type: 'startMusic', channel: 'ada', tenantId: callFacts().tenantId });
    expect(all).toContainEqual(expect.objectContaining({ type: 'savePath' }));
    const inSlot = { slot: '703', by: BOB, recalls: 0, since: AT };
    expect(all).toContainEqual(
      expect.objectContaining({ type: 'setNote', note: expect.objectContaining({ parked: inSlot, recalled: null }) }),
    );
  });

  test('returns to its extension if all slots are in use', () => {
    const { commands } = step(parking(), { type: 'slotFound', slot: null }, AT);
    expect(commands.flat()).toMatchObject([
      { type: 'reroute', onward: { nextHop: { to: { kind: 'return', to: BOB } } } },
    ]);
  });

  test('asks a silent phone whether it is still there, but not a carrier', () => {
    const silent = { type: 'silent', channel: 'ada' } as const;
    expect(step(waiting, silent, AT).commands).toEqual([[{ type: 'ask', channel: 'ada' }]]);
    const outside = admitted({ returnTo: null, party: { ...admitted().party, extensionId: null } });
    const parkedCarrier: Call = {
      caller: 'ada',
      scene: { kind: 'waiting', ...outside, parked: parked(), since: AT },
    };
    expect(step(parkedCarrier, silent, AT).commands).toEqual([]);
  });

  test('rings back after its time, is parked again if nobody answers, and ends after a few rounds', () => {
    const back = step(waiting, { type: 'elapsed', timer: AT }, OVER);
    expect(back.call.scene).toMatchObject({ kind: 'rerouting', parked: { recalls: 1 } });
    expect(back.commands[0]).toEqual([{ type: 'stopMusic', channel: 'ada' }]);
    // only the last time, forwards and the mailbox of the extension may take it
    const waitsAgain = (recalls: number) => {
      const call = { ...waiting, scene: { ...waiting.scene, parked: parked(recalls) } } as Call;
      return step(call, { type: 'elapsed', timer: AT }, OVER).commands.flat().at(-1);
    };
    for (const [recalls, waits] of [
      [0, true],
      [MAX_RECALLS - 1, false],
    ] as const)
      expect(waitsAgain(recalls)).toMatchObject({ onward: { nextHop: { to: { kind: 'return', to: BOB, waits } } } });
    expect(step(back.call, refused, AT).call.scene).toMatchObject({
      kind: 'waiting',
      parked: { slot: '701', recalls: 1 },
    });
    const last = { ...back.call, scene: { ...back.call.scene, parked: parked(MAX_RECALLS) } } as Call;
    expect(step(last, refused, AT).commands.flat()).toContainEqual(
      expect.objectContaining({ type: 'play', sounds: ['strowger/nobody-available'] }),
    );
    // a timer from an earlier time in a slot
    expect(step(waiting, { type: 'elapsed', timer: 'before' }, OVER).commands).toEqual([]);
  });

  test('waits for the rest of its time after a restart', () => {
    const early = { type: 'elapsed', timer: AT } as const;
    const { call, commands } = step(waiting, early, '2026-03-01T12:00:45.000Z');
    expect(call.scene.kind).toBe('waiting');
    expect(commands).toEqual([[{ type: 'wait', milliseconds: 15_000, next: early }]]);
    // the clock was set back meanwhile
    expect(step(waiting, early, '2026-03-01T09:00:00.000Z').commands).toMatchObject([[{ milliseconds: 60_000 }]]);
  });

  test('is no longer noted as parked once somebody has answered its ring-back', () => {
    const legs = [legTo102('one.2', { state: 'ringing' })];
    const answered = (fields: Partial<Scene<'dialling'>>) =>
      step(ringingBack({ ...fields, legs }), { type: 'answered', leg: 'one.2', codecs: ['ulaw'] }, AT).commands.flat();
    const clear = { type: 'setNote', channel: 'ada', note: null };
    expect(answered({ codecs: ['ulaw', 'alaw'] })).toContainEqual(clear);
    expect(answered({ codecs: ['ulaw', 'alaw'], parked: null })).not.toContainEqual(clear);
  });

  test('ends when its tenant is suspended', () => {
    const { commands } = step(waiting, { type: 'serviceStopped', tenantId: 'bakery' }, AT);
    expect(commands.flat()[0]).toMatchObject({ type: 'tearDown', channels: ['ada'], cause: CAUSE.rejected });
  });
});

describe('a phone retrieves it', () => {
  const by = { partner: 'two', by: CLEO };
  test('from its slot', () => {
    const given = retrieveParked(waiting, '701', by, AT);
    expect(given?.event).toEqual({ type: 'joined', with: 'one', to: '701', bridge: 'one' });
    expect(given?.step.call.scene).toMatchObject({
      kind: 'joined',
      parked: null,
      path: [{ event: 'retrieved', ...CLEO }],
    });
    expect(given?.step.commands.flat().slice(0, 2)).toEqual([
      { type: 'stopMusic', channel: 'ada' },
      { type: 'join', bridge: 'one', channels: ['ada'] },
    ]);
    expect(retrieveParked(waiting, '702', by, AT)).toBeNull();
  });

  test('while it rings back, which then stops', () => {
    const ringing = ringingBack();
    const commands = retrieveParked(ringing, '701', by, AT)?.step.commands.flat();
    expect(commands).toContainEqual({ type: 'hangUp', channel: 'one.2', cause: CAUSE.answeredElsewhere });
    const busy = { type: 'channelEnded', channel: 'one.2', cause: 17, status: 486 } as const;
    expect(step(ringing, busy, AT).call.scene.kind).toBe('waiting');
    // it was forwarded outside, and the carrier refuses it after early media: music plays only outside of the bridge
    const outside = { ...ringing, scene: { ...ringing.scene, earlyMediaBridged: true } } as Call;
    expect(step(outside, busy, AT).commands[0]).toContainEqual({ type: 'leave', bridge: 'one', channels: ['ada'] });
  });
});

test('a phone that dials the parking code hears a slot, and can transfer a call there', () => {
  const asked: Call = {
    caller: 'bob2',
    scene: {
      kind: 'parking',
      ...admitted({ facts: callFacts({ id: 'two' }), party: BOB, answered: null, returnTo: null }),
      by: BOB,
    },
  };
  const desk = step(asked, { type: 'slotFound', slot: '701' }, AT);
  expect(desk.call.scene.kind).toBe('announcingSlot');
  const said = step(desk.call, { type: 'played', id: 'slot-0-bob2' }, AT).commands.flat();
  expect(said).toMatchObject([{ type: 'play', sounds: ['digits/7', 'digits/0', 'digits/1', 'silence/2'] }]);
  const given = handOver(desk.call, 'bob2', { partner: 'one', bridge: 'one' }, AT);
  expect(given).toMatchObject({
    step: { call: { scene: { kind: 'ended' } } },
    event: { type: 'parkThere', slot: '701' },
  });
  const joining: Call = { caller: 'ada', scene: { kind: 'joining', ...admitted() } };
  expect(step(joining, { type: 'parkThere', slot: '701' }, AT).call.scene).toMatchObject({
    kind: 'waiting',
    parked: parked(),
  });
});
