-- Which tenant's directory a phone fetches, before any tenant is known. Owned by `gate`. Applied whenever this text changes.

grant create on schema public to gate;
set local role gate;

create or replace function tenant_of_directory(hash bytea) returns table (tenant_id uuid, status text) language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
  select t.id, t.status from phone_directories d join tenants t on t.id = d.tenant_id where d.secret_hash = hash $$;

revoke all on function tenant_of_directory(bytea) from public;
grant execute on function tenant_of_directory(bytea) to app;

reset role;
revoke create on schema public from gate;
