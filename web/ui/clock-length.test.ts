import { expect, test } from 'vitest';
import { durationText, lengthOf } from './clock-length.ts';

test('formats seconds as on a clock', () => {
  expect([0, 7.9, 750, 3723, -3].map(lengthOf)).toEqual(['0:00', '0:07', '12:30', '1:02:03', '0:00']);
});

test('formats seconds with units', () => {
  expect([0, 19.6, 60, 124, 3600, 3900].map(durationText)).toEqual([
    '0 s',
    '20 s',
    '1 min',
    '2 min 4 s',
    '1 h',
    '1 h 5 min',
  ]);
});
