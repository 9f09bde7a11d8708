import { expect, test } from 'vitest';
import { sizeLabel } from './size-labels.ts';

test('a size is in the unit that makes it short', () => {
  expect([0, 999, 1000, 1_440_000, 25_600_000_000].map(sizeLabel)).toEqual([
    '0 bytes',
    '999 bytes',
    '1 KB',
    '1.4 MB',
    '26 GB',
  ]);
});
