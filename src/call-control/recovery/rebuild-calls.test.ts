import { describe, expect, test } from 'vitest';
import { callFacts, legTo102 } from '../../../test/call-facts.ts';
import type { CallFacts } from '../../calls/model/call-facts.ts';
import type { Call, Scene } from '../../calls/model/call.ts';
import { step } from '../../calls/model/machine.ts';
import { type AriChannel, arrivalOf } from '../ari/ari-events.ts';
import { rebuildCalls, downLegs, missed } from './rebuild-calls.ts';

const AT = '2026-03-01T12:00:10.000Z';
const ID = '01a209dd-cc46-75ea-ac2c-2a9e9dfd218a';
const LEG = `${ID}.1`;
const facts = callFacts({ id: ID });
const admitted = {
  facts,
  origin: { number: '101', name: '', restricted: false },
  codecs: ['ulaw'],
  encryptedCaller: false,
  path: [],
  legsMade: 1,
  party: { extensionId: null, number: '101' },
  answered: null,
  returnTo: null,
  flow: null,
  flowAnswer: null,
  parked: null,
};
const ANSWERED = { since: { kind: 'inLiveRow' }, by: legTo102(LEG).party } as const;

const channel = (id: string, state: string, more: Partial<AriChannel> = {}): AriChannel => ({
  id,
  name: 'PJSIP/bakery-101-00000006',
  state,
  accountcode: 'bakery',
  creationtime: '2026-03-01T12:00:00.000+0000',
  caller: { name: '', number: '101' },
  dialplan: {
    exten: '102',
    app_name: 'Stasis',
    app_data: /\.\d+$/.test(id) ? 'strowger,leg' : 'strowger,phone,allowed',
  },
  channelvars: {},
  ...more,
});
const caller = (state: string) => channel('caller', state);
const leg = (state: string, id = LEG) =>
  channel(id, state, { channelvars: { STROWGER_CALL: JSON.stringify({ caller: 'caller', facts }) } });
const together = [{ id: ID, channels: ['caller', LEG] }];
const apart: typeof together = [{ id: ID, channels: [] }];

test('a conversation is taken over as it is', () => {
  const found = rebuildCalls({ channels: [caller('Up'), leg('Up')], bridges: together }, []);
  expect(found).toMatchObject({
    calls: [
      { caller: 'caller', scene: { kind: 'talking', leg: LEG, facts, answered: { since: { kind: 'inLiveRow' } } } },
    ],
    events: [],
    orphans: [],
  });
});

test('a ringing call keeps ringing', () => {
  const found = rebuildCalls({ channels: [caller('Ring'), leg('Ringing')], bridges: apart }, []);
  expect(found).toMatchObject({
    calls: [{ scene: { kind: 'dialling', legs: [{ channel: LEG, state: 'ringing' }], earlyMediaBridged: false } }],
    events: [],
    orphans: [],
  });
});

test('a ringing call still has its exits', () => {
  const exits = { by: { extensionId: 'e102', number: '102' }, to: { busy: { kind: 'none' } }, confirm: false };
  const note = { caller: 'caller', facts, exits, path: [], party: exits.by };
  const rings = channel(LEG, 'Ringing', { channelvars: { STROWGER_CALL: JSON.stringify(note) } });
  const found = rebuildCalls({ channels: [caller('Ring'), rings], bridges: apart }, []);
  expect(found.calls).toMatchObject([{ scene: { kind: 'dialling', exits, legs: [{ party: exits.by }] } }]);
});

test('an outside number still has to press 1, also if it has answered', () => {
  const note = { caller: 'caller', facts, confirm: true, path: [], party: { extensionId: null, number: '+1555' } };
  for (const state of ['Ringing', 'Up']) {
    const rings = channel(LEG, state, { channelvars: { STROWGER_CALL: JSON.stringify(note) } });
    const found = rebuildCalls({ channels: [caller('Ring'), rings], bridges: apart }, []);
    expect(found.calls).toMatchObject([{ scene: { kind: 'dialling', legs: [{ confirm: true }] } }]);
  }
});

test('a call with early media does not join again when answered', () => {
  const found = rebuildCalls({ channels: [caller('Ring'), leg('Down')], bridges: together }, []);
  expect(found.calls).toMatchObject([{ scene: { kind: 'dialling', earlyMediaBridged: true } }]);
});

test('an answer that was missed is made up for', () => {
  const found = rebuildCalls({ channels: [caller('Ring'), leg('Up')], bridges: apart }, []);
  expect(found.events).toEqual([{ channel: 'caller', event: { type: 'answered', leg: LEG, codecs: [] } }]);
});

test('a caller whose callee is gone is hung up', () => {
  const found = rebuildCalls({ channels: [caller('Up')], bridges: [{ id: ID, channels: ['caller'] }] }, []);
  expect(found).toEqual({ calls: [], events: [], orphans: ['caller'] });
});

