import { expect, it } from 'vitest';
import { endingOf } from './history.ts';
import { CAUSE, REFUSALS } from './rules.ts';

const ended = { direction: 'outbound', answeredAt: null, cause: CAUSE.normal, reason: null };

it('an answered call is answered, with any cause at its end', () => {
  for (const cause of Object.values(CAUSE))
    expect(endingOf({ ...ended, answeredAt: new Date(0), cause })).toEqual({ outcome: 'answered', reason: null });
});

it('without an answer the cause says why', () => {
  const outcomes = Object.entries(CAUSE).map(([name, cause]) => {
    const { outcome, reason } = endingOf({ ...ended, cause });
    return [name, reason ? `${outcome}: ${reason}` : outcome];
  });
  expect(Object.fromEntries(outcomes)).toMatchObject({
    normal: 'no_answer',
    noAnswer: 'no_answer',
    unreachable: 'unreachable',
    busy: 'busy',
    rejected: 'refused: declined',
    congestion: 'unreachable: failed',
    unknownNumber: 'unreachable: unknown_number',
  });
});

it('an unanswered caller from outside was missed', () => {
  expect(endingOf({ ...ended, direction: 'inbound' }).outcome).toBe('missed');
  expect(endingOf({ ...ended, direction: 'inbound', cause: CAUSE.busy }).outcome).toBe('busy');
});

it('a call that was not put through has the reason of its refusal', () => {
  for (const [reason, { cause, outcome }] of Object.entries(REFUSALS)) {
    if (reason !== 'not_ours') expect(endingOf({ ...ended, cause, reason })).toEqual({ outcome, reason });
  }
  expect(endingOf({ ...ended, cause: CAUSE.rejected, reason: 'of another version' })).toEqual({
    outcome: 'refused',
    reason: 'declined',
  });
});
