import { describe, expect, test } from 'vitest';
import { callFacts, legTo102 } from '../../../test/call-facts.ts';
import type { Admitted, Call } from '../model/call.ts';
import { step } from '../model/machine.ts';
import { CAUSE } from '../rules.ts';
import { give } from './joined.ts';
import { take } from './picking-up.ts';

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

/** Bob talks to Cleo, whom he called. */
const consulting: Call = {
  caller: 'bob2',
  scene: { kind: 'talking', ...admitted('two', { party: BOB }), answered, leg: 'two.1', callee: CLEO },
};
/** Ada has been given away by Bob, and waits. */
const waiting: Call = { caller: 'ada', scene: { kind: 'joining', ...admitted('one', { returnTo: BOB }), to: '' } };
const to = { partner: 'one', bridge: 'one' };

describe('a party gives its other call to the one who waits', () => {
  test('it is hung up, and the other one goes into the bridge of the one who waits', () => {
    const given = give(consulting, 'bob2', to, AT);
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

  test('one that was called by the third gives it away as well', () => {
    const called: Call = {
      caller: 'cleo',
      scene: { kind: 'talking', ...admitted('two', { party: CLEO }), answered, leg: 'two.1', callee: BOB },
    };
    expect(give(called, 'two.1', to, AT)?.step.call).toMatchObject({ caller: 'cleo', scene: { party: CLEO } });
  });

  test('one that still rings is ended, and the one who waits is sent there', () => {
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
    const given = give({ caller: 'bob2', scene }, 'bob2', to, AT);
    expect(given?.step.call.scene.kind).toBe('ended');
    expect(given?.event).toEqual({ type: 'ringsYet', to: '103' });
    const sent = step(waiting, { type: 'ringsYet', to: '103' }, AT).commands.flat();
    expect(sent.at(-1)).toMatchObject({
      type: 'reroute',
      onward: { way: { to: { kind: 'transfer', number: '103' } } },
    });
  });

  test('an emergency call is not given away', () => {
    const { scene } = consulting;
    if (scene.kind !== 'talking') throw new Error();
    const help: Call = {
      ...consulting,
      scene: { ...scene, facts: callFacts({ id: 'two', emergency: true, to: '911' }) },
    };
    expect(give(help, 'bob2', to, AT)).toBeNull();
  });

  test('without such a call, the one who waits goes back', () => {
    const back = step(
      waiting,
      { type: 'decided', decision: { kind: 'refuse', reason: 'unreachable', record: null } },
      AT,
    );
    expect(back.commands.flat().at(-1)).toMatchObject({ onward: { way: { to: { kind: 'return', to: BOB } } } });
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

  test('the caller is answered, and the phone that rang hears that somebody else has the call', () => {
    const taken = take(ringing(), ['e102'], by, AT);
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

  test('any of the tenant if it is in no group, but only extensions, and no call from the dispatcher', () => {
    expect(take(ringing(), null, by, AT)).not.toBeNull();
    expect(take(ringing(), ['e104'], by, AT)).toBeNull();
    const outside = legTo102('one.1', { party: { extensionId: null, number: '+12125559999' } });
    expect(take(ringing({}, [outside]), null, by, AT)).toBeNull();
    expect(
      take(ringing({ facts: callFacts({ id: 'one', emergency: true, direction: 'inbound' }) }), null, by, AT),
    ).toBeNull();
    expect(take(consulting, null, by, AT)).toBeNull();
  });

  test('the one who picks up is answered and goes into the caller’s bridge, and hears a clear end if there is nothing', () => {
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

describe('calls that are joined', () => {
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

  test('go on in the other call when one party sends the other on', () => {
    const gone = step(joined, { type: 'transferRequested', by: 'ada', to: '104', standIn: 'local' }, AT);
    expect(gone.call.scene.kind).toBe('ended');
    const by = { extensionId: 'e101', number: '101' };
    const event = { type: 'partnerTransfers', by, to: '104' } as const;
    const commands = gone.commands.flat();
    expect(commands).toContainEqual({ type: 'notify', call: 'two', event });
    expect(commands).not.toContainEqual({ type: 'notify', call: 'two', event: { type: 'partnerEnded' } });
    expect(step(joined, event, AT).call).toMatchObject({ caller: 'ada', scene: { kind: 'rerouting', returnTo: by } });
  });
});