test('a leg whose caller is gone is hung up, and so are phones that ring beside a conversation', () => {
  expect(rebuildCalls({ channels: [leg('Ringing')], bridges: [] }, []).orphans).toEqual([LEG]);
  const spare = leg('Ringing', `${ID}.2`);
  expect(rebuildCalls({ channels: [caller('Up'), leg('Up'), spare], bridges: together }, []).orphans).toEqual([
    spare.id,
  ]);
});

test('an answered caller without a note and without legs is hung up: it was leaving a message, or listening to one', () => {
  const found = rebuildCalls({ channels: [caller('Up')], bridges: apart }, []);
  expect(found).toEqual({ calls: [], events: [], orphans: ['caller'] });
});

test('a call that arrived while call control was down is handled now', () => {
  const { events } = rebuildCalls({ channels: [channel('new', 'Ring')], bridges: [] }, []);
  expect(events).toMatchObject([
    { channel: 'new', event: { type: 'arrived', arrival: { dialled: '102', from: 'phone', foundWaiting: true } } },
  ]);
});

describe('a call that only its parties may end, if nobody has answered it', () => {
  const dialling = (to: string) => {
    const waits = channel('caller', 'Ring', { dialplan: { ...channel('', '').dialplan, exten: to } });
    const id = arrivalOf(waits, ['phone'])?.id ?? '';
    const of = callFacts({ id, direction: 'outbound', to, emergency: to === '911' });
    const atTrunk = (number: number, state: string) =>
      channel(`${id}.${number}`, state, {
        channelvars: { STROWGER_CALL: JSON.stringify({ caller: 'caller', facts: of }) },
      });
    return { waits, id, atTrunk };
  };

  test.each(['911', '988'])('is decided again, because its other trunks are lost: %s', (to) => {
    const { waits, id, atTrunk } = dialling(to);
    const silent = atTrunk(2, 'Down');
    const bridges = [{ id, channels: ['caller', silent.id] }];
    expect(rebuildCalls({ channels: [waits, silent], bridges }, [])).toMatchObject({
      calls: [],
      // so that the next leg doesn't get the name of the one that is hung up
      events: [{ channel: 'caller', event: { type: 'arrived', arrival: { id, foundWaiting: true, legsMade: 2 } } }],
      orphans: [silent.id],
    });
  });

  test('rings on, and is decided again if that leg fails', () => {
    const { waits, id, atTrunk } = dialling('911');
    const rings = atTrunk(1, 'Ringing');
    const found = rebuildCalls({ channels: [waits, rings], bridges: [] }, []);
    expect(found).toMatchObject({ calls: [{ scene: { kind: 'dialling' } }], events: [], orphans: [] });
    const [call] = found.calls;
    if (!call) throw new Error('the call is not rebuilt');
    const { commands } = step(call, { type: 'channelEnded', channel: rings.id, cause: 34, status: 503 }, AT);
    expect(commands.flat()).toMatchObject([{ type: 'admit', arrival: { id, foundWaiting: true, legsMade: 1 } }]);
  });

  test('stays as it is if it was answered meanwhile', () => {
    const { waits, id, atTrunk } = dialling('911');
    const found = rebuildCalls({ channels: [waits, atTrunk(1, 'Up')], bridges: [] }, []);
    expect(found).toMatchObject({ events: [{ event: { type: 'answered', leg: `${id}.1` } }], orphans: [] });
  });
});

test('a call that the dialplan connects itself is left alone', () => {
  const emergency = channel('alone', 'Up', {
    dialplan: { exten: '911', app_name: 'Dial', app_data: 'PJSIP/911@trunk' },
  });
  expect(rebuildCalls({ channels: [emergency], bridges: [] }, [])).toEqual({ calls: [], events: [], orphans: [] });
});

test('a known call stays, and gets the events that it missed', () => {
  const scene: Scene<'dialling'> = {
    kind: 'dialling',
    ...admitted,
    legs: [legTo102(LEG)],
    ringSeconds: 25,
    next: [],
    inOrder: false,
    exits: null,
    earlyMediaBridged: false,
    ringbackSent: false,
    causes: [],
    declined: false,
  };
  const call: Call = { caller: 'caller', scene };
  const snapshot = { channels: [caller('Ring'), leg('Up')], bridges: apart };
  expect(rebuildCalls(snapshot, [{ call, busy: false }])).toEqual({
    calls: [],
    events: [{ channel: 'caller', event: { type: 'answered', leg: LEG, codecs: [] } }],
    orphans: [],
  });
  expect(rebuildCalls(snapshot, [{ call, busy: true }]).events).toEqual([]);
});

