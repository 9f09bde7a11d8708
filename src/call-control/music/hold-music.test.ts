import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { OwnMusic } from '../../hold-music/hold-music.ts';
import { openStorage, type Storage } from '../../platform/db/storage.ts';
import { musicClasses } from './hold-music.ts';

const [SHOP, GARAGE] = ['01900000-0000-7000-8000-000000000001', '01900000-0000-7000-8000-000000000002'];
const [WALTZ, TANGO] = ['a'.repeat(64), 'b'.repeat(64)];

let folder: string;
let storage: Storage;
let music: OwnMusic[];
let reloads: number;
let logged: unknown[];
let shown: ReturnType<typeof musicClasses>;
const connection = () => ({
  node: 'one',
  url: '',
  user: '',
  password: '',
  amiPort: 0,
  spool: '',
  hintsFile: '',
  musicFolder: path.join(folder, 'music'),
  audioChannels: null,
});

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  folder = mkdtempSync(path.join(tmpdir(), 'hold-music-'));
  mkdirSync(path.join(folder, 'music'));
  storage = openStorage(folder);
  for (const [tenant, hash] of [
    [SHOP, WALTZ],
    [SHOP, TANGO],
    [GARAGE, TANGO],
  ] as const)
    for (const ending of ['wav', 'wav16'])
      await storage.put(tenant, 'media', `${hash}.${ending}`, Buffer.from(`${tenant} ${ending}`));
  [music, reloads, logged] = [[], 0, []];
  const to = connection();
  shown = musicClasses({
    connection: () => to,
    readMusic: async () => music,
    storage,
    request: async (method, where) => {
      expect([method, where]).toEqual(['PUT', 'asterisk/modules/res_musiconhold.so']);
      reloads++;
      return { status: 204, body: undefined };
    },
    log: (error) => logged.push(error),
  });
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true });
});

const classes = () => readFileSync(path.join(folder, 'music/classes.conf'), 'utf8');
const folders = () => readdirSync(path.join(folder, 'music')).filter((name) => name !== 'classes.conf');
/** Loads the currently chosen music into Asterisk. */
function load(chosen: OwnMusic[]): Promise<void> {
  music = chosen;
  return shown.load();
}

test('each tenant has its own class with a copy of its sound, and nothing is reloaded without a change', async () => {
  const chosen = [
    { tenantId: SHOP, hash: WALTZ },
    { tenantId: GARAGE, hash: TANGO },
  ];
  await load(chosen);
  const place = (tenantId: string, hash: string) => path.join(folder, 'music', `${tenantId}-${hash}`);
  expect(classes()).toBe(
    `[${SHOP}]\nmode = files\ndirectory = ${place(SHOP, WALTZ)}\n\n[${GARAGE}]\nmode = files\ndirectory = ${place(GARAGE, TANGO)}\n`,
  );
  expect(readdirSync(place(SHOP, WALTZ)).toSorted()).toEqual(['music.wav', 'music.wav16']);
  expect(readFileSync(path.join(place(GARAGE, TANGO), 'music.wav'), 'utf8')).toBe(`${GARAGE} wav`);
  expect([shown.classOf(SHOP), shown.classOf('other'), shown.classOf(null)]).toEqual([SHOP, null, null]);
  await load(chosen);
  expect(reloads).toBe(1);
});

test('a missing sound is left out and logged, and the others are loaded', async () => {
  await storage.remove(SHOP, 'media', `${WALTZ}.wav`);
  await load([
    { tenantId: SHOP, hash: WALTZ },
    { tenantId: GARAGE, hash: TANGO },
  ]);
  expect(classes()).not.toContain(SHOP);
  expect(classes()).toContain(GARAGE);
  expect(shown.classOf(SHOP)).toBeNull();
  expect(logged).toHaveLength(1);
});

test('replaced music stays for parties on hold, and is removed after an hour', async () => {
  await load([{ tenantId: SHOP, hash: WALTZ }]);
  await load([{ tenantId: SHOP, hash: TANGO }]);
  expect(folders()).toHaveLength(2);
  await load([]);
  expect(classes()).toBe('');
  expect(folders()).toHaveLength(2);
  vi.setSystemTime(Date.now() + 60 * 60 * 1000);
  await load([]);
  expect(folders()).toEqual([]);
});

test('a missing copy is made again', async () => {
  const chosen = [{ tenantId: SHOP, hash: WALTZ }];
  await load(chosen);
  const copy = path.join(folder, 'music', `${SHOP}-${WALTZ}`, 'music.wav');
  rmSync(copy);
  await load(chosen);
  expect(existsSync(copy)).toBe(true);
});
