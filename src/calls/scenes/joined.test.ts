import { describe, expect, test } from 'vitest';
import { callFacts, legTo102 } from '../../../test/call-facts.ts';
import type { Admitted, Call } from '../call.ts';
import { step } from '../machine.ts';
import { CAUSE } from '../rules.ts';
import { give } from './joined.ts';

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
    expect(given?.event).toEqual({ type: 'joined', with: 'two', to: '103' });
    expect(given?.step.call).toMatchObject({ caller: 'two.1', scene: { kind: 'joined', with: 'one', party: CLEO } });
    expect(given?.step.commands.flat()).toMatchObject([
      { type: 'hangUp', channel: 'bob2' },
      { type: 'join', bridge: 'one', channels: ['two.1'] },
      { type: 'setNote', channel: 'two.1', note: { joined: { with: 'one', bridge: 'one' } } },
    ]);
    const joined = step(waiting, { type: 'joined', with: 'two', to: '103' }, AT);
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
      secure: false,
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
