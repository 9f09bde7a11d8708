import { describe, expect, test } from 'vitest';
import { callFacts, diallingCall, legTo102 } from '../../../test/call-facts.ts';
import { viaTrunk } from '../routing/attempts.ts';
import { handOver } from '../scenes/joined.ts';
import { takeRinging } from '../scenes/picking-up.ts';
import { retrieveParked } from '../scenes/waiting.ts';
import { type Admitted, type Call, carried, type Scene } from './call.ts';
import type { Command } from './command.ts';
import { NO_EMERGENCY_ROW } from './decision.ts';
import type { Event } from './event.ts';
import { returnLines } from './held-lines.ts';
import type { Leg } from './legs.ts';
import { step } from './machine.ts';
import { PARKED_MS } from './parking.ts';

const trunk = (number: string) => ({
  callerId: { number: '', name: '', restricted: false },
  ringSeconds: 20,
  targets: [viaTrunk('one', number)],
});

describe('when somebody answers, a call releases the lines', () => {
  const inside = legTo102('leg');
  const outside = (channel: string): Leg => legTo102(channel, { party: { extensionId: null, number: '+13105550000' } });
  const rang = { event: 'rang', at: 'x', until: 'y', extensionId: null, number: '1', result: 'no_answer' } as const;
  const left = (scene: Partial<Scene<'dialling'>>, by: Leg['party'] | null) => {
    const call = diallingCall(scene);
    return returnLines(call.scene, by, call.scene.facts).map(
      (command) => command.type === 'saveLines' && command.lines,
    );
  };
  test.each<[string, Partial<Scene<'dialling'>>, Leg['party'] | null, number[]]>([
    ['of the other outside members', { legs: [outside('1'), outside('2'), inside] }, outside('1').party, [1]],
    ['of all of them, if an extension answers', { legs: [outside('1'), inside] }, inside.party, [0]],
    ['of those that would have rung later', { legs: [inside], next: [trunk('1')] }, inside.party, [0]],
    ['of those that rang before', { legs: [inside], path: [rang] }, inside.party, [0]],
    ['even if nobody answers', { path: [rang] }, null, [0]],
    ['but none if it needs all of them', { legs: [outside('1')], next: [trunk('1')] }, outside('1').party, []],
    ['but none if it has none', { legs: [inside] }, inside.party, []],
    ['but never of an emergency call', { facts: callFacts({ emergency: true }), legs: [outside('1')] }, null, []],
  ])('%s', (_, scene, by, expected) => expect(left(scene, by)).toEqual(expected));
});

