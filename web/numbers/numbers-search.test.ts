import { expect, test } from 'vitest';
import { OFFERED_STATUSES, readNumbersSearch } from './numbers-search.ts';

test('accepts a number’s statuses and ignores any other', () => {
  expect(readNumbersSearch({ status: 'ASSIGNED' })).toEqual({ status: 'ASSIGNED' });
  expect(readNumbersSearch({ status: 'LOST' })).toEqual({});
});

test('doesn’t offer porting statuses, which no number can have yet', () => {
  expect(OFFERED_STATUSES.filter((status) => status.startsWith('PORT'))).toEqual([]);
  for (const status of OFFERED_STATUSES) expect(readNumbersSearch({ status })).toEqual({ status });
});
