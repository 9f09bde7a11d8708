import { EventEmitter } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { Logger, parseCronItems, run, type WorkerEvents } from 'graphile-worker';
import pg from 'pg';
import type { Logger as PinoLogger } from 'pino';
import type { z } from 'zod';
import type { Config } from '../../config.ts';
import { openRepeatedFailures } from '../../process/repeated-failure.ts';
import { type Db, openDb, openPool } from '../db.ts';
import { holdLivenessLock } from './worker-liveness.ts';

type TaskDeps = { db: Db; config: Config; log: PinoLogger };

/** A background task. Its payload contains ids; it reads everything else itself. It may run twice. */
type Task = {
  run: (payload: unknown, deps: TaskDeps, stopping: AbortSignal) => Promise<void>;
  /** also runs on this schedule (UTC), once across all machines: `minute hour day month weekday` */
  cron?: string;
  /**
   * also runs repeatedly on every machine, this long after its previous run; the task itself must ensure that only one
   * runs at a time; it may run until `stopping`
   */
  everyMs?: number;
};
export type Tasks = Record<string, Task>;

/** A task with a payload, which is parsed before the task runs. */
export const withPayload =
  <Payload extends z.ZodType>(schema: Payload, run: (payload: z.output<Payload>, deps: TaskDeps) => Promise<void>) =>
  (payload: unknown, deps: TaskDeps): Promise<void> =>
    run(schema.parse(payload), deps);

export type WorkerOptions = {
  databaseUrl: string;
  tasks: Tasks;
  config: Config;
  log: PinoLogger;
  concurrency?: number;
};

/** Runs background jobs until stopped, and survives restarts of the database. `databaseUrl` is for the role `worker`. */
export async function runWorker(options: WorkerOptions): Promise<{ stop: () => Promise<void> }> {
  const { databaseUrl, tasks, config, log, concurrency = 4 } = options;
  const pool = openPool(databaseUrl, 'worker', concurrency * 2 + 4, ForgivingPool);
  const deps: TaskDeps = { db: openDb(pool), config, log };
  const stopping = new AbortController();
  const start = () => startRunner(deps, { pgPool: pool, databaseUrl, tasks, concurrency, stopping: stopping.signal });
  const failures = openRepeatedFailures();
  let runner = await start();
  const supervised = (async () => {
    while (!stopping.signal.aborted) {
      await runner.ended.catch((error: unknown) => log.warn({ err: error }, 'the worker lost its database'));
      while (!stopping.signal.aborted) {
        await pause(1000, undefined, { signal: stopping.signal }).catch(() => {});
        const again = await start().catch((error: unknown) => {
          if (failures.isNew(error)) log.warn({ err: error }, 'the worker can’t be restarted; trying again');
          return null;
        });
        if (!again) continue;
        failures.end();
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
 * Works around a bug: if the library's LISTEN connection breaks while the library stops, it releases the connection twice (`release` in its
 * main.js), which causes an error for the pool and an unhandled one.
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
  deps: TaskDeps,
  {
    pgPool,
    databaseUrl,
    tasks,
    concurrency,
    stopping,
  }: { pgPool: pg.Pool; databaseUrl: string; tasks: Tasks; concurrency: number; stopping: AbortSignal },
): Promise<Running> {
  // the library declares the types of its events, but takes a plain emitter
  const events: WorkerEvents = new EventEmitter();
  const lost = whenLost(events);
  let poolId = '';
  events.on('pool:create', ({ workerPool }) => (poolId = workerPool.id));
  const runner = await run({
    pgPool,
    events,
    concurrency,
    noHandleSignals: true,
    pollInterval: 1000,
    // without batching, the library does not handle a failure to mark a job as done, and a lost connection would end the process
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    logger: toLogger(deps.log),
    taskList: Object.fromEntries(
      Object.entries(tasks).map(([name, task]) => [name, (payload: unknown) => task.run(payload, deps, stopping)]),
    ),
    parsedCronItems: parseCronItems(
      Object.entries(tasks).flatMap(([task, { cron }]) => (cron ? [{ task, match: cron, identifier: task }] : [])),
    ),
  });
  const ended = Promise.race([runner.promise, lost]);
  const stop = (): Promise<void> => Promise.race([runner.stop(), lost]);
  const claim = holdLivenessLock(databaseUrl, poolId);
  ended.then(claim.end, claim.end);
  // the library caches a failure during its start (the look-up of task ids) forever, so a runner that only fails is replaced
  let failures = 0;
  events.on('worker:getJob:empty', () => (failures = 0));
  events.on('job:start', () => (failures = 0));
  events.on('worker:getJob:error', () => {
    failures += 1;
    if (failures === concurrency * 2) void stop().catch(() => {});
  });
  return { ended, stop };
}

/** Longer than an ending runner needs to mark its last jobs as done. */
const SETTLE_MS = 2000;

/**
 * Resolves when a runner that failed to mark a job as done has released all its workers. Such a runner may never end by itself: if another mark
 * succeeded, it subtracts the failed one twice and then waits for a count of zero that it has passed (`batch` in the library's main.js).
 */
function whenLost(events: WorkerEvents): Promise<void> {
  return new Promise((resolve) => {
    const afterLastMarks = () => void setTimeout(resolve, SETTLE_MS);
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
      await task.run({}, deps, signal);
    } catch (error) {
      deps.log.warn({ err: error, task: name }, 'a repeated task failed; it will run again in the next round');
    }
    await pause(task.everyMs, undefined, { signal }).catch(() => {});
  }
}

/** The library logs only its internals. Tasks log what they do themselves. */
function toLogger(log: PinoLogger): Logger {
  const levels = { error: 'error', warning: 'warn', info: 'debug', debug: 'trace' } as const;
  return new Logger(() => (level, message) => log[levels[level]](message));
}
