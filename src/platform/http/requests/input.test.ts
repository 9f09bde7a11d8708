import { describe, expect, test } from 'vitest';
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

test('reports each fault with its path', () => {
  expect(faultsOf({ name: 'a', tags: ['b'] })).toEqual([]);
  expect(faultsOf({ name: 1, colour: 'red', tags: ['b', 2] })).toEqual(['name', 'tags.1', 'colour']);
});

test('refuses characters that the database can’t store, anywhere', () => {
  expect(faultsOf({ name: 'a\u0000b' })).toEqual(['name']);
  expect(faultsOf({ name: 'a', tags: ['b', '\u0000'] })).toEqual(['tags.1']);
  expect(faultsOf({ name: 'half of a pair: \ud83c' })).toEqual(['name']);
});

describe('a fault in one of several forms', () => {
  const Routing = z.strictObject({
    email: z
      .union([z.literal(''), z.string().refine((text) => text.includes('@'), 'Enter an email address.')])
      .optional(),
    routing: z
      .discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('none') }),
        z.strictObject({ kind: z.literal('extension'), extensionId: z.uuid() }),
      ])
      .optional(),
  });

  test.each([
    [{ email: 'owner' }, 'email', 'Enter an email address.'],
    [{ email: 1 }, 'email', 'Enter text.'],
    [{ routing: { kind: 'queue' } }, 'routing.kind', 'Choose one of: none, extension.'],
    [{ routing: { kind: 'extension', extensionId: '101' } }, 'routing.extensionId', 'Enter an id.'],
    [{ routing: { kind: 'none', number: '1' } }, 'routing.number', 'There is no such field.'],
  ])('%j is reported at its path', (value, path, message) => {
    expect(() => parseInput(Routing, value)).toThrow(expect.objectContaining({ errors: [{ path, message }] }));
  });
});

test('reports an unknown field or parameter as such', () => {
  expect(() => parseInput(z.strictObject({}), { surprise: '1' }, 'parameter')).toThrow(
    expect.objectContaining({ errors: [{ path: 'surprise', message: 'There is no such parameter.' }] }),
  );
});
