import { describe, expect, test } from 'vitest';
import { callFacts, legTo102 } from '../../../test/call-facts.ts';
import { type Admitted, type Call, channelsOf } from '../model/call.ts';
import { NO_EMERGENCY_ROW } from '../model/decision.ts';
import { step } from '../model/machine.ts';
import { CAUSE } from '../rules.ts';
import { handOver } from './joined.ts';
import { takeRinging } from './picking-up.ts';

const AT = '2026-03-01T12:00:00.000Z';
const BOB = { extensionId: 'e102', number: '102' };
const CLEO = { extensionId: 'e103', number: '103' };

const admitted = (id: string, fields: Partial<Admitted> = {}): Admitted => ({
  facts: callFacts({ id }),
  party: { extensionId: 'e101', number: '101' },
  origin: { number: '101', name: '', restricted: false },
  codecs: ['ulaw'],
  encryptedCaller: false,
  path: [],
  legsMade: 1,
  answered: { since: { kind: 'seen', at: AT }, by: BOB },
  returnTo: null,
  flow: null,
  flowAnswer: null,
  parked: null,
  ...fields,
});
const answered = { since: { kind: 'seen', at: AT }, by: CLEO } as const;

/** Bob called Cleo, and they are talking. */
const consulting: Call = {
  caller: 'bob2',
  scene: { kind: 'talking', ...admitted('two', { party: BOB }), answered, leg: 'two.1', callee: CLEO },
};
/** Bob has transferred Ada, who is waiting. */
const waiting: Call = { caller: 'ada', scene: { kind: 'joining', ...admitted('one', { returnTo: BOB }) } };
const to = { partner: 'one', bridge: 'one' };

