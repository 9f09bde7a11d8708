import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import { expect, test } from 'vitest';
import { createTestDatabase } from './database.ts';

const src = path.resolve(import.meta.dirname, '../src');

/** Columns that only functions and triggers of the database read. */
const ONLY_IN_THE_DATABASE = [
  'audit_events.what_salt',
  'audit_events.who_salt',
  'integration_data.did_id',
  'integration_data.extension_id',
  'integration_data.user_id',
  'mails.actor_id',
  'sessions.token_hash',
];

type Columns = Map<string, 'null' | 'not null'>;

/** The tables of `public` as each `tables.ts` declares them: name, columns, and whether a query may read null. */
function declaredTables(): Map<string, Columns> {
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('/tables.ts'));
  return new Map(
    files.flatMap((file) => {
      const text = readFileSync(path.join(src, file), 'utf8').replaceAll(/\/\*\*[\s\S]*?\*\//g, '');
      const types = new Map(
        splitOutside(text, ';').flatMap((statement) => {
          const [, name, type] = /\btype (\w+) = ([\s\S]*)/.exec(statement) ?? [];
          return name === undefined || type === undefined ? [] : [[name, type] as const];
        }),
      );
      const body = /interface \w+Tables (\{[\s\S]*?\n\})/.exec(text)?.[1] ?? '{}';
      return [...members(body)]
        .filter(([table]) => !table.includes('.'))
        .map(([table, type]) => [table, columnsOf(type, types)] as const);
    }),
  );
}

const columnsOf = (type: string, types: Map<string, string>): Columns =>
  new Map(
    splitOutside(type, '&').flatMap((part): [string, 'null' | 'not null'][] => {
      const named = types.get(part);
      if (named !== undefined) return [...columnsOf(named, types)];
      return [...members(part)].map(([column, ofColumn]) => [
        column,
        /\bnull\b|^unknown$/.test(readType(ofColumn)) ? 'null' : 'not null',
      ]);
    }),
  );

/** `{ a: X; b: Y }` as name and type. */
const members = (type: string): Map<string, string> =>
  new Map(
    splitOutside(type.replace(/^\{|\}$/g, ''), ';').map((member) => {
      const [, name = '', of = ''] = /^'?([\w.]+)'?: ([\s\S]*)$/.exec(member) ?? [];
      return [name, of];
    }),
  );

/** `ColumnType<Read, Insert, Update>`: what a query reads. */
function readType(type: string): string {
  const [, parts] = /^ColumnType<([\s\S]*)>$/.exec(type) ?? [];
  return parts === undefined ? type : (splitOutside(parts, ',')[0] ?? '');
}

/** Splits at a character that is not inside brackets. Empty parts are left out. */
function splitOutside(text: string, separator: string): string[] {
  const parts = [''];
  let depth = 0;
  for (const character of text) {
    if ('{<(['.includes(character)) depth++;
    if ('}>)]'.includes(character)) depth--;
    if (character === separator && depth === 0) parts.push('');
    else parts.push(`${parts.pop() ?? ''}${character}`);
  }
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

test('the declared tables are those of the database, column by column', async () => {
  const { urls } = await createTestDatabase();
  const client = new Client({ connectionString: urls.superuser });
  await client.connect();
  const { rows } = await client.query<{ table: string; column: string; nullable: boolean }>(
    `select c.relname as table, a.attname as column, not a.attnotnull as nullable
     from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition and a.attnum > 0 and not a.attisdropped`,
  );
  await client.end();
  const declared = declaredTables();
  expect(declared.size).toBeGreaterThan(30);
  const described = rows
    .filter((row) => declared.has(row.table) && !ONLY_IN_THE_DATABASE.includes(`${row.table}.${row.column}`))
    .map((row) => `${row.table}.${row.column} ${row.nullable ? 'null' : 'not null'}`);
  const stated = [...declared].flatMap(([table, columns]) =>
    [...columns].map(([column, nullable]) => `${table}.${column} ${nullable}`),
  );
  expect(stated.toSorted()).toEqual(described.toSorted());
});
