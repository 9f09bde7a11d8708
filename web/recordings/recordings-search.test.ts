import { expect, test } from 'vitest';
import { readRecordingsSearch } from './recordings-search.ts';

test('reads the id of a call, and ignores anything else', () => {
  const call = '01994f2b-7c3a-7e51-9d20-8a4c1f6be330';
  expect(readRecordingsSearch({ call, search: '101' })).toEqual({ call, search: '101' });
  expect(readRecordingsSearch({ call: 'x' })).toEqual({});
});
