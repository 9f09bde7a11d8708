import { describe, expect, test } from 'vitest';
import { callFacts, diallingCall, legTo102 } from '../../test/call-facts.ts';
import { SAFE_RULES } from '../outbound/rules.ts';
import type { Scene } from './call.ts';
import type { Leg } from './legs.ts';
import { extensionOfLines, freeLines, linesOf, returnLines } from './outside-lines.ts';
import { viaTrunk } from './routing/attempts.ts';

const ATTEMPT = { callerId: { number: '', name: '', restricted: false }, ringSeconds: 20 };
const trunks = (...numbers: string[]) => ({ ...ATTEMPT, targets: numbers.map((number) => viaTrunk('one', number)) });

test('a call takes as many lines as it calls outside numbers at once, however many it tries in turn', () => {
  expect(linesOf({ usesLine: true, attempts: [trunks('1'), trunks('2', '3'), trunks()] })).toBe(2);
  // the crisis line
  expect(linesOf({ attempts: [trunks('988')] })).toBe(0);
});

test('lines are free within the limit of the tenant, and within that of the extension that calls', () => {
  const at = (ofTenant: number, ofExtension: number | null) => freeLines(SAFE_RULES, { ofTenant, ofExtension });
  expect([at(0, 0), at(9, 3), at(10, 0), at(4, 4), at(12, 0), at(4, null)]).toEqual([4, 1, 0, 0, 0, 6]);
});

test('the lines of a call are those of who called or transfers; one from outside that is sent on takes none of an extension', () => {
  const of = (direction: 'internal' | 'outbound' | 'inbound', dialledBy?: string) =>
    extensionOfLines({ facts: callFacts({ direction, extensionId: 'e101' }), ...(dialledBy && { dialledBy }) });
  expect([of('internal'), of('outbound'), of('inbound'), of('inbound', 'e102')]).toEqual([
    'e101',
    'e101',
    null,
    'e102',
  ]);
});

describe('when somebody takes a call, it gives back the lines', () => {
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
    ['of all of them, where an extension takes it', { legs: [outside('1'), inside] }, inside.party, [0]],
    ['of those that were to ring later', { legs: [inside], next: [trunks('1')] }, inside.party, [0]],
    ['of those that rang before', { legs: [inside], path: [rang] }, inside.party, [0]],
    ['also where nobody takes it', { path: [rang] }, null, [0]],
    ['and none if it needs all', { legs: [outside('1')], next: [trunks('1')] }, outside('1').party, []],
    ['and none if it has none', { legs: [inside] }, inside.party, []],
    ['but never of a call for help', { facts: callFacts({ emergency: true }), legs: [outside('1')] }, null, []],
  ])('%s', (_, scene, by, expected) => expect(left(scene, by)).toEqual(expected));
});
