import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { RunningAsterisk } from '../../asterisk/asterisk.ts';
import { TRANSLATORS } from '../../asterisk/configuration/translators.ts';
import { readAsteriskState, requestRestart } from '../../asterisk/state.ts';
import { listeningPort } from '../../platform/process/listening-port.ts';
import { openAsteriskWatch } from './asterisk.ts';

let dataDir: string;
beforeEach(() => {
  vi.useFakeTimers();
  dataDir = mkdtempSync(path.join(os.tmpdir(), 'strowger-watch-'));
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(dataDir, { recursive: true });
});

function setUp({ version = '22.11.0', takesOrders = true, url = 'http://127.0.0.1:9' } = {}) {
  const lines: string[] = [];
  const orders: string[] = [];
  let memory = 100_000_000;
  const asterisk: RunningAsterisk = {
    // nothing listens there, so it is unknown whether an emergency call is in progress
    connection: {
      node: 'x',
      url,
      user: '',
      password: '',
      amiPort: 1,
      spool: '',
      hintsFile: '',
      musicFolder: '',
      audioChannels: null,
    },
    pid: 1,
    exited: new Promise(() => {}),
    lastLines: () => [],
    trimMemory: async () => true,
    stop: async () => void orders.push('stop'),
    stopWhenIdle: async () => {
      orders.push('stop when idle');
      return takesOrders;
    },
  };
  const watch = openAsteriskWatch({
    dataDir,
    log: (line) => lines.push(line),
    ceiling: 600_000_000,
    everyMs: 1000,
    memoryOf: () => memory,
  });
  const place = { root: null, dataDir: '', modulesDir: '', loader: null, libraryPath: null };
  watch.watch(asterisk, { kind: 'system', version, binary: '/usr/sbin/asterisk', ...place });
  return { watch, asterisk, lines, orders, use: (bytes: number) => (memory = bytes) };
}

test('above the memory ceiling, Asterisk is asked once to stop when idle', async () => {
  const { watch, asterisk, lines, orders, use } = setUp();
  await vi.advanceTimersByTimeAsync(3000);
  expect([orders, lines, watch.wasAskedToEnd(asterisk)]).toEqual([[], [], false]);
  use(700_000_000);
  await vi.advanceTimersByTimeAsync(5000);
  expect(orders).toEqual(['stop when idle']);
  expect(lines).toEqual(['Asterisk restarts as soon as no calls are in progress: it uses 700 MB, more than 600 MB.']);
  expect(watch.wasAskedToEnd(asterisk)).toBe(true);
  expect(readAsteriskState(dataDir)).toMatchObject({
    memoryBytes: 700_000_000,
    restartBecause: 'it uses 700 MB, more than 600 MB',
  });
});

test('a stop request that failed is repeated, and an end in between counts as a crash', async () => {
  const { watch, asterisk, orders, use } = setUp({ takesOrders: false });
  use(700_000_000);
  await vi.advanceTimersByTimeAsync(2000);
  expect(orders.length).toBeGreaterThan(1);
  expect(watch.wasAskedToEnd(asterisk)).toBe(false);
});

test('a restart request is carried out once, and is dropped by a start that comes after it', async () => {
  requestRestart(dataDir, { reason: 'an old one', now: false });
  const { orders } = setUp();
  await vi.advanceTimersByTimeAsync(2000);
  expect(orders).toEqual([]);
  requestRestart(dataDir, { reason: 'version 22.12.0 was installed', now: false });
  await vi.advanceTimersByTimeAsync(5000);
  expect(orders).toEqual(['stop when idle']);
});

test('an immediate restart waits while an emergency call may be in progress', async () => {
  vi.useRealTimers();
  const { orders, lines } = setUp();
  requestRestart(dataDir, { reason: 'asked', now: true });
  await expect.poll(() => orders).toEqual(['stop when idle']);
  expect(lines).toContain('An emergency call may be in progress.');
});

test('known vulnerabilities are logged at the start', () => {
  expect(setUp({ version: '22.9.0' }).lines.join('\n')).toContain('CVE-2026-57191');
});

test('codecs that it cannot convert are logged at the start, also where a module is there and does not run', async () => {
  vi.useRealTimers();
  const modules = Object.values(TRANSLATORS).flatMap(({ needs }) => needs);
  const body = modules.map((name) => ({ name, status: name.includes('opus') ? 'Not Running' : 'Running' }));
  const ari = createServer((_request, response) => void response.end(JSON.stringify(body))).listen(0, '127.0.0.1');
  await once(ari, 'listening');
  const { lines, watch } = setUp({ url: `http://127.0.0.1:${listeningPort(ari)}` });
  await expect.poll(() => lines.join()).toContain('cannot convert Opus: codec_opus_open_source.so not running');
  watch.stop();
  ari.close();
});
