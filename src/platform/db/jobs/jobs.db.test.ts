import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { sql } from 'kysely';
import { Pool } from 'pg';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { createTestDatabase, type TestDatabase } from '../../../../test/database.ts';
import { until as comesTrue } from '../../../../test/until.ts';
import { readConfig } from '../../config.ts';
import { addJob, asNobody, type Db, openDb, openPool } from '../db.ts';
import { runWorker, type Tasks, withPayload } from './jobs.ts';

const Named = z.object({ name: z.string() });

let database: TestDatabase;
let db: Db;
let pool: Pool;
let superuser: Pool;
const config = readConfig({ DATABASE_URL: 'postgres://unused', SECRET_KEY: '5e'.repeat(32) });

// each test uses a new database, because a job that could not be marked as done runs again on the next worker
beforeEach(async () => {
  database = await createTestDatabase();
  pool = openPool(database.urls.app, 'test');
  db = openDb(pool);
  superuser = new Pool({ connectionString: database.urls.superuser, max: 2 });
  superuser.on('error', () => {});
});
afterEach(async () => {
  await pool.end();
  await superuser.end();
});

const startWorker = (tasks: Tasks, log = pino({ level: 'silent' })) =>
  runWorker({ databaseUrl: database.urls.worker, tasks, config, log });

/** A task that tests can wait for. */
function recorded() {
  const seen: string[] = [];
  const waiting: { count: number; resolve: () => void }[] = [];
  const note = (name: string) => {
    seen.push(name);
    for (const { count, resolve } of waiting) if (seen.length >= count) resolve();
  };
  const until = (count: number) =>
    new Promise<void>((resolve) => (seen.length >= count ? resolve() : waiting.push({ count, resolve })));
  return { seen, note, until };
}

test('runs a job soon after its transaction commits, and never after a rollback', async () => {
  const { seen, note, until } = recorded();
  const worker = await startWorker({ greet: { run: withPayload(Named, async ({ name }) => note(name)) } });
  const undone = asNobody(db, async (tx) => {
    await addJob(tx, 'greet', { name: 'undone' });
    throw new Error('changed my mind');
  });
  await expect(undone).rejects.toThrow('changed my mind');
  await asNobody(db, (tx) => addJob(tx, 'greet', { name: 'done' }));
  await until(1);
  expect(seen).toEqual(['done']);
  await worker.stop();
});

test('runs tasks with the role worker, and retries failures', async () => {
  const { seen, note, until } = recorded();
  const worker = await startWorker({
    shaky: {
      run: async (_ids, { db: own }) => {
        const { rows } = await sql<{ role: string }>`select current_user as role`.execute(own);
        note(rows[0]!.role);
        if (seen.length === 1) throw new Error('not yet');
      },
    },
  });
  await asNobody(db, (tx) => addJob(tx, 'shaky', {}));
  await until(2);
  expect(seen).toEqual(['worker', 'worker']);
  await worker.stop();
});

test('repeats a task until stopped, even after a failure', async () => {
  const { note, until } = recorded();
  let failed = false;
  const worker = await startWorker({
    tick: {
      everyMs: 5,
      run: async () => {
        note('tick');
        if (failed) return;
        failed = true;
        throw new Error('once');
      },
    },
  });
  await until(4);
  await worker.stop();
  expect(failed).toBe(true);
});

test.each([
  ['in its first moments', 0],
  ['while it worked', 1],
])('continues after the database closed all its connections %s', async (_when, before) => {
  const { seen, note, until } = recorded();
  const worker = await startWorker({ greet: { run: withPayload(Named, async ({ name }) => note(name)) } });
  if (before) await asNobody(db, (tx) => addJob(tx, 'greet', { name: 'before' }));
  await until(before);
  await superuser.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'worker' and datname = current_database()",
  );
  await asNobody(db, (tx) => addJob(tx, 'greet', { name: 'after' }));
  await until(before + 1);
  expect(seen.at(-1)).toBe('after');
  await worker.stop();
});

test('logs once that it can’t restart, and continues when it can', async () => {
  const { seen, note, until } = recorded();
  const lines: string[] = [];
  const log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) });
  const refusals = () => lines.filter((line) => line.includes('can’t be restarted'));
  const worker = await startWorker({ greet: { run: withPayload(Named, async ({ name }) => note(name)) } }, log);
  const name = new URL(database.urls.superuser).pathname.slice(1);
  await superuser.query(`revoke connect on database "${name}" from public, worker`);
  await superuser.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'worker' and datname = current_database()",
  );
  await comesTrue('the refusal', () => refusals().length > 0);
  await superuser.query(`grant connect on database "${name}" to public, worker`);
  await asNobody(db, (tx) => addJob(tx, 'greet', { name: 'after' }));
  await until(1);
  expect(seen).toEqual(['after']);
  expect(refusals()).toHaveLength(1);
  expect(refusals()[0]).toContain('permission denied');
  await worker.stop();
});

test('continues when one job could not be marked as done and the next one could', async () => {
  const { seen, note, until } = recorded();
  const held = { short: Promise.withResolvers<void>(), long: Promise.withResolvers<void>() };
  await superuser.query(`create sequence refusals; grant usage on sequence refusals to public;
    create function refuse_mark() returns trigger language plpgsql as $$ begin perform nextval('refusals'); raise 'not now'; end $$;
    create trigger refuse_mark before delete on graphile_worker._private_jobs for each row when (old.payload->>'name' = 'refused')
      execute function refuse_mark()`);
  const greet = withPayload(Named, async ({ name }) => {
    note(name);
    await held[name as keyof typeof held]?.promise;
    if (name === 'long' && !seen.includes('after')) throw new Error('not yet');
  });
  const hasRefused = 'select is_called as yes from refusals';
  const isMarked =
    "select not exists (select from graphile_worker._private_jobs where payload->>'name' = 'short') as yes";
  const come = (what: string) =>
    comesTrue(what, async () => (await superuser.query<{ yes: boolean }>(what)).rows[0]?.yes);
  const worker = await startWorker({ greet: { run: greet } });
  for (const name of ['long', 'short', 'refused']) await asNobody(db, (tx) => addJob(tx, 'greet', { name }));
  await come(hasRefused);
  await superuser.query('drop trigger refuse_mark on graphile_worker._private_jobs');
  await until(3);
  held.short.resolve();
  await come(isMarked);
  held.long.resolve();
  await asNobody(db, (tx) => addJob(tx, 'greet', { name: 'after' }));
  await until(6);
  // unmarked and failed jobs run again
  expect(seen.toSorted()).toEqual(['after', 'long', 'long', 'refused', 'refused', 'short']);
  await worker.stop();
});

test('takes over the jobs of a killed process, without waiting for their locks to expire', async () => {
  const child = fork(new URL('../../../../test/programs/stuck-worker.ts', import.meta.url), [database.urls.worker], {
    silent: true,
  });
  await nextMessage(child, 'ready');
  await asNobody(db, (tx) => addJob(tx, 'slow', { name: 'taken over' }));
  await nextMessage(child, 'begun');
  const { seen, note, until } = recorded();
  const worker = await startWorker({ slow: { run: withPayload(Named, async ({ name }) => note(name)) } });
  expect(seen).toEqual([]);
  child.kill('SIGKILL');
  await once(child, 'exit');
  await until(1);
  expect(seen).toEqual(['taken over']);
  await worker.stop();
});

async function nextMessage(child: ChildProcess, expected: string): Promise<void> {
  const [message] = await once(child, 'message');
  expect(message).toBe(expected);
}
