import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { TEST_SECRET_KEY } from '../cluster.ts';
import { until } from '../until.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** Call control as a process that a test kills, stops and starts again. */
export type CallControl = {
  start(): Promise<void>;
  /** Starts it unless it runs. */
  ensureStarted(): Promise<void>;
  kill(signal: NodeJS.Signals): Promise<void>;
  signal(signal: NodeJS.Signals): void;
  readonly exited: Promise<void>;
  output(): string;
};

export function callControlProcess(settings: Record<string, string>): CallControl {
  let child: ChildProcess | undefined;
  let exited = Promise.resolve();
  let output = '';
  let isRunning = false;
  const start = async (): Promise<void> => {
    output = '';
    const started = spawn(process.execPath, ['src/main.ts', 'calls'], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { PATH: process.env['PATH'], SECRET_KEY: TEST_SECRET_KEY, LOG_LEVEL: 'debug', ...settings },
    });
    child = started;
    isRunning = true;
    exited = new Promise<void>((resolve) => started.once('exit', () => resolve())).then(() => {
      isRunning = false;
    });
    started.stdout.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
    await until('call control to take over', () => output.includes('took over'));
  };
  return {
    get exited() {
      return exited;
    },
    output: () => output,
    start,
    ensureStarted: () => (isRunning ? Promise.resolve() : start()),
    async kill(signal) {
      child?.kill(signal);
      await exited;
    },
    signal: (signal) => void child?.kill(signal),
  };
}
