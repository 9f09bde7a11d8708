import pino from 'pino';
import type { Db } from '../src/platform/db/db.ts';
import type { Tasks } from '../src/platform/db/jobs/jobs.ts';
import type { TestApp } from './app.ts';

/** Runs the queued jobs of these tasks like the worker, until none is waiting. Failed jobs stay queued, and their errors are returned. */
export async function runTasks(tasks: Tasks, app: TestApp, worker: Db): Promise<unknown[]> {
  const deps = { db: worker, config: app.config, log: pino({ level: 'silent' }) };
  const errors: unknown[] = [];
  const failed = new Set<string>();
  for (;;) {
    const jobs = await app.query<{ id: string; name: string; payload: unknown }>(
      `select j.id, t.identifier as name, j.payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
       where t.identifier = any($1) order by j.id`,
      [Object.keys(tasks)],
    );
    const job = jobs.find(({ id }) => !failed.has(id));
    if (!job) return errors;
    try {
      await tasks[job.name]?.run(job.payload, deps, new AbortController().signal);
      await app.query('delete from graphile_worker._private_jobs where id = $1', [job.id]);
    } catch (error) {
      failed.add(job.id);
      errors.push(error);
    }
  }
}
