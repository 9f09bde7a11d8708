import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { pino } from 'pino';
import { buildApp } from '../src/app.ts';
import { SENT_EVENTS } from '../src/events/catalogue-contract.ts';
import { readConfig } from '../src/platform/config.ts';
import { openDb, openPool } from '../src/platform/db/db.ts';
import type { Endpoint } from '../src/platform/http/endpoint.ts';
import { describeApi, type OpenApi, type Ref } from '../src/platform/http/openapi/document.ts';
import { errorPage } from '../src/platform/http/openapi/error-codes.ts';
import type { Parameter } from '../src/platform/http/openapi/parameters.ts';
import { VERSION } from '../src/platform/version.ts';
import { TEST_SECRET_KEY, testBinaries } from './cluster.ts';

const root = path.resolve(import.meta.dirname, '..');
export const OPENAPI_FILE = path.join(root, 'openapi.json');
export const ERRORS_FILE = path.join(root, 'docs/api-errors.md');
export const SCHEMA_FILE = path.join(root, 'schema.sql');

/** The API's description, generated from the endpoints without any connection. */
export async function readApi(): Promise<{ document: OpenApi; endpoints: readonly Endpoint[] }> {
  const url = 'postgres://app:none@127.0.0.1:1/none';
  const pool = openPool(url, 'openapi', 1);
  const config = readConfig({ DATABASE_URL: url, SECRET_KEY: TEST_SECRET_KEY, VOICE: 'off', DATA_DIR: '/nonexistent' });
  const app = await buildApp({
    config,
    db: openDb(pool),
    databaseUrl: '',
    logger: pino({ level: 'silent' }),
    voice: () => 'off',
  });
  const { endpoints } = app;
  await app.close();
  await pool.end();
  return { document: describeApi(endpoints, SENT_EVENTS, VERSION), endpoints };
}

/** The content of openapi.json. */
export const writeApi = async (): Promise<string> => `${JSON.stringify((await readApi()).document, null, 2)}\n`;

/** Inlines the parameters of the description, for tests that generate requests. */
export function withParameters(document: OpenApi) {
  const inline = (parameter: Parameter | Ref): Parameter[] => {
    if (!('$ref' in parameter)) return [parameter];
    const found = document.components.parameters[parameter.$ref.replace('#/components/parameters/', '')];
    return found ? [found] : [];
  };
  const operations = Object.entries(document.paths).map(([path, methods]) => [
    path,
    Object.fromEntries(
      Object.entries(methods).map(([method, operation]) => [
        method,
        { ...operation, parameters: operation.parameters?.flatMap(inline) },
      ]),
    ),
  ]);
  return { ...document, paths: Object.fromEntries(operations) };
}

/** The content of docs/api-errors.md. */
export const writeErrors = async (): Promise<string> => `${errorPage((await readApi()).endpoints)}\n`;

/** The schema that the migrations create, as written by pg_dump of the oldest supported PostgreSQL. */
export function dumpSchema(ownerUrl: string): string {
  const binaries = testBinaries();
  if (!binaries) throw new Error('schema.sql is dumped from the oldest PostgreSQL: set TEST_POSTGRES=system.');
  const options = ['--schema-only', '--no-comments', '--exclude-schema=graphile_worker', '--dbname', ownerUrl];
  const dump = spawnSync(path.join(binaries, 'pg_dump'), options, { encoding: 'utf8', maxBuffer: 1 << 26 });
  if (dump.status !== 0) throw new Error(`pg_dump: ${dump.stderr}`);
  // drops what changes without the schema: tool versions, and psql's random guard word
  return dump.stdout
    .split('\n')
    .filter((line) => !/^-- Dumped|^\\(un)?restrict|^SET |^SELECT pg_catalog/.test(line))
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trimStart();
}
