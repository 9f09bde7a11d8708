import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { readInstallation } from '../../../src/asterisk/installation/installation.ts';
import { readAsteriskState } from '../../../src/asterisk/state.ts';
import { readConfig } from '../../../src/platform/config.ts';
import { temporaryFolder } from '../../cluster.ts';
import { until } from '../../until.ts';
import type { ApiUser } from '../api-user.ts';
import { NORA, tenantId } from '../demo.ts';
import { printLogsIfFailed } from '../diagnostics.ts';
import { OPERATOR, type Product, startProduct } from '../product.ts';

const node = path.resolve(import.meta.dirname, '../../../node_modules/.bin/node');

/** The test's own cache folder, with the Asterisk that set-up found on this machine. */
const cache = temporaryFolder('cache');
const { cacheDir } = readConfig({ DATA_DIR: cache, CACHE_DIR: process.env['CACHE_DIR'] });
const real = path.join(cacheDir, 'asterisk/engine.json');
const installed = readInstallation(real);
/** An Asterisk that belongs to the operating system isn't upgraded by the product. */
const isPrivate = installed?.kind === 'private';

let product: Product;
let operator: ApiUser;
let nora: ApiUser;
beforeAll(async () => {
  mkdirSync(path.join(cache, 'asterisk'));
  cpSync(real, path.join(cache, 'asterisk/engine.json'));
  mkdirSync(path.join(cache, 'kamailio'));
  cpSync(path.join(cacheDir, 'kamailio/edge.json'), path.join(cache, 'kamailio/edge.json'));
  product = await startProduct({ CACHE_DIR: cache });
  operator = await product.signIn(OPERATOR);
  nora = await product.signIn(NORA);
});
afterEach(({ task }) => printLogsIfFailed(task, product));
afterAll(async () => {
  await product?.[Symbol.asyncDispose]();
  rmSync(cache, { recursive: true, force: true });
});

/** A command at its console has the same configuration in its command line, but no `-f`. */
const asteriskPid = (): number =>
  product.program.children().find(({ command }) => /asterisk .*-f -C .*\/asterisk\/etc\/asterisk\.conf/.test(command))
    ?.pid ?? 0;
const incidents = async () => (await operator.get('/operator/incidents')).items;
const isReady = async () => (await fetch(`${product.address}/readyz?for=calls`)).status === 200;

async function upgrade(...args: string[]): Promise<{ stdout: string; stderr: string; code: number }> {
  const { PATH = '', HOME = '/' } = process.env;
  return promisify(execFile)(node, ['src/main.ts', 'operator', 'upgrade-asterisk', ...args], {
    env: { PATH, HOME, ...product.installation.settings },
    timeout: 230_000,
  }).then(
    (done) => ({ ...done, code: 0 }),
    (error: { stdout: string; stderr: string; code: number }) => error,
  );
}

test('the operator gets a mail when Asterisk crashes, and sees the crash with its last log lines', async () => {
  const before = asteriskPid();
  process.kill(before, 'SIGSEGV');
  await until('Asterisk to be back', async () => asteriskPid() !== before && (await isReady()));
  const [incident] = await until('the incident', async () => {
    const found = await incidents();
    return found.length > 0 && found;
  });
  expect(incident).toMatchObject({ part: 'asterisk', times: 1, reason: 'killed by SIGSEGV' });
  const report = readFileSync(path.join(product.installation.folder, 'crashes', incident.report), 'utf8');
  expect(report).toMatch(/^asterisk ended at .* \(killed by SIGSEGV\)/);
  expect(report).toContain('Asterisk Ready.');
  const { items } = await operator.get('/operator/mails?search=Asterisk');
  expect(items[0]).toMatchObject({
    recipient: OPERATOR,
    subject: expect.stringMatching(/^Asterisk ended unexpectedly on/),
  });
});

test('a crash of call control is reported in the same way', async () => {
  const control = product.program.children().find(({ command }) => /main\.ts calls/.test(command));
  process.kill(control?.pid ?? 0, 'SIGKILL');
  const found = await until('the incident', async () =>
    (await incidents()).find((each: { part: string }) => each.part === 'call_control'),
  );
  expect(found).toMatchObject({ times: 1, reason: 'killed by SIGKILL' });
  await until('calls to be possible', isReady);
});

test.skipIf(!isPrivate)('a newer Asterisk is installed between calls, and the old one can be restored', async () => {
  const packages = path.join(path.dirname(installed?.root ?? ''), 'packages');
  const bakery = await tenantId(nora, 'bakery');
  await using ada = await product.openRegisteredPhone(nora, bakery, '101');
  await using bob = await product.openRegisteredPhone(nora, bakery, '102');
  const atBob = bob.listen({ tone: 620 });
  const call = ada.call('102', { tone: 440 });
  const taken = await atBob.nextCall();
  await Promise.all([call.hears(620), taken.hears(440)]);
  const before = asteriskPid();

  const { stdout, stderr, code } = await upgrade('--from', packages);
  expect(code, stdout + stderr).toBe(0);
  expect(stdout).toContain('It starts and reads the database.');
  expect(stdout).toContain('Asterisk restarts as soon as no calls are in progress.');
  const state = () => readAsteriskState(product.installation.folder);
  await until('the restart to be planned', () => state()?.restartBecause !== null);
  await call.hears(620);
  expect(asteriskPid()).toBe(before);
  await call.hangUp();
  await until('the new Asterisk', async () => asteriskPid() !== before && (await isReady()));
  await until('its state', () => state()?.binary.startsWith(path.join(cache, 'asterisk/sets/')));
  expect((await ada.register()).finalStatus).toBe(200);

  const between = asteriskPid();
  const back = await upgrade('--back');
  expect(back.code, back.stderr).toBe(0);
  await until('the old Asterisk', async () => asteriskPid() !== between && (await isReady()));
  await until('its state', () => state()?.binary === installed?.binary);
  expect((await incidents()).length).toBe(2);
});

test.skipIf(!isPrivate)('a damaged or broken package set changes nothing', async () => {
  const folder = path.join(cache, 'brought');
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'asterisk_99.deb'), 'not what the sum says');
  writeFileSync(path.join(folder, 'SHA256SUMS'), `${'0'.repeat(64)}  asterisk_99.deb\n`);
  const before = readFileSync(path.join(cache, 'asterisk/engine.json'), 'utf8');
  const { code, stderr } = await upgrade('--from', folder);
  expect(code).toBe(1);
  expect(stderr).toContain('holds no whole set of packages');
  expect(stderr).toContain('The current one is unchanged.');
  expect(readFileSync(path.join(cache, 'asterisk/engine.json'), 'utf8')).toBe(before);
  expect(readdirSync(path.join(cache, 'asterisk')).filter((name) => name.startsWith('work.'))).toEqual([]);
});
