-- The job tables belong to `worker`. Other roles add and remove jobs through these functions. Applied whenever this text changes.

grant create on schema public to worker;
set local role worker;

-- Adds a job in the transaction that causes it, so that it never runs after a rollback. With a key, it replaces a waiting job.
create or replace function add_job(task text, payload json, job_key text default null, run_at timestamptz default null) returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform graphile_worker.add_job(task, payload, job_key => job_key, run_at => run_at);
end $$;

-- Removes a job that has not started, in the transaction that makes it unnecessary.
create or replace function remove_job(key text) returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as
  $$ begin perform graphile_worker.remove_job(key); end $$;

reset role;
revoke create on schema public from worker;
