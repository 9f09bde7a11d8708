import { EventEmitter } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { Logger, parseCronItems, run, type TaskList, type WorkerEvents } from 'graphile-worker';
import type { Logger as Log } from 'pino';
import pg from 'pg';
import type { Config } from '../config.ts';
import { type Db, openDb, openPool } from './db.ts';
import { holdLivenessLock } from './worker-liveness.ts';

type TaskDeps = { db: Db; config: Config; log: Log };

/** A background task. It gets ids, reads the rest itself, and may run twice. */
type Task = {
  run: (payload: Record<string, string>, deps: TaskDeps) => Promise<void>;
  /** Also by the clock, in UTC, once for all machines: `minute hour day month weekday`. */
  cron?: string;
  /** Also all the time, so long after the last time, on every machine; the task itself sees that one at a time does the work. */
  everyMs?: number;
};
export type Tasks = Record<string, Task>;

export type WorkerOptions = { databaseUrl: string; tasks: Tasks; config: Config; log: Log; concurrency?: number };

/** Runs background tasks until stopped, through every restart of the database. `databaseUrl` is of the role `worker`. */
export async function runWorker(options: WorkerOptions): Promise<{ stop: () => Promise<void> }> {
  const { databaseUrl, tasks, config, log, concurrency = 4 } = options;
  const pool = openPool(databaseUrl, 'worker', concurrency * 2 + 4, ForgivingPool);
  const deps: TaskDeps = { db: openDb(pool), config, log };
  const stopping = new AbortController();
  const start = () => startRunner(pool, databaseUrl, deps, tasks, concurrency);
  let runner = await start();
  const supervised = (async () => {
    while (!stopping.signal.aborted) {
      await runner.ended.catch((error: unknown) => log.warn({ err: error }, 'the worker lost its database'));
      while (!stopping.signal.aborted) {
        await pause(1000, undefined, { signal: stopping.signal }).catch(() => {});
        const again = await start().catch(() => null);
        if (!again) continue;
        runner = again;
        break;
      }
    }
  })();
  const loops = Object.entries(tasks).map(([name, task]) => repeat(name, task, deps, stopping.signal));
  const stop = async (): Promise<void> => {
    stopping.abort();
    await runner.stop().catch(() => {});
    await Promise.all([supervised, ...loops]);
    await runner.stop().catch(() => {});
    await pool.end();
  };
  return { stop };
}

type Connected = NonNullable<Parameters<pg.Pool['connect']>[0]>;

/**
 * The library gives the connection on which it listens back twice when it breaks while the library ends (`release` in its main.js): an error
 * to the pool, and one that nobody handles.
 */
class ForgivingPool extends pg.Pool {
  override connect(): Promise<pg.PoolClient>;
  override connect(callback: Connected): void;
  override connect(callback?: Connected): Promise<pg.PoolClient> | void {
    if (!callback) return super.connect();
    super.connect((error, client, release) => {
      let given = false;
      callback(error, client, (broken) => {
        if (!given) release(broken);
        given = true;
      });
    });
  }
}

type Running = { ended: Promise<void>; stop: () => Promise<void> };

async function startRunner(
  pgPool: pg.Pool,
  databaseUrl: string,
  deps: TaskDeps,
  tasks: Tasks,
  concurrency: number,
): Promise<Running> {
  const events = new EventEmitter() as WorkerEvents;
  const lost = whenLost(events);
  let poolId = '';
  events.on('pool:create', ({ workerPool }) => (poolId = workerPool.id));
  const runner = await run({
    pgPool,
    events,
    concurrency,
    noHandleSignals: true,
    pollInterval: 1000,
    // Unbatched, the library marks a job done without looking whether that failed, and a lost connection would end the process.
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    logger: toLogger(deps.log),
    taskList: Object.fromEntries(
      Object.entries(tasks).map(([name, task]) => [
        name,
        (payload: unknown) => task.run((payload ?? {}) as Record<string, string>, deps),
      ]),
    ) as TaskList,
    parsedCronItems: parseCronItems(
      Object.entries(tasks).flatMap(([task, { cron }]) => (cron ? [{ task, match: cron, identifier: task }] : [])),
    ),
  });
  const ended = Promise.race([runner.promise, lost]);
  const stop = (): Promise<void> => Promise.race([runner.stop(), lost]);
  const claim = holdLivenessLock(databaseUrl, poolId);
  ended.then(claim.end, claim.end);
  // The library keeps a failure of its first moments for ever (its look-up of task ids), so that a runner which only fails is replaced.
  let failures = 0;
  events.on('worker:getJob:empty', () => (failures = 0));
  events.on('job:start', () => (failures = 0));
  events.on('worker:getJob:error', () => {
    failures += 1;
    if (failures === concurrency * 2) void stop().catch(() => {});
  });
  return { ended, stop };
}

/** Longer than marking its last jobs done takes a runner that is ending. */
const LAST_MARKS_MS = 2000;

/**
 * When a runner that could not mark a job done has let all its workers go. By itself it may never end then: where another mark came through
 * it counts the failed one off twice, and waits for a count of zero that was passed (`batch` in the library's main.js).
 */
function whenLost(events: WorkerEvents): Promise<void> {
  return new Promise((resolve) => {
    const afterLastMarks = () => void setTimeout(resolve, LAST_MARKS_MS);
    events.once('pool:fatalError', () => {
      events.once('pool:gracefulShutdown:complete', afterLastMarks);
      events.once('pool:gracefulShutdown:error', afterLastMarks);
    });
  });
}

async function repeat(name: string, task: Task, deps: TaskDeps, signal: AbortSignal): Promise<void> {
  if (!task.everyMs) return;
  while (!signal.aborted) {
    try {
      await task.run({}, deps);
    } catch (error) {
      deps.log.warn({ err: error, task: name }, 'a repeated task failed; it goes on with the next round');
    }
    await pause(task.everyMs, undefined, { signal }).catch(() => {});
  }
}

/** The library's own lines are about its inner life; what a task does, the task logs. */
function toLogger(log: Log): Logger {
  const levels = { error: 'error', warning: 'warn', info: 'debug', debug: 'trace' } as const;
  return new Logger(() => (level, message) => log[levels[level]](message));
}
