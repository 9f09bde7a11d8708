import { spawn, spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { Event } from '../../src/events/catalogue-contract.ts';
import { requestVariables } from '../../src/flows/webhook/webhook.ts';
import { openWebClient } from '../../src/platform/http-client/client.ts';
import { newId } from '../../src/platform/values/ids.ts';
import { type ApiUser, createTestApp, type TestApp } from '../app.ts';
import { readGuide, type Sample, sampleAt, samplesIn } from '../doc-samples.ts';
import { readApi } from '../generated.ts';
import { createTenant } from '../tenants.ts';
import { until } from '../until.ts';

/** The samples in the guides for developers, run like a reader does: as separate programs, over the network. */

const root = path.resolve(import.meta.dirname, '../..');

let app: TestApp;
let admin: ApiUser;
let api: string;
let folder: string;

beforeAll(async () => {
  app = await createTestApp();
  admin = await app.user('partner_admin', { partnerId: await app.partner('Northwind') });
  await admin.call('POST', '/dids', { numbers: ['+12125550101-+12125550102'] });
  api = `${await app.app.listen({ host: '127.0.0.1', port: 0 })}/api/v1`;
  folder = mkdtempSync(path.join(tmpdir(), 'samples-'));
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await app.close();
});

/** The scopes that a text names. */
const scopesIn = (text: string): string[] => [...text.matchAll(/`([a-z-]+\.[a-z]+)`/g)].map(([, scope = '']) => scope);

/** The text after these words in a guide, up to the end of the line or the next colon. */
function named(file: string, words: string): string {
  const [, after] = readGuide(file).split(words);
  if (after === undefined) throw new Error(`docs/${file} doesn’t say “${words}”.`);
  return /^[^:\n]*/.exec(after)?.[0] ?? '';
}

async function keyWith(scopes: string[], more: object = {}): Promise<string> {
  const made = await admin.call('POST', '/api-keys', { name: 'Samples', scopes, ...more });
  expect(made.status, made.text).toBe(201);
  return made.body.key;
}

/** Whether this machine lacks one of these programs. */
const lacks = (...programs: string[]): boolean =>
  programs.some((program) => spawnSync(program, ['--version']).error !== undefined);

const PROGRAMS: Record<string, { program: string; file: string }> = {
  sh: { program: 'bash', file: 'sample.sh' },
  js: { program: process.execPath, file: 'sample.mjs' },
  python: { program: 'python3', file: 'sample.py' },
};

function start({ language, code }: Sample, environment: Record<string, string>) {
  const known = PROGRAMS[language];
  if (!known) throw new Error(`Nothing runs a sample in “${language}”.`);
  const script = path.join(folder, known.file);
  // the sample has to fail if the first part of a pipe fails
  writeFileSync(script, language === 'sh' ? `set -euo pipefail\n${code}` : code);
  const child = spawn(known.program, [script], {
    env: { PATH: process.env['PATH'] ?? '', API: api, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  return { child, ended, output: () => output };
}

/** Runs a sample; anything but success fails the test. Returns what it printed. */
async function run(sample: Sample, environment: Record<string, string>): Promise<string> {
  const { ended, output } = start(sample, environment);
  const status = await ended;
  expect(status, output()).toBe(0);
  return output();
}

/** Sends a request as it is written in a guide: method and path, then the body. */
async function send({ code }: Sample, ids: Record<string, string>) {
  const [line = '', ...body] = code.split('\n');
  const [method = '', written = ''] = line.split(' ');
  const url = written.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? `{${name}}`);
  return admin.call(method, url, JSON.parse(body.join('\n')));
}

const tenantCalled = async (externalId: string) =>
  (await admin.call('GET', `/tenants?externalId=${externalId}`)).body.items[0];
const firstKey = () => keyWith(scopesIn(named('api-first-steps.md', 'The samples need these scopes:\n')));

/** Runs the sample twice, and returns the tenant of both: the second time it finds everything there. */
async function onboard(sample: Sample, externalId: string) {
  const environment = { KEY: await firstKey() };
  const first = await run(sample, environment);
  const tenant = await tenantCalled(externalId);
  expect(await run(sample, environment)).toBe(first);
  expect(await tenantCalled(externalId)).toEqual(tenant);
  const { items } = (await admin.call('GET', `/tenants/${tenant.id}/dids`)).body;
  return { ...tenant, ringing: items[0].routing.kind };
}

type Run = { needs?: string[]; run: (sample: Sample) => Promise<void> };

/** How each block is run, by its guide and section. */
const RUNS: Record<string, Run> = {
  'api-first-steps.md: Get a key': {
    async run({ code }) {
      expect(code).toMatch(/^export API=\S+\/api\/v1\nexport KEY=pbx_live_\S+\n$/);
    },
  },
  'api-first-steps.md: A first tenant with curl': {
    needs: ['curl', 'jq'],
    async run(sample) {
      expect(sample.code.match(/\bcurl\b/g)).toHaveLength(5);
      expect(await run(sample, { KEY: await firstKey() })).toContain('"sipUsername":"acme-101"');
      expect(await tenantCalled('crm-4711')).toMatchObject({ name: 'Acme Dental', extensionsCount: 1 });
    },
  },
  'api-first-steps.md: Node': {
    async run(sample) {
      const made = { name: 'Blue Door Bakery', extensionsCount: 2, didsCount: 1, ringing: 'extension' };
      expect(await onboard(sample, 'crm-5001')).toMatchObject(made);
    },
  },
  'api-first-steps.md: Python': {
    needs: ['python3'],
    async run(sample) {
      const made = { name: 'Harbor Clinic', extensionsCount: 2, didsCount: 1, ringing: 'extension' };
      expect(await onboard(sample, 'crm-5002')).toMatchObject(made);
    },
  },
  'api.md: API keys': {
    needs: ['curl'],
    async run(sample) {
      const output = await run(sample, { KEY: await keyWith(['tenants.read']) });
      expect(output).toContain('"scopes":["tenants.read"]');
    },
  },
  'api.md: Sandbox': {
    needs: ['curl', 'jq'],
    async run(sample) {
      const KEY = await keyWith(scopesIn(named('api.md', 'the key needs ')), { mode: 'test' });
      expect(await run(sample, { KEY })).toMatch(/"from":"\+12025550123".*"ringing":\[{[^}]*"number":"101"/);
    },
  },
  'api.md: Your own ids and data': {
    async run(sample) {
      const { id: tenantId } = await createTenant(admin.call);
      // created by another sample
      const holder = await tenantCalled('crm-4711');
      if (holder) await admin.call('PATCH', `/tenants/${holder.id}`, { externalId: null });
      expect((await send(sample, { tenantId })).body).toMatchObject({
        externalId: 'crm-4711',
        metadata: { plan: 'gold' },
      });
      for (const filter of ['externalId=crm-4711', 'metadata=plan:gold', 'metadata=plan'])
        expect((await admin.call('GET', `/tenants?${filter}`)).body.items, filter).toMatchObject([{ id: tenantId }]);
    },
  },
  'api.md: Events': {
    async run({ code }) {
      const written: unknown = JSON.parse(code);
      expect(Event.parse(written)).toEqual(written);
    },
  },
  'api.md: Suspending a tenant': {
    async run(sample) {
      const { id: tenantId } = await createTenant(admin.call);
      expect((await send(sample, { tenantId })).body).toMatchObject({
        status: 'SUSPENDED',
        suspensionReasons: ['past_due'],
      });
    },
  },
  'api.md: What a tenant may call': {
    async run(sample) {
      const { id: tenantId } = await createTenant(admin.call);
      expect((await send(sample, { tenantId })).status).toBe(200);
      const { body } = await admin.call('GET', `/tenants/${tenantId}/outbound-permissions`);
      expect(body).toMatchObject({ classes: ['tollFree', 'domestic'], countries: ['GB'], maxConcurrentOutbound: 10 });
    },
  },
  'api.md: Watching extensions and calls (2)': {
    async run(sample) {
      const tenant = await createTenant(admin.call, { extensions: ['101'] });
      const KEY = await keyWith(scopesIn(named('api.md', 'The key needs ')));
      const { child, output } = start(sample, { KEY, TENANT: tenant.id });
      onTestFinished(() => void child.kill('SIGKILL'));
      await until('the snapshot', () => output() === '101 Offline\n');
      await admin.call('POST', `${tenant.path}/extensions`, { number: '102', name: 'Office' });
      await until('the change', () => output() === '101 Offline\n101 Offline, 102 Offline\n');
    },
  },
  'flow-webhooks.md: The response': {
    async run({ code }) {
      const server = createServer((_request, response) => response.end(code)).listen(0, '127.0.0.1');
      onTestFinished(() => void server.close());
      await until('the server', () => server.listening);
      const { port } = server.address() as AddressInfo;
      const client = openWebClient({ privateAddresses: 'allow' });
      const asking = {
        tenantId: newId(),
        flowId: newId(),
        nodeId: 'n1',
        callId: newId(),
        from: '101',
        to: '102',
        test: false,
      };
      const asked = { do: 'ask', url: `http://127.0.0.1:${port}/`, variables: {} } as const;
      expect(await requestVariables(client, app.config.secretKey, asking, asked)).toEqual({ customer: 'gold' });
    },
  },
};

/** Blocks that another test runs. */
const RUN_ELSEWHERE: Record<string, string> = { 'api.md: Webhooks': 'test/webhook-sample.test.ts' };

/** Languages of blocks that nothing can run, and why. */
const NOT_RUN: Record<string, string> = { text: 'what a server sends, with parts left out' };

describe('the samples of the guides', () => {
  for (const [at, { needs = [], run: runSample }] of Object.entries(RUNS))
    test.skipIf(lacks(...needs))(`${at} runs`, async () => {
      expect.hasAssertions();
      await runSample(sampleAt(at));
    });
});

const files = globSync('{api*,flow-webhooks}.md', { cwd: path.join(root, 'docs') }).toSorted();
const all = files.flatMap((file) => samplesIn(file, readGuide(file)));

test('every code block of the guides is run, unless its kind can’t be', () => {
  expect(files).toEqual(['api-errors.md', 'api-first-steps.md', 'api.md', 'flow-webhooks.md']);
  const blocks = all.filter(({ language }) => NOT_RUN[language] === undefined).map(({ at }) => at);
  expect(blocks.toSorted()).toEqual([...Object.keys(RUNS), ...Object.keys(RUN_ELSEWHERE)].toSorted());
  expect(blocks.length).toBeLessThan(all.length);
});

test('the reference has exactly the code blocks of the guides', async () => {
  const texts: string[] = [];
  JSON.stringify((await readApi()).document, (key, value: unknown) => {
    if (typeof value === 'string' && (key === 'description' || key === 'summary')) texts.push(value);
    return value;
  });
  const shown = texts.flatMap((text) => samplesIn('', text).map(({ code }) => code));
  expect(shown.toSorted()).toEqual(all.map(({ code }) => code).toSorted());
  expect(texts.filter((text) => /\]\([\w-]+\.md/.test(text))).toEqual([]);
});