describe('an attended transfer', () => {
  test('hangs up the transferor, and moves the target into the bridge of the waiting party', () => {
    const given = handOver(consulting, 'bob2', to, AT);
    expect(given?.event).toEqual({ type: 'joined', with: 'two', to: '103', bridge: 'one' });
    expect(given?.step.call).toMatchObject({ caller: 'two.1', scene: { kind: 'joined', with: 'one', party: CLEO } });
    expect(given?.step.commands.flat()).toMatchObject([
      { type: 'hangUp', channel: 'bob2' },
      { type: 'join', bridge: 'one', channels: ['two.1'] },
      { type: 'setNote', channel: 'two.1', note: { joined: { with: 'one', bridge: 'one' } } },
      { type: 'savePath' },
    ]);
    const joined = step(waiting, { type: 'joined', with: 'two', to: '103', bridge: 'one' }, AT);
    expect(joined.call).toMatchObject({
      caller: 'ada',
      scene: {
        kind: 'joined',
        with: 'two',
        path: [{ event: 'transferred', number: '102', to: '103', attended: true }],
      },
    });
    expect(joined.commands.flat()[0]).toEqual({ type: 'join', bridge: 'one', channels: ['ada'] });
  });

  test('also works if the target had called the transferor', () => {
    const called: Call = {
      caller: 'cleo',
      scene: { kind: 'talking', ...admitted('two', { party: CLEO }), answered, leg: 'two.1', callee: BOB },
    };
    expect(handOver(called, 'two.1', to, AT)?.step.call).toMatchObject({ caller: 'cleo', scene: { party: CLEO } });
  });

  test('also works if somebody else had picked up the call, or it was handed over itself', () => {
    const pickedUp: Call = {
      caller: 'bob2',
      scene: { kind: 'joined', ...admitted('two', { party: BOB, answered }), with: 'three', bridge: 'two' },
    };
    const given = handOver(pickedUp, 'bob2', to, AT);
    expect(given?.event).toEqual({ type: 'joined', with: 'three', to: '103', bridge: 'one' });
    expect(given?.step.call.scene.kind).toBe('ended');
    const handedOver = { type: 'handedOver', with: 'one', bridge: 'one' } as const;
    const commands = given?.step.commands.flat();
    expect(commands).toContainEqual({ type: 'notify', call: 'three', event: handedOver });
    expect(commands).not.toContainEqual({ type: 'notify', call: 'three', event: { type: 'partnerEnded' } });
    const third: Call = {
      caller: 'cleo',
      scene: { kind: 'joined', ...admitted('three', { party: CLEO }), with: 'two', bridge: 'two' },
    };
    const moved = step(third, handedOver, AT);
    expect(moved.call.scene).toMatchObject({ kind: 'joined', with: 'one', bridge: 'one' });
    expect(moved.commands.flat().slice(0, 2)).toEqual([
      { type: 'leave', bridge: 'two', channels: ['cleo'] },
      { type: 'join', bridge: 'one', channels: ['cleo'] },
    ]);
    // the third one has hung up meanwhile
    expect(step({ ...third, scene: { kind: 'ended' } }, handedOver, AT).commands.flat()).toEqual([
      { type: 'notify', call: 'one', event: { type: 'partnerEnded' } },
    ]);
  });

  test('ends a call that still rings, and sends the waiting party there', () => {
    const scene = {
      kind: 'dialling' as const,
      ...admitted('two', { party: BOB, answered: null, facts: callFacts({ id: 'two', to: '103' }) }),
      legs: [legTo102('two.1')],
      ringSeconds: 25,
      next: [],
      inOrder: false,
      exits: null,
      earlyMediaBridged: false,
      ringbackSent: true,
      causes: [],
      declined: false,
    };
    const given = handOver({ caller: 'bob2', scene }, 'bob2', to, AT);
    expect(given?.step.call.scene.kind).toBe('ended');
    const event = { type: 'nobodyThere', to: '103', mailbox: null, of: 'two' } as const;
    expect(given?.event).toEqual(event);
    const sent = step(waiting, event, AT).commands.flat();
    expect(sent.at(-1)).toMatchObject({
      type: 'reroute',
      onward: { nextHop: { to: { kind: 'transfer', number: '103' } } },
      after: 'two',
    });
  });

  test('ends a call that a mailbox has answered, and sends the waiting party to that mailbox', () => {
    const atMailbox: Call = {
      caller: 'bob2',
      scene: {
        kind: 'takingMessage',
        ...admitted('two', { party: BOB, answered: null }),
        mailbox: { id: 'box', number: '103', greeting: null, maxSeconds: 180, isFull: false, hasPin: false },
        note: {
          id: 'message',
          tenantId: 'bakery',
          mailboxId: 'box',
          callId: 'two',
          from: '102',
          fromName: '',
          receivedAt: AT,
        },
        stage: 'greeting',
        answer: { kind: 'seen', at: AT },
      },
    };
    expect(channelsOf(atMailbox, BOB)).toEqual(['bob2']);
    const given = handOver(atMailbox, 'bob2', to, AT);
    expect(given?.step.call.scene.kind).toBe('ended');
    const event = { type: 'nobodyThere', to: '103', mailbox: 'box', of: 'two' } as const;
    expect(given?.event).toEqual(event);
    const sent = step(waiting, event, AT);
    expect(sent.commands.flat().at(-1)).toMatchObject({
      type: 'reroute',
      onward: {
        nextHop: { to: { kind: 'mailbox', id: 'box' } },
        journey: { path: [{ event: 'transferred', to: '103' }] },
      },
    });
    expect(sent.call.scene).toMatchObject({ kind: 'rerouting', returnTo: BOB });
  });

  test('does not transfer an emergency call', () => {
    const { scene } = consulting;
    if (scene.kind !== 'talking') throw new Error();
    const help: Call = {
      ...consulting,
      scene: { ...scene, facts: callFacts({ id: 'two', emergency: true, to: '911' }) },
    };
    expect(handOver(help, 'bob2', to, AT)).toBeNull();
  });

  test('returns the waiting party if there is no such call', () => {
    const back = step(
      waiting,
      { type: 'decided', decision: { kind: 'refuse', reason: 'unreachable', record: null } },
      AT,
    );
    expect(back.commands.flat().at(-1)).toMatchObject({ onward: { nextHop: { to: { kind: 'return', to: BOB } } } });
  });
});

