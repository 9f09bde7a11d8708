import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { errors } from 'undici';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openHintLoader } from './hint-loader.ts';

let folder: string;
let extensions: string[];
let isAway: boolean;
let isSlow: boolean;
let loads: number;

beforeEach(() => {
  vi.useFakeTimers();
  folder = mkdtempSync(path.join(tmpdir(), 'hints-'));
  extensions = ['acme-101'];
  isAway = false;
  isSlow = false;
  loads = 0;
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true });
});

const connectTo = (name: string) => ({
  node: name,
  url: '',
  user: '',
  password: '',
  amiPort: 0,
  spool: '',
  hintsFile: path.join(folder, 'hints.conf'),
  musicFolder: '',
  audioChannels: null,
});

function open() {
  let connection = connectTo('one');
  const loader = openHintLoader({
    connection: () => connection,
    readExtensions: async () =>
      extensions.map((sipUsername) => ({ id: sipUsername, tenantId: 't', number: '101', sipUsername })),
    onRead: () => {},
    request: async (method, where) => {
      expect([method, where]).toEqual(['PUT', 'asterisk/modules/pbx_config.so']);
      if (isAway) throw new Error('away');
      loads++;
      if (isSlow) throw new errors.HeadersTimeoutError();
      return { status: 204, body: undefined };
    },
    log: () => {},
  });
  return { loader, restart: () => (connection = connectTo('two')) };
}
const written = () => readFileSync(path.join(folder, 'hints.conf'), 'utf8');
const pass = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1000);

test('combines changes within a second into one load, and loads nothing without a change', async () => {
  const { loader } = open();
  for (let n = 0; n < 5; n++) loader.refresh();
  await pass(3);
  expect(loads).toBe(1);
  loader.refresh();
  await pass(3);
  expect(loads).toBe(1);
  extensions.push('beta-101');
  loader.refresh();
  await pass(3);
  expect(loads).toBe(2);
  expect(written()).toContain('[hints-beta]');
});

test('loads the hints into a restarted Asterisk again', async () => {
  const { loader, restart } = open();
  loader.refresh();
  await pass(3);
  restart();
  loader.refresh();
  await pass(3);
  expect(loads).toBe(2);
});

test('retries a failed load', async () => {
  const { loader } = open();
  isAway = true;
  loader.refresh();
  await pass(3);
  isAway = false;
  await pass(6);
  expect(loads).toBe(1);
  loader.stop();
});

test('does not repeat a load that takes long', async () => {
  const { loader } = open();
  isSlow = true;
  loader.refresh();
  await pass(3);
  loader.refresh();
  await pass(30);
  expect(loads).toBe(1);
});
