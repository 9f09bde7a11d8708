import { expect, it } from 'vitest';
import { lengthOf } from './clock-length.ts';

it('shows seconds as a clock does', () => {
  expect([0, 7.9, 750, 3723, -3].map(lengthOf)).toEqual(['0:00', '0:07', '12:30', '1:02:03', '0:00']);
});