describe('a phone picks up a call that rings at another one', () => {
  const ringing = (fields: Partial<Admitted> = {}, legs = [legTo102('one.1', { state: 'ringing' })]): Call => ({
    caller: 'ada',
    scene: {
      kind: 'dialling',
      ...admitted('one', { answered: null, ...fields }),
      legs,
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
  const by = { partner: 'two', by: CLEO };

  test('the caller is answered, and the ringing phone learns that the call was answered elsewhere', () => {
    const taken = takeRinging(ringing(), ['e102'], by, AT);
    expect(taken?.event).toEqual({ type: 'joined', with: 'one', to: '102', bridge: 'one' });
    expect(taken?.step.call).toMatchObject({
      caller: 'ada',
      scene: { kind: 'joined', with: 'two', answered: { by: CLEO }, path: [{ event: 'rang' }, { event: 'picked_up' }] },
    });
    const commands = taken?.step.commands.flat();
    expect(commands).toContainEqual({ type: 'hangUp', channel: 'one.1', cause: CAUSE.answeredElsewhere });
    expect(commands).toContainEqual({ type: 'answer', channel: 'ada' });
    expect(commands).toContainEqual(expect.objectContaining({ type: 'saveAnswer', answeredBy: 'e103' }));
  });

  test('anywhere in the tenant if it is in no group, but only from extensions, and never a dispatcher’s callback', () => {
    expect(takeRinging(ringing(), null, by, AT)).not.toBeNull();
    expect(takeRinging(ringing(), ['e104'], by, AT)).toBeNull();
    const outside = legTo102('one.1', { party: { extensionId: null, number: '+12125559999' } });
    expect(takeRinging(ringing({}, [outside]), null, by, AT)).toBeNull();
    expect(
      takeRinging(ringing({ facts: callFacts({ id: 'one', emergency: true, direction: 'inbound' }) }), null, by, AT),
    ).toBeNull();
    expect(takeRinging(consulting, null, by, AT)).toBeNull();
  });

  test('the phone is answered and joins the caller’s bridge, or hears an announcement if nothing rings', () => {
    const picking: Call = {
      caller: 'cleo',
      scene: { kind: 'pickingUp', ...admitted('two', { party: CLEO, answered: null }) },
    };
    const talk = step(picking, { type: 'joined', with: 'one', to: '102', bridge: 'one' }, AT);
    expect(talk.call).toMatchObject({ scene: { kind: 'joined', with: 'one', bridge: 'one' } });
    expect(talk.commands.flat()).toContainEqual({ type: 'join', bridge: 'one', channels: ['cleo'] });
    const none = step(
      picking,
      { type: 'decided', decision: { kind: 'refuse', reason: 'unreachable', record: null } },
      AT,
    );
    expect(none.commands.flat()[0]).toMatchObject({ type: 'tearDown', channels: ['cleo'], cause: CAUSE.unreachable });
  });
});

describe('joined calls', () => {
  const joined: Call = { caller: 'ada', scene: { kind: 'joined', ...admitted('one'), with: 'two', bridge: 'one' } };
  test('end together', () => {
    const end = step(joined, { type: 'channelEnded', channel: 'ada', cause: 16 }, AT).commands.flat();
    expect(end).toContainEqual({ type: 'notify', call: 'two', event: { type: 'partnerEnded' } });
    const other = step(joined, { type: 'partnerEnded' }, AT).commands.flat();
    expect(other[0]).toMatchObject({ type: 'tearDown', channels: ['ada'] });
    expect(other).toContainEqual(expect.objectContaining({ type: 'saveEnd', answeredAt: AT }));
  });

  test('end when the tenant is suspended', () => {
    const end = step(joined, { type: 'serviceStopped', tenantId: 'bakery' }, AT).commands.flat();
    expect(end[0]).toMatchObject({ type: 'tearDown', channels: ['ada'], cause: CAUSE.rejected });
  });

  test('continue in the other call if one party transfers the other', () => {
    const gone = step(
      joined,
      { type: 'transferRequested', by: 'ada', to: '104', standIn: 'local', emergency: NO_EMERGENCY_ROW },
      AT,
    );
    expect(gone.call.scene.kind).toBe('ended');
    const by = { extensionId: 'e101', number: '101' };
    const event = { type: 'partnerTransfers', by, to: '104', emergency: NO_EMERGENCY_ROW } as const;
    const commands = gone.commands.flat();
    expect(commands).toContainEqual({ type: 'notify', call: 'two', event });
    expect(commands).not.toContainEqual({ type: 'notify', call: 'two', event: { type: 'partnerEnded' } });
    expect(step(joined, event, AT).call).toMatchObject({ caller: 'ada', scene: { kind: 'rerouting', returnTo: by } });
  });
});
