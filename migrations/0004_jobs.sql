-- A job is added in the transaction that causes it: rolled back, it never runs. The job tables belong to `worker`;
-- everybody else adds through this function. With a key a job that waits is replaced, not doubled.
create function add_job(task text, payload json, job_key text default null, run_at timestamptz default null) returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform graphile_worker.add_job(task, payload, job_key => job_key, run_at => run_at);
end $$;
revoke all on function add_job(text, json, text, timestamptz) from public;
grant execute on function add_job(text, json, text, timestamptz) to app;
grant create on schema public to worker;
alter function add_job(text, json, text, timestamptz) owner to worker;
revoke create on schema public from worker;
