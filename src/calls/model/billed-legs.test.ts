import { describe, expect, test } from 'vitest';
import { callFacts, diallingCall, legTo102 } from '../../../test/call-facts.ts';
import type { BilledLeg } from '../../billing/rating/pin-contract.ts';
import type { Call, Scene } from './call.ts';
import type { Command } from './command.ts';
import { NO_EMERGENCY_ROW } from './decision.ts';
import type { Event } from './event.ts';
import { step } from './machine.ts';

const AT = '2026-03-01T12:00:00.000Z';
const LATER = '2026-03-01T12:00:20.000Z';
const pin: BilledLeg['pin'] = { cycleId: 'cycle', currency: 'USD', class: 'domestic', included: false, rate: null };
const leg = (ordinal: number): BilledLeg => ({ leg: ordinal, number: `+1212555990${ordinal}`, pin });
const outside = (ordinal: number, confirm = false) =>
  legTo102(`out.${ordinal}`, {
    party: { extensionId: null, number: leg(ordinal).number },
    billed: ordinal,
    confirm,
  });

const dialling = (fields: Partial<Scene<'dialling'>>) =>
  diallingCall({ facts: callFacts({ legs: [leg(0), leg(1), leg(2)] }), ...fields });

/** The call after these events, and what was last saved about its legs. */
function after(call: Call, ...events: [Event, string][]) {
  const commands: Command[] = [];
  for (const [event, at] of events) {
    const next = step(call, event, at);
    call = next.call;
    commands.push(...next.commands.flat());
  }
  const saved = commands.findLast((one) => one.type === 'saveLegs' || one.type === 'saveEnd');
  const legs = saved && 'facts' in saved ? (saved.facts.legs ?? []) : [];
  return legs.map(({ answeredAt, endedAt }) => [answeredAt, endedAt]);
}

const answered = (ordinal: number): Event => ({ type: 'answered', leg: `out.${ordinal}`, codecs: ['ulaw'] });

describe('a charged leg', () => {
  test('is charged from its own answer', () => {
    const rung = dialling({ legs: [outside(1)] });
    expect(after(rung, [answered(1), AT]).map(([at]) => at)).toEqual([undefined, AT, undefined]);
  });

  test('is never charged if it was not answered', () => {
    const rung = dialling({ legs: [outside(1), outside(2)] });
    const hungUp = { type: 'channelEnded', channel: 'caller', cause: 16 } as const;
    expect(after(rung, [hungUp, LATER]).every(([at]) => at === undefined)).toBe(true);
  });

  test('is charged until it is hung up if a machine answered', () => {
    const asked = dialling({ legs: [outside(1, true), outside(2)], earlyMediaBridged: false });
    const times = after(asked, [answered(1), AT], [{ type: 'unconfirmed', leg: 'out.1' }, LATER]);
    expect(times[1]).toEqual([AT, LATER]);
  });

  test('ends when another leg gets the call, if a machine answered', () => {
    const asked = dialling({ legs: [outside(1, true), outside(2)] });
    const times = after(asked, [answered(1), AT], [answered(2), LATER]);
    expect(times.slice(1)).toEqual([
      [AT, LATER],
      [LATER, undefined],
    ]);
  });

  test('is in the call’s record with its times', () => {
    const rung = dialling({ legs: [outside(1)] });
    const hungUp = { type: 'channelEnded', channel: 'out.1', cause: 16 } as const;
    expect(after(rung, [answered(1), AT], [hungUp, LATER])[1]).toEqual([AT, undefined]);
  });

  test('continues if the phone that called it transfers the call', () => {
    const rung = dialling({ legs: [outside(1)] });
    const transfer = {
      type: 'transferRequested',
      by: 'caller',
      to: '102',
      standIn: 's',
      emergency: NO_EMERGENCY_ROW,
    } as const;
    expect(after(rung, [answered(1), AT], [transfer, LATER])[1]).toEqual([AT, undefined]);
  });
});
