import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { pino } from 'pino';
import { buildApp } from '../src/app.ts';
import { readConfig } from '../src/platform/config.ts';
import { openDb, openPool } from '../src/platform/db/db.ts';
import { TEST_SECRET_KEY, testBinaries } from './cluster.ts';

const root = path.resolve(import.meta.dirname, '..');
export const OPENAPI_FILE = path.join(root, 'openapi.json');
export const SCHEMA_FILE = path.join(root, 'schema.sql');

/** The API's description as openapi.json holds it. Nothing connects: the routes alone say it. */
export async function describeApi(): Promise<string> {
  const url = 'postgres://app:none@127.0.0.1:1/none';
  const pool = openPool(url, 'openapi', 1);
  const config = readConfig({ DATABASE_URL: url, SECRET_KEY: TEST_SECRET_KEY, VOICE: 'off', DATA_DIR: '/nonexistent' });
  const app = await buildApp({ config, db: openDb(pool), logger: pino({ level: 'silent' }), voice: () => 'off' });
  const text = `${JSON.stringify(app.swagger(), null, 2)}\n`;
  await app.close();
  await pool.end();
  return text;
}

/** The schema that the migrations make, as pg_dump of the oldest supported PostgreSQL writes it. */
export function dumpSchema(ownerUrl: string): string {
  const binaries = testBinaries();
  if (!binaries) throw new Error('schema.sql is dumped from the oldest PostgreSQL: set TEST_POSTGRES=system.');
  const options = ['--schema-only', '--no-comments', '--exclude-schema=graphile_worker', '--dbname', ownerUrl];
  const dump = spawnSync(path.join(binaries, 'pg_dump'), options, { encoding: 'utf8', maxBuffer: 1 << 26 });
  if (dump.status !== 0) throw new Error(`pg_dump: ${dump.stderr}`);
  // what changes without the schema changing: versions of the tools, and a random word that guards psql
  return dump.stdout
    .split('\n')
    .filter((line) => !/^-- Dumped|^\\(un)?restrict|^SET |^SELECT pg_catalog/.test(line))
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trimStart();
}
