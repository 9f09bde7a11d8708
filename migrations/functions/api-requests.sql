-- Recording what partners' programs ask for. Owned by `gate`: a batch holds requests of several partners. Applied whenever this text changes.

grant create on schema public to gate;
set local role gate;

drop function if exists record_api_requests(jsonb), empty_next_day_of_api_requests();

create or replace function api_request_slot(day date) returns smallint language sql immutable as
  $$ select ((day - date '2000-01-01') % 9)::smallint $$;

-- A tenant that the path names is recorded only if it is the partner's, and of the key's mode. A tenant's own key tells its partner only by its tenant. A row of another day than about now would stand in a partition that is not its own.
create function record_api_requests(requests jsonb) returns void language sql security definer set search_path = pg_catalog, public, pg_temp as $$
  insert into api_requests (slot, id, partner_id, tenant_id, by_tenant, key_id, at, method, route, status, duration_ms, represents, test)
  select api_request_slot((r.at at time zone 'utc')::date), r.id, coalesce(r.partner_id, t.partner_id), t.id, coalesce(r.by_tenant, false), r.key_id, r.at, r.method,
    r.route, r.status, r.duration_ms, r.represents, coalesce(r.test, false)
  from jsonb_to_recordset(requests) as r (id uuid, partner_id uuid, tenant_id uuid, by_tenant boolean, key_id uuid, at timestamptz, method text, route text,
      status smallint, duration_ms integer, represents smallint, test boolean)
    left join tenants t on t.id = r.tenant_id and (r.by_tenant or t.partner_id = r.partner_id) and t.sandbox = coalesce(r.test, false)
  -- a program of the release before says nothing of `by_tenant`
  where (t.id is not null or not coalesce(r.by_tenant, false)) and r.at between now() - interval '1 day' and now() + interval '1 hour'
  on conflict do nothing $$;

-- Empties the partition in which tomorrow's requests will be, and with it those of eight days ago. May run any number of times a day.
create function empty_next_day_of_api_requests() returns void language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  -- a reader of the log must not be followed by a queue of writers
  set local lock_timeout = '2s';
  execute format('truncate api_requests_%s', api_request_slot((now() at time zone 'utc')::date + 1));
end $$;

revoke all on function record_api_requests(jsonb), empty_next_day_of_api_requests() from public;
grant execute on function record_api_requests(jsonb) to app;
grant execute on function empty_next_day_of_api_requests() to worker;

reset role;
revoke create on schema public from gate;
