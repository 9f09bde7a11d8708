import { describe, expect, test } from 'vitest';
import { callFacts } from '../../../test/call-facts.ts';
import type { BilledLeg } from '../../billing/rating/pin-contract.ts';
import { atStart } from '../../flows/interpreter/interpreter.ts';
import { type Call, carried, type Scene } from '../model/call.ts';
import type { InFlow } from '../model/in-flow.ts';
import { step } from '../model/machine.ts';

const AT = '2026-03-01T12:01:00.000Z';
const leg: BilledLeg = {
  leg: 1,
  number: '+12125559901',
  pin: { cycleId: 'cycle', currency: 'USD', class: 'domestic', included: false, rate: null },
  answeredAt: '2026-03-01T12:00:00.000Z',
};
const over = { type: 'timeOver', leg: 1, reason: 'spend_cap' } as const;
const short = { type: 'timeShort', leg: 1 } as const;

function talking(fields: Partial<Scene<'talking'>> = {}): Call {
  const party = { extensionId: 'e101', number: '101' };
  const scene: Scene<'talking'> = {
    kind: 'talking',
    facts: callFacts({ direction: 'outbound', legs: [leg] }),
    party,
    origin: { number: '101', name: '', restricted: false },
    codecs: [],
    encryptedCaller: false,
    path: [],
    legsMade: 1,
    answered: {
      since: { kind: 'seen', at: '2026-03-01T12:00:00.000Z' },
      by: { extensionId: null, number: leg.number },
    },
    returnTo: null,
    parked: null,
    flow: null,
    flowAnswer: null,
    leg: 'out.1',
    callee: { extensionId: null, number: leg.number },
    billed: 1,
    ...fields,
  };
  return { caller: 'caller', scene };
}

describe('a call whose paid time runs out', () => {
  test('plays a tone to both parties beforehand', () => {
    const { call, commands } = step(talking(), short, AT);
    expect(commands.flat()).toMatchObject([
      { type: 'play', channel: 'caller', sounds: ['beep'] },
      { type: 'play', channel: 'out.1', sounds: ['beep'] },
    ]);
    expect(call.scene.kind).toBe('talking');
  });

  test('ends its outside leg at that second, tells the phone that called why, and records the reason', () => {
    const cut = step(talking(), over, AT);
    expect(cut.commands.map((group) => group.map(({ type }) => type))).toEqual([
      ['hangUp', 'leave'],
      ['setNote'],
      ['play'],
    ]);
    expect(cut.commands.flat().at(-1)).toMatchObject({ channel: 'caller', sounds: ['strowger/limit-reached'] });
    const end = step(cut.call, { type: 'played', id: 'announcement-caller' }, '2026-03-01T12:01:05.000Z');
    expect(end.commands.flat().find(({ type }) => type === 'saveEnd')).toMatchObject({
      reason: 'spend_cap',
      endedBy: 'system',
      answeredAt: '2026-03-01T12:00:00.000Z',
      facts: { legs: [{ leg: 1, endedAt: AT }] },
    });
  });

  test('names the node of the flow that rang the outside number', () => {
    const flow: InFlow = {
      loaded: null,
      versionIds: [],
      position: atStart(new Map(), 'main', { caller: leg.number, called: '' }),
      alone: AT,
      turn: 1,
      sentFor: { kind: 'ring', staysAfter: false },
      named: { name: 'Main number', version: 1, node: 'Branch office' },
    };
    const { call } = step(talking({ flow }), over, AT);
    expect(call.scene).toMatchObject({
      admitted: { path: [{ event: 'flow', node: 'Branch office', exit: 'answered' }] },
    });
  });

  test('ends without an announcement if the caller is outside', () => {
    const forwarded = step(talking({ party: { extensionId: null, number: '+12125550199' } }), over, AT);
    const incoming = step(talking(), { ...over, leg: 0, reason: 'minutes_cap' }, AT);
    expect(forwarded.commands.flat()).toMatchObject([{ type: 'tearDown' }, { type: 'saveEnd', reason: 'spend_cap' }]);
    expect(incoming.commands.flat()).toMatchObject([{ type: 'tearDown' }, { type: 'saveEnd', reason: 'minutes_cap' }]);
  });

  test.each([{ emergency: true }, { to: '988' }])('continues if it is an emergency call: %j', (help) => {
    const call = talking({ facts: callFacts({ ...help, legs: [leg] }) });
    expect(step(call, over, AT)).toEqual({ call, commands: [] });
    expect(step(call, short, AT)).toEqual({ call, commands: [] });
  });

  describe('and that is joined with another call', () => {
    const outside = { extensionId: null, number: leg.number };
    const ours = { extensionId: 'e102', number: '102' };
    const joined = (id: string, party: typeof outside | typeof ours, partner: string): Call => {
      const { scene } = talking({ party, facts: callFacts({ id, legs: party === outside ? [leg] : [] }) });
      if (scene.kind !== 'talking') throw new Error(scene.kind);
      return { caller: party.number, scene: { ...carried(scene), kind: 'joined', with: partner, bridge: 'paid' } };
    };

    test('plays the tone in both calls', () => {
      const tone = (channel: string) => ({ type: 'play', channel, sounds: ['beep'] });
      const tell = { type: 'notify', call: 'other', event: { type: 'partnerShort' } };
      expect(step(joined('paid', outside, 'other'), short, AT).commands.flat()).toMatchObject([tone(leg.number), tell]);
      const other = step(joined('other', ours, 'paid'), { type: 'partnerShort' }, AT);
      expect(other.commands.flat()).toMatchObject([tone('102')]);
    });

    test('tells our phone in the other call why it ends', () => {
      const told = { type: 'partnerOver', reason: 'spend_cap' } as const;
      const { call, commands } = step(joined('paid', outside, 'other'), over, AT);
      expect(call.scene.kind).toBe('ended');
      expect(commands.flat()[0]).toEqual({ type: 'notify', call: 'other', event: told });
      const other = step(joined('other', ours, 'paid'), told, AT);
      expect(other.commands.flat()).toMatchObject([
        { type: 'leave', bridge: 'paid', channels: ['102'] },
        { type: 'setNote', channel: '102', note: null },
        { type: 'play', channel: '102', sounds: ['strowger/limit-reached'] },
      ]);
      // the end of the paid call doesn't cut that off
      expect(step(other.call, { type: 'partnerEnded' }, AT).call.scene.kind).toBe('announcing');
      const stranger = step(joined('other', outside, 'paid'), told, AT);
      expect(stranger.commands.flat()).toMatchObject([{ type: 'tearDown' }, { type: 'saveEnd' }, { type: 'notify' }]);
    });
  });
});
