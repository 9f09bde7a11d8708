import { Client } from 'pg';

/** The first key of the advisory locks that show which worker processes are alive. */
const CLAIM = 7391;

/** Unlocks jobs of processes without a liveness lock. Jobs of a killed process would otherwise stay locked for hours. */
const FREE_LOST_JOBS = `
  select graphile_worker.force_unlock_workers(array_agg(distinct locked_by)) from (
    select locked_by, locked_at from graphile_worker._private_jobs
    union all select locked_by, locked_at from graphile_worker._private_job_queues) held
  where locked_at < now() - interval '2 seconds' and not exists (
    select from pg_locks l where l.locktype = 'advisory' and l.classid = ${CLAIM} and l.objsubid = 2
      and l.objid = (hashtext(held.locked_by)::bigint & 4294967295)::oid)`;

/**
 * Holds a lock that shows that the jobs of `workerPool` are being processed, and unlocks jobs of dead processes. The lock belongs to a dedicated
 * connection, so PostgreSQL releases it the moment the process dies.
 */
export function holdLivenessLock(databaseUrl: string, workerPool: string): { end: () => void } {
  let client: Client | null = null;
  let busy = false;
  let ended = false;
  const connect = async (): Promise<Client> => {
    const fresh = new Client({ connectionString: databaseUrl, application_name: 'strowger worker claim' });
    fresh.on('error', () => {});
    fresh.on('end', () => (client = null));
    try {
      await fresh.connect();
      await fresh.query('select pg_advisory_lock($1, hashtext($2))', [CLAIM, workerPool]);
      return fresh;
    } catch (error) {
      await fresh.end().catch(() => {});
      throw error;
    }
  };
  const tick = async (): Promise<void> => {
    if (busy || ended) return;
    busy = true;
    try {
      client ??= await connect();
      await client.query(FREE_LOST_JOBS);
    } catch {
      // the database is down; the next tick retries
    } finally {
      busy = false;
      if (ended) void client?.end().catch(() => {});
    }
  };
  const timer = setInterval(() => void tick(), 2000);
  void tick();
  const end = (): void => {
    ended = true;
    clearInterval(timer);
    if (!busy) void client?.end().catch(() => {});
  };
  return { end };
}
