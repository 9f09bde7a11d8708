import { readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { callerName, label } from '../../src/platform/values/values.ts';
import { createTestDatabase } from '../database.ts';
import { HOSTILE_NAMES } from './hostile-names.ts';

/** The migration that cleans old names leaves only names that are valid today. */
let client: pg.Client;
beforeAll(async () => {
  const database = await createTestDatabase();
  client = new pg.Client({ connectionString: database.urls.superuser });
  await client.connect();
  const migration = readFileSync(path.resolve(import.meta.dirname, '../../migrations/0031_text.sql'), 'utf8');
  await client.query(migration.slice(0, migration.indexOf('alter table')));
});
afterAll(() => client.end());

const cleaned = async (kind: 'clean' | 'caller_name', name: string): Promise<string> =>
  (await client.query<{ name: string }>(`select pg_temp.${kind}($1) as name`, [name])).rows[0]!.name;

test('names lose control characters', async () => {
  const left: Record<string, string> = {};
  // characters that nobody types and no version wrote: private use, unassigned, tags
  const odd = /[\p{Co}\p{Cn}\u{e0000}-\u{e007f}]|A\u200dB|\u200d/u;
  for (const name of HOSTILE_NAMES.filter((one) => one.length <= 100 && !odd.test(one))) {
    const clean = await cleaned('clean', name);
    if (label().safeParse(clean).data !== clean) left[name] = clean;
  }
  expect(left).toEqual({});
  expect(await cleaned('clean', ' Cafe\u0301\n de\u202e la Gare ')).toBe('Café de la Gare');
  expect(await cleaned('clean', '\u3164')).toBe('Unnamed');
  expect(await cleaned('clean', 'O’Neill & Söhne (株式会社)')).toBe('O’Neill & Söhne (株式会社)');
});

test('caller names are reduced to what carriers accept', async () => {
  for (const name of HOSTILE_NAMES)
    expect(callerName().safeParse(await cleaned('caller_name', name)).success, name).toBe(true);
  expect(await cleaned('caller_name', 'Café "Zürich"')).toBe('Cafe Zurich');
  expect(await cleaned('caller_name', 'BA\nKERY')).toBe('BA KERY');
});
