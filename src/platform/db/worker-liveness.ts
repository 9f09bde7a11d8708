import { Client } from 'pg';

/** The first key of the advisory locks by which worker processes show that they live. */
const CLAIM = 7391;

/** Frees the jobs of processes that no longer hold their lock: killed ones would keep theirs for hours otherwise. */
const FREE_LOST_JOBS = `
  select graphile_worker.force_unlock_workers(array_agg(distinct locked_by)) from (
    select locked_by, locked_at from graphile_worker._private_jobs
    union all select locked_by, locked_at from graphile_worker._private_job_queues) held
  where locked_at < now() - interval '2 seconds' and not exists (
    select from pg_locks l where l.locktype = 'advisory' and l.classid = ${CLAIM} and l.objsubid = 2
      and l.objid = (hashtext(held.locked_by)::bigint & 4294967295)::oid)`;

/**
 * Shows, for as long as this process lives, that jobs locked by `workerPool` are being worked on, and frees those of processes that died.
 * The lock lives in a connection of its own, so PostgreSQL drops it in the moment the process is gone, however it went.
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
      // the database is away; the next tick tries again
    } finally {
      busy = false;
      if (ended) void client?.end().catch(() => {});
    }
  };
  const timer = setInterval(tick, 2000);
  void tick();
  const end = (): void => {
    ended = true;
    clearInterval(timer);
    if (!busy) void client?.end().catch(() => {});
  };
  return { end };
}
