-- What call control asks before it knows a tenant to act for. Each belongs to `voice`. Applied whenever this text changes.

grant create on schema public to voice;
set local role voice;

drop function if exists did_for_call(text), trunks_for_calls(), live_calls_of(text);

-- Whose number it is.
create function did_for_call(called text) returns table (did_id uuid, tenant_id uuid) language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as
  $$ select d.id, d.tenant_id from dids d where d.number = called and d.tenant_id is not null $$;

-- The trunks a call may leave by, best first; call control has no operator's rights.
create function trunks_for_calls() returns table (id uuid, name text, emergency boolean, sends_location boolean) language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as
  $$ select r.id, r.name, r.emergency, r.sends_location from trunks r where r.enabled order by r.priority, r.id $$;

-- What one Asterisk is thought to be busy with: call control ends the rest after a restart, before it knows any tenant.
create function live_calls_of(of_node text) returns table (id uuid, tenant_id uuid, admitted_at timestamptz) language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as
  $$ select c.id, c.tenant_id, c.admitted_at from live_calls c where c.node = of_node $$;

revoke all on function did_for_call(text), trunks_for_calls(), live_calls_of(text) from public;
grant execute on function did_for_call(text), trunks_for_calls(), live_calls_of(text) to app;

reset role;
revoke create on schema public from voice;