test('after a crash of Asterisk all channels are gone', () => {
  const call: Call = {
    caller: 'caller',
    scene: { kind: 'talking', ...admitted, leg: LEG, callee: legTo102(LEG).party, answered: ANSWERED },
  };
  expect(missed(call, { channels: [], bridges: [] })).toMatchObject([
    { type: 'channelEnded', channel: 'caller' },
    { type: 'channelEnded', channel: LEG },
  ]);
});

test('a leg that may never have been dialled gets 30 s, or in an emergency call as long as a carrier may ring', () => {
  const waitsFor = (of: CallFacts, state: string) => {
    const snapshot = { channels: [caller('Ring'), leg(state)], bridges: apart };
    const [call] = rebuildCalls(snapshot, []).calls;
    if (!call || call.scene.kind !== 'dialling') throw new Error('the call is not dialling');
    return downLegs([{ ...call, scene: { ...call.scene, facts: of } }], snapshot);
  };
  expect(waitsFor(facts, 'Down')).toEqual([{ leg: LEG, timeoutMs: 30_000 }]);
  expect(waitsFor({ ...facts, emergency: true }, 'Down')).toEqual([{ leg: LEG, timeoutMs: 120_000 }]);
  expect(waitsFor(facts, 'Ringing')).toEqual([]);
});

describe('after a transfer, a pickup or parking', () => {
  const LEG2 = `${ID}.2`;
  const other = callFacts({ id: '01a209dd-cc46-75ea-ac2c-2a9e9dfd218b', tenantId: 'bakery' });
  const BOB = { extensionId: 'e102', number: '102' };
  const noted = (id: string, note: object, state = 'Up') =>
    channel(id, state, { channelvars: { STROWGER_CALL: JSON.stringify({ version: 3, path: [], ...note }) } });

  test('the called party may be the caller', () => {
    const called = noted(LEG, { caller: 'caller', facts, party: BOB });
    const answered = noted(LEG2, {
      caller: LEG,
      callerParty: BOB,
      facts,
      party: { extensionId: 'e103', number: '103' },
    });
    const found = rebuildCalls({ channels: [called, answered], bridges: [{ id: ID, channels: [LEG, LEG2] }] }, []);
    expect(found).toMatchObject({
      calls: [{ caller: LEG, scene: { kind: 'talking', leg: LEG2, party: BOB, callee: { number: '103' } } }],
      orphans: [],
    });
  });

  test('joined calls are two calls, and one without its partner ends', () => {
    const one = noted('caller', { caller: 'caller', facts, joined: { with: other.id, bridge: ID } });
    const two = noted('picker', { caller: 'picker', facts: other, joined: { with: ID, bridge: ID } });
    const both = rebuildCalls({ channels: [one, two], bridges: [{ id: ID, channels: ['caller', 'picker'] }] }, []);
    expect(both).toMatchObject({
      calls: [
        { caller: 'caller', scene: { kind: 'joined', with: other.id, bridge: ID } },
        { caller: 'picker', scene: { kind: 'joined', with: ID } },
      ],
      events: [],
      orphans: [],
    });
    const left = rebuildCalls({ channels: [two], bridges: [] }, []);
    expect(left.events).toEqual([{ channel: 'picker', event: { type: 'partnerEnded' } }]);
  });

  test.each([
    [{ since: '2026-03-01T12:00:30.000Z' }, '2026-03-01T12:00:30.000Z'],
    // as earlier releases wrote it
    [{}, '1970-01-01T00:00:00.000Z'],
  ])('a parked call waits for the rest of its time, unless it already rings or talks: %j', (notedSince, since) => {
    const parked = { slot: '701', by: BOB, recalls: 0 };
    const waits = noted('caller', { caller: 'caller', facts, parked: { ...parked, ...notedSince } });
    const found = rebuildCalls({ channels: [waits], bridges: [] }, []);
    expect(found).toMatchObject({
      calls: [{ caller: 'caller', scene: { kind: 'waiting', parked, since } }],
      events: [{ channel: 'caller', event: { type: 'elapsed', timer: since } }],
      orphans: [],
    });
    const recalled = rebuildCalls({ channels: [waits, leg('Ringing')], bridges: apart }, []);
    expect(recalled).toMatchObject({ calls: [{ caller: 'caller', scene: { kind: 'dialling' } }], events: [] });
  });

  test('a call that rings knows where it returns to', () => {
    const recalled = { slot: '701', by: BOB, recalls: 1 };
    const found = (state: string, bridges: typeof together) => {
      const rings = noted(LEG, { caller: 'caller', facts, recalled, returnTo: BOB }, state);
      return rebuildCalls({ channels: [caller('Up'), rings], bridges }, []).calls;
    };
    expect(found('Ringing', apart)).toMatchObject([{ scene: { kind: 'dialling', returnTo: BOB, parked: recalled } }]);
    // somebody has answered
    expect(found('Up', together)).toMatchObject([{ scene: { kind: 'talking', returnTo: null, parked: null } }]);
  });
});
