import { expect, it } from 'vitest';
import { outcomeOf } from './history.ts';
import { CAUSE } from './rules.ts';

it('an answered call is answered, whatever ended it', () => {
  for (const cause of Object.values(CAUSE)) expect(outcomeOf({ answeredAt: new Date(0), cause })).toBe('answered');
});

it('without an answer the cause tells', () => {
  const outcomes = Object.entries(CAUSE).map(([name, cause]) => [name, outcomeOf({ answeredAt: null, cause })]);
  expect(Object.fromEntries(outcomes)).toMatchObject({
    normal: 'unanswered',
    noAnswer: 'unanswered',
    unreachable: 'unanswered',
    busy: 'busy',
    rejected: 'refused',
    congestion: 'failed',
    unknownNumber: 'failed',
  });
});
