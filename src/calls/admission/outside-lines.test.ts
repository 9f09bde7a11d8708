import { describe, expect, test } from 'vitest';
import { callFacts } from '../../../test/call-facts.ts';
import { SAFE_RULES } from '../../outbound/rules.ts';
import type { CallPath } from '../model/call-path.ts';
import { viaTrunk } from '../routing/attempts.ts';
import { extensionOfLines, freeLines, linesOf } from './outside-lines.ts';

const ATTEMPT = { callerId: { number: '', name: '', restricted: false }, ringSeconds: 20 };
const trunks = (...numbers: string[]) => ({ ...ATTEMPT, targets: numbers.map((number) => viaTrunk('one', number)) });

test('a call takes one line for each outside number that rings at the same time, not for each that is tried', () => {
  expect(linesOf({ usesLine: true, attempts: [trunks('1'), trunks('2', '3'), trunks()] })).toBe(2);
  // the crisis line takes none
  expect(linesOf({ attempts: [trunks('988')] })).toBe(0);
});

test('free lines are within the tenant’s limit and the calling extension’s limit', () => {
  const at = (ofTenant: number, ofExtension: number | null) => freeLines(SAFE_RULES, { ofTenant, ofExtension });
  expect([at(0, 0), at(9, 3), at(10, 0), at(4, 4), at(12, 0), at(4, null)]).toEqual([4, 1, 0, 0, 0, 6]);
});

describe('the lines of a call count towards', () => {
  const transferred = (extensionId: string | null) =>
    ({ event: 'transferred', at: '', extensionId, number: '', to: '', attended: false }) as const;
  const forwarded = { event: 'forwarded', at: '', extensionId: 'e9', number: '', because: 'always', to: '' } as const;
  test.each<[string, 'internal' | 'outbound' | 'inbound', CallPath, string | null]>([
    ['the extension that calls a colleague', 'internal', [], 'e101'],
    ['the extension that calls outside', 'outbound', [], 'e101'],
    ['no extension, for an inbound call', 'inbound', [], null],
    ['no extension, for a forwarded inbound call', 'inbound', [forwarded], null],
    ['the calling extension, if another one forwards', 'internal', [forwarded], 'e101'],
    ['the extension that transfers', 'inbound', [transferred('e102')], 'e102'],
    ['the extension that transfers, wherever the call goes', 'inbound', [transferred('e102'), forwarded], 'e102'],
    ['the last that transfers', 'internal', [transferred('e102'), transferred('e103')], 'e103'],
    ['the calling extension, if the transferring one is unknown', 'internal', [transferred(null)], 'e101'],
  ])('%s', (_, direction, path, expected) =>
    expect(extensionOfLines({ facts: callFacts({ direction, extensionId: 'e101' }), path })).toBe(expected),
  );
});
