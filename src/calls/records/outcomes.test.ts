import { expect, test } from 'vitest';
import { CAUSE, REFUSALS } from '../rules.ts';
import { reasonOf } from './outcomes.ts';

test('an answered call has no reason, whatever its cause', () => {
  for (const cause of Object.values(CAUSE)) {
    expect(reasonOf({ outcome: 'answered', cause, reason: null })).toBeNull();
    expect(reasonOf({ outcome: 'voicemail', cause, reason: null })).toBeNull();
  }
});

test('an answered call that a cap has ended has the cap as its reason', () => {
  expect(reasonOf({ outcome: 'answered', cause: CAUSE.rejected, reason: 'spend_cap' })).toBe('spend_cap');
});

test('an unanswered call has a reason from its cause, unless the outcome says enough', () => {
  const reasons = Object.entries(CAUSE).map(([name, cause]) => [
    name,
    reasonOf({ outcome: 'unreachable', cause, reason: null }),
  ]);
  expect(Object.fromEntries(reasons)).toMatchObject({
    normal: null,
    noAnswer: null,
    busy: null,
    unreachable: null,
    rejected: 'declined',
    congestion: 'failed',
    unknownNumber: 'unknown_number',
  });
  expect(reasonOf({ outcome: 'unreachable', cause: 111, reason: null })).toBe('failed');
});

test('a refused call has the reason of its refusal', () => {
  for (const [reason, { cause, outcome }] of Object.entries(REFUSALS)) {
    if (reason !== 'not_ours') expect(reasonOf({ outcome, cause, reason })).toBe(reason);
  }
  expect(reasonOf({ outcome: 'refused', cause: CAUSE.rejected, reason: 'of another version' })).toBe('declined');
});
