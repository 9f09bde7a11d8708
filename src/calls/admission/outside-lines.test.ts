import { expect, test } from 'vitest';
import { callFacts } from '../../../test/call-facts.ts';
import { SAFE_RULES } from '../../outbound/rules.ts';
import { extensionOfLines, freeLines, linesOf } from './outside-lines.ts';
import { viaTrunk } from '../routing/attempts.ts';

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
