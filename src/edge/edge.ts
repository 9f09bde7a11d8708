import fs from 'node:fs';
import path from 'node:path';
import { type Guarded, spawnGuarded } from '../platform/process/child-processes.ts';
import { commandLine, waitUntilWorking } from '../platform/process/launch.ts';
import { signal } from '../platform/process/processes.ts';
import type { Running } from '../platform/process/restart-loop.ts';
import { type Account, chownTo, runAs } from '../platform/process/run-as.ts';
import { ownAddresses } from './addresses.ts';
import { edgeConfiguration, type EdgeSettings } from './configuration.ts';
import type { EdgeInstallation } from './installation.ts';
import { callEdge } from './rpc.ts';
import { type Refused, watchEdge } from './watch.ts';

export type EdgeOptions = {
  edge: EdgeInstallation;
  /** folder for its configuration and log; created if missing */
  home: string;
  /** the account that it runs as, never root */
  account: Account | undefined;
  settings: Omit<EdgeSettings, 'modulesDir'>;
  /** whether it listens on all addresses of the machine and must restart when they change */
  everywhere: boolean;
  /** called with rejected requests, a few seconds later */
  onRefused: (refused: Refused) => void;
};

export type RunningEdge = Running & { pid: number };

const BOOT_MS = 20_000;
const ADDRESS_CHECK_MS = 5000;
const LOG_CHECK_MS = 30_000;
const MAX_LOG_BYTES = 4_000_000;

/** Starts Kamailio as an unprivileged user and waits until it answers. It ends when this process ends. */
export async function startEdge(options: EdgeOptions): Promise<RunningEdge> {
  const { edge, home, account, settings } = options;
  fs.mkdirSync(home, { recursive: true, mode: 0o700 });
  chownTo(account, home);
  const file = path.join(home, 'kamailio.cfg');
  fs.writeFileSync(file, edgeConfiguration({ ...settings, modulesDir: edge.modulesDir }), { mode: 0o600 });
  chownTo(account, file);
  const log = path.join(home, 'console.log');
  fs.rmSync(log, { force: true });
  const guarded = await launch(options, file, log);
  // its workers survive a killed main process and would keep the port busy
  const exited = guarded.exited.finally(() => signal(-guarded.pid, 'SIGKILL'));
  try {
    await waitUntilWorking(guarded, {
      name: 'Kamailio',
      works: async () => Boolean(await callEdge(settings, 'core.version')),
      withinMs: BOOT_MS,
      errors: () => firstErrors(log),
    });
  } catch (error) {
    await guarded.stop();
    throw error;
  }
  const watches = [
    watchEdge(settings, options.onRefused),
    truncateWhenLong(log),
    ...(options.everywhere ? [endWhenAddressesChange(guarded)] : []),
  ];
  const stopWatching = (): void => watches.forEach((stop) => stop());
  return {
    pid: guarded.pid,
    exited: exited.finally(stopWatching),
    async stop() {
      await guarded.stop();
      await exited;
    },
  };
}

function launch({ edge, account }: EdgeOptions, file: string, log: string): Promise<Guarded> {
  // in the foreground; shared memory is bounded, and allocated on use
  const arguments_ = [
    '-DD',
    '-E',
    '-f',
    file,
    '-m',
    '256',
    '-M',
    '16',
    '-P',
    path.join(path.dirname(file), 'pid'),
    '-Y',
    path.dirname(file),
  ];
  const out = fs.openSync(log, 'a', 0o600);
  const [program, ...rest] = commandLine(edge, 'kamailio', arguments_);
  return spawnGuarded(program, rest, {
    ...runAs(account),
    cwd: '/',
    stdio: ['ignore', out, out],
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC', HOME: '/' },
    stopSignal: 'SIGTERM',
    graceSeconds: 3,
  }).finally(() => fs.closeSync(out));
}

/** Kamailio binds the addresses of its start only. When they change, this ends it, so that it restarts with the new ones. */
function endWhenAddressesChange(edge: Guarded): () => void {
  const now = (): string =>
    ownAddresses()
      .map(({ address }) => address)
      .toSorted()
      .join();
  const before = now();
  const timer = setInterval(() => {
    if (now() !== before) void edge.stop();
  }, ADDRESS_CHECK_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** Empties the log when it grows too long. Kamailio appends, so it continues at the start of the emptied file. */
function truncateWhenLong(log: string): () => void {
  const timer = setInterval(() => {
    const size = fs.statSync(log, { throwIfNoEntry: false })?.size ?? 0;
    if (size > MAX_LOG_BYTES) fs.truncateSync(log);
  }, LOG_CHECK_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** The first errors in its log, or its first lines if there are none. */
function firstErrors(log: string): string {
  const lines = fs.readFileSync(log, 'utf8').trim().split('\n');
  const errors = lines.filter((line) => /ERROR|CRITICAL/.test(line));
  return (errors.length > 0 ? errors : lines).slice(0, 3).join(' | ');
}
