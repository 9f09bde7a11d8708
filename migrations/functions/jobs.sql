-- The job tables belong to `worker`. Everybody else adds and removes jobs by these functions. Applied again whenever this text changes.

grant create on schema public to worker;
set local role worker;

-- A job is added in the transaction that causes it: after a rollback it never runs. With a key, a waiting job is replaced and not doubled.
create or replace function add_job(task text, payload json, job_key text default null, run_at timestamptz default null) returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform graphile_worker.add_job(task, payload, job_key => job_key, run_at => run_at);
end $$;

-- Takes back a job that has not started, in the transaction that makes it needless.
create or replace function remove_job(key text) returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as
  $$ begin perform graphile_worker.remove_job(key); end $$;

reset role;
revoke create on schema public from worker;
