import { expect, test } from 'vitest';
import { manyOptions } from './found-options.ts';

const option = (value: string) => ({ value, label: `Label ${value}` });

test('the options contain a chosen item once, even before its name is loaded', () => {
  expect(manyOptions(['a', 'b'], [undefined, option('b'), option('b'), option('c')], 'A thing')).toEqual([
    option('b'),
    option('c'),
    { value: 'a', label: 'A thing' },
  ]);
});
