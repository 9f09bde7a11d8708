-- How call control finds the calls that it is to make, and hears of new ones. Applied whenever this text changes.

grant create on schema public to voice;
set local role voice;
drop function if exists open_service_calls(text);

-- Those that wait to be made, for as long as anybody waits for them (`WAITING_MS` in src/service-calls/rules.ts), and those that this Asterisk makes.
create function open_service_calls(of_node text) returns table (id uuid, tenant_id uuid, purpose text, state text) language sql stable
  security definer set search_path = pg_catalog, public, pg_temp as
  $$ select c.id, c.tenant_id, c.purpose, c.state from service_calls c
    where (c.state = 'waiting' and c.created_at > now() - interval '15 s') or (c.state in ('ringing', 'answered') and c.node = of_node) $$;
revoke all on function open_service_calls(text) from public;
grant execute on function open_service_calls(text) to app;
reset role;
revoke create on schema public from voice;

create or replace function notify_of_service_call() returns trigger language plpgsql as $$
begin
  perform pg_notify('service_calls', json_build_object('id', new.id, 'tenantId', new.tenant_id)::text);
  return null;
end $$;
drop trigger if exists notify_of_service_call on service_calls;
create trigger notify_of_service_call after insert on service_calls for each row execute function notify_of_service_call();
