import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type ApiUser, type TestApp } from '../../test/app.ts';
import { writeAsteriskState } from '../asterisk/state.ts';

const dataDir = mkdtempSync(path.join(os.tmpdir(), 'strowger-health-'));
let app: TestApp;
let operator: ApiUser;
beforeAll(async () => {
  app = await createTestApp({ dataDir });
  operator = await app.user('operator');
});
afterAll(async () => {
  await app.close();
  rmSync(dataDir, { recursive: true });
});

const health = async () => (await operator.call('GET', '/operator/health')).body;

test('without Asterisk on this machine, health reports nothing about it', async () => {
  expect(await health()).toEqual({ voice: 'off', asterisk: null });
});

test('health reports Asterisk’s version, memory and known vulnerabilities', async () => {
  const state = { startedAt: '2026-03-01T10:00:00.000Z', memoryBytes: 80_000_000, restartBecause: null };
  writeAsteriskState(dataDir, { ...state, version: '22.10.0', binary: '/x/asterisk' });
  const { asterisk } = await health();
  expect(asterisk).toMatchObject({ ...state, version: '22.10.0' });
  expect(asterisk.vulnerabilities.map(({ id }: { id: string }) => id)).toContain('CVE-2026-57191');
  writeAsteriskState(dataDir, { ...state, version: '22.10.1', binary: '/x/asterisk' });
  expect((await health()).asterisk.vulnerabilities).toEqual([]);
});

test('only operators see it', async () => {
  const admin = await app.user('partner_admin', { partnerId: await app.partner('P') });
  expect((await admin.call('GET', '/operator/health')).status).toBe(403);
});
