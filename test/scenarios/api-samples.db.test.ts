import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ABOUT } from '../../src/platform/http/openapi/about.ts';
import { type ApiUser, createTestApp, type TestApp } from '../app.ts';

/** The samples of docs/api-first-steps.md, run as a reader runs them: other programs, over the network. */

const page = readFileSync(path.resolve(import.meta.dirname, '../../docs/api-first-steps.md'), 'utf8');
const samples = [...page.matchAll(/```(\w+)\n([\s\S]*?)```/g)].map(([, language = '', code = '']) => ({
  language,
  code,
}));
/** The scopes that the page names. */
const scopes = [...(/need these scopes:\n(.*)\n/.exec(page)?.[1] ?? '').matchAll(/`([\w.-]+)`/g)].map(
  ([, scope]) => scope,
);

let app: TestApp;
let admin: ApiUser;
let environment: Record<string, string>;
let folder: string;

beforeAll(async () => {
  app = await createTestApp();
  admin = await app.user('partner_admin', { partnerId: await app.partner('Northwind') });
  const made = await admin.call('POST', '/api-keys', { name: 'Samples', scopes });
  expect(made.status, made.text).toBe(201);
  await admin.call('POST', '/dids', { numbers: ['+12125550101-+12125550102'] });
  const address = await app.app.listen({ host: '127.0.0.1', port: 0 });
  environment = { API: `${address}/api/v1`, KEY: made.body.key, PATH: process.env['PATH'] ?? '' };
  folder = mkdtempSync(path.join(tmpdir(), 'samples-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await app.close();
});

function run(program: string, args: string[]): Promise<{ code: number | null; output: string }> {
  const child = spawn(program, args, { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  const output: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => output.push(chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output: Buffer.concat(output).toString('utf8') }));
  });
}

const PROGRAMS: Record<string, { program: string; file: string }> = {
  sh: { program: 'bash', file: 'sample.sh' },
  js: { program: process.execPath, file: 'sample.mjs' },
  python: { program: 'python3', file: 'sample.py' },
};

/** Runs a sample; anything but success fails the test. Answers with what it printed. */
async function runSample({ language, code }: (typeof samples)[number]): Promise<string> {
  const { program, file } = PROGRAMS[language]!;
  const script = path.join(folder, file);
  // a pipe whose first part failed must fail the sample
  writeFileSync(script, language === 'sh' ? `set -euo pipefail\n${code}` : code);
  const { code: status, output } = await run(program, [script]);
  expect(status, output).toBe(0);
  return output;
}

/** The samples of docs/api.md that this test runs. */
const reference = readFileSync(path.resolve(import.meta.dirname, '../../docs/api.md'), 'utf8');

/** Whether this machine lacks one of these programs. */
const lacks = (...programs: string[]): boolean =>
  programs.some((program) => spawnSync(program, ['--version']).error !== undefined);

const sample = (text: string) => samples.find(({ code }) => code.includes(text))!;
const tenantCalled = async (externalId: string) =>
  (await admin.call('GET', `/tenants?externalId=${externalId}`)).body.items[0];

it('the page has these samples and no others', () => {
  expect(samples.map(({ language }) => language)).toEqual(['sh', 'sh', 'js', 'python']);
  expect(samples[0]?.code).toMatch(/^export API=\S+\nexport KEY=\S+\n$/);
  expect(sample('auth=').code.match(/\bcurl\b/g)).toHaveLength(5);
});

it.skipIf(lacks('curl', 'jq'))('curl: a first tenant', async () => {
  const output = await runSample(sample('auth='));
  expect(output).toContain('"sipUsername":"acme-101"');
  expect(await tenantCalled('crm-4711')).toMatchObject({ name: 'Acme Dental', extensionsCount: 1 });
  expect(ABOUT.description).toContain(sample('auth=').code);
});

/** Runs the sample twice, and answers with the tenant of both: the second time it finds everything there. */
async function onboard(externalId: string) {
  const first = await runSample(sample(externalId));
  const tenant = await tenantCalled(externalId);
  expect(await runSample(sample(externalId))).toBe(first);
  expect(await tenantCalled(externalId)).toEqual(tenant);
  const { items } = (await admin.call('GET', `/tenants/${tenant.id}/dids`)).body;
  return { ...tenant, ringing: items[0].routing.kind };
}

it('Node: a customer, onboarded once however often it runs', async () => {
  const made = { name: 'Blue Door Bakery', extensionsCount: 2, didsCount: 1, ringing: 'extension' };
  expect(await onboard('crm-5001')).toMatchObject(made);
});

it.skipIf(lacks('python3'))('Python: a customer, onboarded once however often it runs', async () => {
  const made = { name: 'Harbor Clinic', extensionsCount: 2, didsCount: 1, ringing: 'extension' };
  expect(await onboard('crm-5002')).toMatchObject(made);
});

it.skipIf(lacks('curl', 'jq'))('curl: a call that is played on a sandbox', async () => {
  const section = reference.slice(reference.indexOf('## Sandbox'), reference.indexOf('## Request log'));
  const [, needed = ''] = /the key needs ([^:]*):/.exec(section) ?? [];
  const [, code = ''] = /```sh\n([\s\S]*?)```/.exec(section) ?? [];
  const made = await admin.call('POST', '/api-keys', {
    name: 'Test',
    mode: 'test',
    scopes: [...needed.matchAll(/`([\w.-]+)`/g)].map(([, scope]) => scope),
  });
  expect(made.status, made.text).toBe(201);
  environment['KEY'] = made.body.key;
  const output = await runSample({ language: 'sh', code });
  expect(output).toMatch(/"from":"\+12025550123".*"ringing":\[{[^}]*"number":"101"/);
});
