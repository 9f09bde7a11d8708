import { expect, test } from 'vitest';
import { pinFault, pinWaitSeconds } from './rules.ts';

test.each(['1234', '0000', '4321', '99999999', '0123', '2580a', '123', '123456789', '101'])(
  'refuses the PIN %s',
  (pin) => {
    expect(pinFault(pin, '101')).not.toBeNull();
  },
);

test('refuses the mailbox’s own number as its PIN', () => {
  expect(pinFault('2001', '2001')).toMatch(/number/);
});

test.each(['4071', '1357', '20260101', '1122'])('accepts the PIN %s', (pin) => {
  expect(pinFault(pin, '2001')).toBeNull();
});

test('allows three wrong PINs, and doubles the wait with each further one, up to an hour', () => {
  expect([0, 1, 2, 3, 4, 5, 9, 50].map(pinWaitSeconds)).toEqual([0, 0, 0, 60, 120, 240, 3600, 3600]);
});
