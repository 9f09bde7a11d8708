import { describe, expect, test } from 'vitest';
import { callFacts, diallingCall, legTo102 } from '../../../test/call-facts.ts';
import type { Scene } from './call.ts';
import type { Leg } from './legs.ts';
import { returnLines } from './returned-lines.ts';
import { viaTrunk } from '../routing/attempts.ts';

const trunk = (number: string) => ({
  callerId: { number: '', name: '', restricted: false },
  ringSeconds: 20,
  targets: [viaTrunk('one', number)],
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
    ['of those that were to ring later', { legs: [inside], next: [trunk('1')] }, inside.party, [0]],
    ['of those that rang before', { legs: [inside], path: [rang] }, inside.party, [0]],
    ['also where nobody takes it', { path: [rang] }, null, [0]],
    ['and none if it needs all', { legs: [outside('1')], next: [trunk('1')] }, outside('1').party, []],
    ['and none if it has none', { legs: [inside] }, inside.party, []],
    ['but never of an emergency call', { facts: callFacts({ emergency: true }), legs: [outside('1')] }, null, []],
  ])('%s', (_, scene, by, expected) => expect(left(scene, by)).toEqual(expected));
});
