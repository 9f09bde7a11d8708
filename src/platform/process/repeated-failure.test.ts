import { expect, test } from 'vitest';
import { openRepeatedFailures } from './repeated-failure.ts';

test('a failure is new once, until it is another one or has ended', () => {
  const failures = openRepeatedFailures();
  const isNew = (message: string, about?: string) => failures.isNew(new Error(message), about);
  expect([isNew('away'), isNew('away'), isNew('full'), isNew('full')]).toEqual([true, false, true, false]);
  failures.end();
  expect([isNew('full'), isNew('full')]).toEqual([true, false]);
});

test('the failures of different things are separate', () => {
  const failures = openRepeatedFailures();
  const isNew = (about: string) => failures.isNew(new Error('away'), about);
  expect([isNew('one'), isNew('two'), isNew('one')]).toEqual([true, true, false]);
  failures.end('one');
  expect([isNew('one'), isNew('two')]).toEqual([true, false]);
});