describe('through every transfer, an outside number that we called keeps its line, and nobody else has one', () => {
  const AT = '2026-03-01T12:01:00.000Z';
  const ADA = { extensionId: 'e101', number: '101' };
  const BOB = { extensionId: 'e102', number: '102' };
  const CLEO = { extensionId: 'e103', number: '103' };
  const MOBILE = { extensionId: null, number: '+13105550000' };
  const inbound = callFacts({ direction: 'inbound', from: '+12125550199' });
  const since = { since: { kind: 'seen', at: AT }, by: BOB } as const;
  const base = (fields: Partial<Admitted> = {}): Admitted => ({
    ...carried(diallingCall().scene),
    answered: since,
    ...fields,
  });
  const talking = (party: Admitted['party'], callee: Admitted['party'], fields: Partial<Admitted> = {}): Call => ({
    caller: 'caller',
    scene: { kind: 'talking', ...base(fields), party, callee, leg: 'callee', answered: since },
  });
  const ringing = (party: Admitted['party'], legs: Leg[], fields: Partial<Scene<'dialling'>> = {}): Call =>
    diallingCall({ party, legs, ...fields });
  const inside = legTo102('inside');
  const outside = legTo102('outside', { party: MOBILE });
  const parked = { slot: '701', by: ADA, recalls: 1 };
  const waiting = (party: Admitted['party'], facts = callFacts()): Call => ({
    caller: 'caller',
    scene: { kind: 'waiting', ...base({ party, facts }), parked, since: AT },
  });
  const joined = (party: Admitted['party']): Call => ({
    caller: 'caller',
    scene: { kind: 'joined', ...base({ party }), with: 'two', bridge: 'two' },
  });
  const transfer = (by: string, to = '104'): Event => ({
    type: 'transferRequested',
    by,
    to,
    standIn: 'local',
    emergency: NO_EMERGENCY_ROW,
  });
  const given = (offer: ReturnType<typeof handOver>) => offer?.step.commands.flat() ?? [];
  const after = (call: Call, event: Event, at = AT): Command[] => step(call, event, at).commands.flat();
  /** the time in a slot is over */
  const overdue = (call: Call): Command[] =>
    after(call, { type: 'elapsed', timer: AT }, new Date(Date.parse(AT) + PARKED_MS).toISOString());

  /**
   * What is saved in the live row: how many lines the call has, and whether its caller has one. Null if nothing is
   * saved.
   */
  function saved(commands: Command[]): { lines: number | 'asked again'; callerOnLine: boolean } | null {
    for (const command of commands) {
      if (command.type === 'saveLines') return { lines: command.lines, callerOnLine: command.callerOnLine };
      if (command.type === 'reroute')
        return { lines: 'asked again', callerOnLine: command.onward.journey.callerOnLine ?? false };
    }
    return null;
  }
  const again = (callerOnLine: boolean) => ({ lines: 'asked again' as const, callerOnLine });
  const none = (callerOnLine: boolean) => ({ lines: 0, callerOnLine });

  test.each<[string, Command[], ReturnType<typeof saved>]>([
    ['the caller transfers the number that it reached', after(talking(ADA, MOBILE), transfer('caller')), again(true)],
    [
      'also after a conversation, to the other call',
      after(talking(ADA, MOBILE), transfer('caller', `*replaces*${'0'.repeat(32)}`)),
      null,
    ],
    ['the callee transfers a number that waited', after(talking(MOBILE, BOB), transfer('callee')), again(true)],
    ['the caller transfers a colleague', after(talking(ADA, BOB), transfer('caller')), again(false)],
    ['the callee transfers a colleague', after(talking(ADA, BOB), transfer('callee')), again(false)],
    [
      'the callee transfers an inbound caller',
      after(talking(MOBILE, BOB, { facts: inbound }), transfer('callee')),
      again(false),
    ],
    ['a waiting outside number is parked, and rings back', overdue(waiting(MOBILE)), again(true)],
    ['a colleague is parked, and rings back', overdue(waiting(ADA)), again(false)],
    ['an inbound caller is parked, and rings back', overdue(waiting(MOBILE, inbound)), again(false)],
    [
      'a parked number is fetched',
      given(retrieveParked(waiting(MOBILE), '701', { partner: 'two', by: CLEO }, AT)),
      null,
    ],
    [
      'an outside number rings too during a ring-back, and the call is retrieved',
      given(retrieveParked(ringing(MOBILE, [inside, outside], { parked }), '701', { partner: 'two', by: CLEO }, AT)),
      none(true),
    ],
    [
      'or nobody answers, and the call is parked again',
      after(ringing(MOBILE, [outside], { parked }), {
        type: 'channelEnded',
        channel: 'outside',
        cause: 16,
        status: 480,
      }),
      none(true),
    ],
    [
      'a call that rings inside and outside is picked up',
      given(takeRinging(ringing(ADA, [inside, outside]), null, { partner: 'two', by: CLEO }, AT)),
      none(false),
    ],
    [
      'an outside number rings, and its call is picked up',
      given(takeRinging(ringing(MOBILE, [inside, outside]), null, { partner: 'two', by: CLEO }, AT)),
      none(true),
    ],
    [
      'a call that rings outside takes its exit',
      after(
        ringing(MOBILE, [outside], {
          exits: { by: BOB, to: { unreachable: { kind: 'external', number: '+13105550001' } }, confirm: false },
        }),
        { type: 'channelEnded', channel: 'outside', cause: 20 },
      ),
      again(true),
    ],
    [
      'one of several numbers answers',
      after(ringing(ADA, [outside, legTo102('other', { party: MOBILE })]), {
        type: 'answered',
        leg: 'outside',
        codecs: ['ulaw'],
      }),
      { lines: 1, callerOnLine: false },
    ],
    [
      'the caller transfers the number that it reached',
      given(handOver(talking(ADA, MOBILE), 'caller', { partner: 'two', bridge: 'two' }, AT)),
      null,
    ],
    [
      'a joined outside number is transferred by the other party',
      after(joined(MOBILE), { type: 'partnerTransfers', by: ADA, to: '104', emergency: NO_EMERGENCY_ROW }),
      again(true),
    ],
    [
      'a joined extension is transferred by the other party',
      after(joined(BOB), { type: 'partnerTransfers', by: ADA, to: '104', emergency: NO_EMERGENCY_ROW }),
      again(false),
    ],
  ])('%s', (_, commands, expected) => {
    expect(commands).not.toEqual([]);
    expect(saved(commands)).toEqual(expected);
  });

  test('a ring-back stops when the call is parked again', () => {
    const two = [inside, legTo102('second')];
    const declined = { type: 'channelEnded', channel: 'inside', cause: 21, status: 603 } as const;
    const commands = after(ringing(MOBILE, two, { parked, earlyMediaBridged: false }), declined);
    expect(commands).toContainEqual(expect.objectContaining({ type: 'hangUp', channel: 'second' }));
  });
});
