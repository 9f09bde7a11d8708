import { describe, expect, test } from 'vitest';
import { newRecoveryCodes, newSecret, readCode, stepOf } from './codes.ts';

// RFC 6238, appendix B: the last six of its eight digits
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
test.each([
  [59, '287082'],
  [1111111109, '081804'],
  [1234567890, '005924'],
  [20000000000, '353130'],
])('at %i the code is %s', (seconds, code) => {
  expect(stepOf(SECRET, code, 0, new Date(seconds * 1000))).toBe(Math.floor(seconds / 30));
});

describe('a code', () => {
  const at = (seconds: number) => new Date(seconds * 1000);
  test('is valid in its 30 seconds and the steps next to them', () => {
    expect([29, 30, 59, 60, 89].map((s) => stepOf(SECRET, '287082', 0, at(s)))).toEqual([1, 1, 1, 1, 1]);
    expect([90, 150].map((s) => stepOf(SECRET, '287082', 0, at(s)))).toEqual([null, null]);
  });
  test('is not accepted again', () => expect(stepOf(SECRET, '287082', 1, at(59))).toBeNull());
});

test.each([
  ['287 082', { kind: 'totp', code: '287082' }],
  [' 287082 ', { kind: 'totp', code: '287082' }],
  ['ABCDE fghjk', { kind: 'recovery', code: 'abcde-fghjk' }],
  ['abcdefghjk', { kind: 'recovery', code: 'abcde-fghjk' }],
  ['28708', null],
  ['2870821', null],
  ['', null],
  ['٢٨٧٠٨٢', null],
])('%j is read as %j', (typed, read) => expect(readCode(typed)).toEqual(read));

test('secrets and recovery codes are unique and have the right length', () => {
  const secrets = new Set(Array.from({ length: 50 }, newSecret));
  expect([secrets.size, [...secrets].every((secret) => /^[A-Z2-7]{32}$/.test(secret))]).toEqual([50, true]);
  const codes = newRecoveryCodes();
  expect(codes.every((code) => /^[a-hj-km-np-z2-9]{5}-[a-hj-km-np-z2-9]{5}$/.test(code))).toBe(true);
  expect(new Set(codes).size).toBe(10);
});
