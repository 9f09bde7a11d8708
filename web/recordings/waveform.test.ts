import { expect, test } from 'vitest';
import { outlineOf } from './waveform.ts';

test('extends from the centre by the loudness, above and below', () => {
  expect(outlineOf([255, 0], 20)).toBe('0,1 1,9.5 1,10.5 0,19');
});
