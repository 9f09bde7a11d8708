import { expect, it } from 'vitest';
import { OFFERED_STATUSES, readNumbersSearch } from './numbers-search.ts';

it('takes the statuses of a number and ignores any other', () => {
  expect(readNumbersSearch({ status: 'ASSIGNED' })).toEqual({ status: 'ASSIGNED' });
  expect(readNumbersSearch({ status: 'LOST' })).toEqual({});
});

it('offers no status that no number can have: nothing ports a number', () => {
  expect(OFFERED_STATUSES.filter((status) => status.startsWith('PORT'))).toEqual([]);
  for (const status of OFFERED_STATUSES) expect(readNumbersSearch({ status })).toEqual({ status });
});
