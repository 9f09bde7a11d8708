import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createTestDatabase } from './database.ts';
import { writeApi, writeErrors, dumpSchema, ERRORS_FILE, OPENAPI_FILE, SCHEMA_FILE } from './generated.ts';

describe('generated files', () => {
  test('openapi.json is up to date (npm run openapi)', async () => {
    expect(readFileSync(OPENAPI_FILE, 'utf8')).toBe(await writeApi());
  });

  test('docs/api-errors.md is up to date (npm run openapi)', async () => {
    expect(readFileSync(ERRORS_FILE, 'utf8')).toBe(await writeErrors());
  });

  test.runIf(process.env.TEST_POSTGRES === 'system')(
    'schema.sql is what the migrations make (npm run schema)',
    async () => {
      const { urls } = await createTestDatabase();
      expect(readFileSync(SCHEMA_FILE, 'utf8')).toBe(dumpSchema(urls.superuser));
    },
  );
});
