import { execFile } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hashPassword } from '../src/platform/password.ts';
import { addAccount } from './account.ts';
import { createTestApp, type TestApp } from './app.ts';
import type { Account, Onboarded } from './clients/onboarded.ts';
import { OPENAPI_FILE } from './generated.ts';

/** Clients that widely used generators make of openapi.json compile, and do a partner's daily work on the real API. */
const folder = path.join(import.meta.dirname, 'clients');
const root = path.resolve(import.meta.dirname, '..');
const runNode = promisify(execFile);
const run = (...args: string[]) => runNode(process.execPath, args, { cwd: folder });

const PASSWORD = 'blue guitar lamp';

let app: TestApp;
let address: string;
let account: Account;
beforeAll(async () => {
  await run(
    'node_modules/openapi-typescript/bin/cli.js',
    OPENAPI_FILE,
    '--default-non-nullable=false',
    '-o',
    'generated/openapi-typescript.d.ts',
  );
  await run('node_modules/@hey-api/openapi-ts/bin/run.js', '--no-log-file', '-f', 'hey-api.config.ts');
  app = await createTestApp();
  address = await app.app.listen({ port: 0, host: '127.0.0.1' });
  const partnerId = await app.partner('Northwind Voice');
  const { email } = await addAccount(app, await hashPassword(PASSWORD), 'partner_admin', { partnerId });
  account = { email, password: PASSWORD };
});
afterAll(() => app.close());

test('compile', async () => {
  const compiled = run(path.join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.json');
  await expect(compiled).resolves.toEqual({ stdout: '', stderr: '' });
});

test.each([
  ['openapi-fetch-client.ts', '+12125550101'],
  ['hey-api-client.ts', '+12125550102'],
])('%s onboards, suspends and reactivates a customer', async (file, number) => {
  const module = (await import(pathToFileURL(path.join(folder, file)).href)) as Client;
  expect(await module.onboard(address, account)).toEqual({
    number,
    routing: 'extension',
    statuses: ['ACTIVE', 'SUSPENDED', 'ACTIVE'],
    refusedBySuspension: true,
  });
});

type Client = { onboard: (address: string, account: Account) => Promise<Onboarded> };
