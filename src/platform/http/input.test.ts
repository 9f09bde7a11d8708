import { expect, it } from 'vitest';
import { z } from 'zod';
import { parseInput } from './input.ts';

const Input = z.strictObject({ name: z.string(), tags: z.array(z.string()).default([]) });
const faultsOf = (value: unknown): string[] => {
  try {
    parseInput(Input, value);
    return [];
  } catch (error) {
    return (error as { errors: { path: string }[] }).errors.map((fault) => fault.path);
  }
};

it('names each fault at its path', () => {
  expect(faultsOf({ name: 'a', tags: ['b'] })).toEqual([]);
  expect(faultsOf({ name: 1, colour: 'red', tags: ['b', 2] })).toEqual(['name', 'tags.1', 'colour']);
});

it('takes no character that the database cannot store, wherever it stands', () => {
  expect(faultsOf({ name: 'a\u0000b' })).toEqual(['name']);
  expect(faultsOf({ name: 'a', tags: ['b', '\u0000'] })).toEqual(['tags.1']);
  expect(faultsOf({ name: 'half of a pair: \ud83c' })).toEqual(['name']);
});
