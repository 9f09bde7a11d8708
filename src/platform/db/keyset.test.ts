import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { readCursor, writeCursor } from '../http/paging.ts';
import { newId } from '../values/ids.ts';
import { keyset } from './keyset.ts';

const refuses = (type: 'text' | 'integer' | 'timestamptz', key: string): boolean => {
  try {
    keyset({ by: sql`x`, type }, false, { key, id: newId() }, sql`id`);
    return false;
  } catch (error) {
    if ((error as { code: string }).code === 'invalid') return true;
    throw error;
  }
};

test.each([
  ['integer', '101', false],
  ['integer', '-1', false],
  ['integer', '99999999999', true],
  ['integer', 'x', true],
  ['timestamptz', new Date().toISOString(), false],
  ['timestamptz', new Date(0).toISOString(), false],
  ['timestamptz', '0000-01-01T00:00:00Z', true],
  ['timestamptz', '2026-13-01T00:00:00Z', true],
  ['timestamptz', '2026-02-30T00:00:00.000Z', true],
  ['timestamptz', 'yesterday', true],
  ['text', 'anything', false],
] as const)('a cursor of another list is refused, not sent to the database: %s %s', (type, key, refused) => {
  expect(refuses(type, key)).toBe(refused);
});

test('a cursor with a value that the database cannot parse is refused', () => {
  expect(() => readCursor(writeCursor({ key: 'a\u0000', id: newId() }))).toThrow(/cursor/);
});
