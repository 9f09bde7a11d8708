import { expect, test } from 'vitest';
import { type Toast, withToast } from './shown-toasts.ts';

const after = (...tones: Toast['tone'][]): string => {
  const all = tones.map((tone, id): Toast => ({ id, tone, title: '', message: '' }));
  return all
    .reduce<readonly Toast[]>(withToast, [])
    .map(({ id, tone }) => `${tone} ${id}`)
    .join();
};

test('a new success replaces the previous one, so that they can’t contradict each other', () => {
  expect(after('good', 'good')).toBe('good 1');
  expect(after('good', 'bad')).toBe('bad 1');
});
test('the last four failures stay', () => {
  expect(after('bad', 'good', 'bad', 'good')).toBe('bad 0,bad 2,good 3');
  expect(after('bad', 'bad', 'bad', 'bad', 'bad')).toBe('bad 1,bad 2,bad 3,bad 4');
});
