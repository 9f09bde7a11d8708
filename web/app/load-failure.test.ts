import { expect, test } from 'vitest';
import { isLoadFailure } from './load-failure.ts';

test('recognises a chunk that could not be loaded by each browser’s message', () => {
  for (const words of [
    'Failed to fetch dynamically imported module: https://phones.example/assets/Settings-abc.js',
    'error loading dynamically imported module: https://phones.example/assets/Settings-abc.js',
    'Importing a module script failed.',
    'Unable to preload CSS for /assets/Settings-abc.css',
  ])
    expect(isLoadFailure(new TypeError(words)), words).toBe(true);
  expect(isLoadFailure(new TypeError('Cannot read properties of undefined'))).toBe(false);
});
