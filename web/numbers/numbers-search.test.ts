import { expect, it } from 'vitest';
import { readNumbersSearch } from './numbers-search.ts';

it('takes the statuses of a number and ignores any other', () => {
  expect(readNumbersSearch({ status: 'ASSIGNED' })).toEqual({ status: 'ASSIGNED' });
  expect(readNumbersSearch({ status: 'LOST' })).toEqual({});
});
