-- Finding out whose an API key is, before the partner is known, and counting its requests. Owned by `gate`. Applied whenever this text changes.

grant create on schema public to gate;
set local role gate;

drop function if exists read_api_key(bytea), touch_api_key(bytea, text), take_requests(uuid, integer, integer);

-- `tenants` is null for a key that has all of them; `tenant` is whose own key it is, if not the partner's. `stopped`: the partner does not allow it any
-- more. `unseen`: its last use was recorded more than a minute ago.
-- In plpgsql, which keeps its plan: it is asked for each request.
create function read_api_key(hash bytea) returns table (id uuid, name text, partner_id uuid, partner_name text, tenant json, scopes text[], tenants uuid[],
    addresses text[], requests_per_minute integer, stopped boolean, unseen boolean, mode text, expires_at timestamptz)
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
begin
  return query select k.id, k.name, p.id, p.name, case when t.id is not null then json_build_object('id', t.id, 'name', t.name, 'status', t.status) end, k.scopes,
    case when t.id is not null then array[t.id]
      when not k.all_tenants then array(select c.tenant_id from api_key_tenants c where c.key_id = k.id) end,
    k.addresses, k.requests_per_minute, t.id is not null and not coalesce(s.allowed, false),
    k.last_used_at is null or k.last_used_at < now() - interval '1 minute', k.mode, k.expires_at
  from api_keys k join partners p on p.id = k.partner_id
    left join tenants t on t.id = k.tenant_id
    left join tenant_key_settings s on s.partner_id = k.partner_id
  where k.token_hash = hash and (k.expires_at is null or k.expires_at > now()) and coalesce(t.status, '') <> 'CANCELLED';
end $$;

-- Records the last use to within a minute, because writing a row per request would cost more than the request.
create function touch_api_key(hash bytea, from_ip text) returns void language sql security definer
  set search_path = pg_catalog, public, pg_temp as $$
  update api_keys set last_used_at = now(), last_used_from = from_ip
    where token_hash = hash and (last_used_at is null or last_used_at < now() - interval '1 minute') $$;

-- Takes up to `wanted` of the `most` requests that a key has in this minute, for one process. Returns how many, and how many all have taken.
create function take_requests(key uuid, wanted integer, most integer) returns table (granted integer, taken integer) language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  this_minute timestamptz;
  present api_key_minutes;
  before integer;
begin
  insert into api_key_minutes (key_id, minute, taken) values (key, date_trunc('minute', clock_timestamp()), 0) on conflict (key_id) do nothing;
  select * into present from api_key_minutes m where m.key_id = key for update;
  -- only now: one that has waited for the row may be in the next minute, and would begin that one's count again
  this_minute := date_trunc('minute', clock_timestamp());
  before := case when present.minute = this_minute then present.taken else 0 end;
  taken := least(greatest(most, before), before + wanted);
  granted := taken - before;
  update api_key_minutes m set minute = this_minute, taken = take_requests.taken where m.key_id = key;
  return next;
end $$;

-- A key was changed: its open streams are checked again at once, in case it may less than before. Not when its use is recorded.
create or replace function notify_of_changed_keys() returns trigger language plpgsql as $$
begin
  perform notify_access(array(select n.id from after_change n join before_change o on o.id = n.id
    where (n.token_hash, n.scopes, n.all_tenants, n.addresses, n.expires_at, n.mode, n.tenant_id)
      is distinct from (o.token_hash, o.scopes, o.all_tenants, o.addresses, o.expires_at, o.mode, o.tenant_id) limit 101));
  return null;
end $$;
create or replace function notify_of_revoked_keys() returns trigger language plpgsql as $$
begin
  perform notify_access(array(select g.id from gone g limit 101));
  return null;
end $$;
create or replace function notify_of_tenants_of_keys() returns trigger language plpgsql as $$
begin
  perform notify_access(array(select distinct g.key_id from gone g limit 101));
  return null;
end $$;

-- The partner doesn't allow its tenants' keys any more.
create or replace function notify_of_stopped_keys() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  perform notify_access(array(select k.id from changed c join api_keys k on k.partner_id = c.partner_id and k.tenant_id is not null
    where not c.allowed limit 101));
  return null;
end $$;

revoke all on function read_api_key(bytea), touch_api_key(bytea, text), take_requests(uuid, integer, integer) from public;
grant execute on function read_api_key(bytea), touch_api_key(bytea, text), take_requests(uuid, integer, integer) to app;

reset role;
revoke create on schema public from gate;

drop trigger if exists notify_of_changed_keys on api_keys;
create trigger notify_of_changed_keys after update on api_keys
  referencing old table as before_change new table as after_change for each statement execute function notify_of_changed_keys();
drop trigger if exists notify_of_revoked_keys on api_keys;
create trigger notify_of_revoked_keys after delete on api_keys
  referencing old table as gone for each statement execute function notify_of_revoked_keys();
drop trigger if exists notify_of_tenants_of_keys on api_key_tenants;
create trigger notify_of_tenants_of_keys after delete on api_key_tenants
  referencing old table as gone for each statement execute function notify_of_tenants_of_keys();
drop trigger if exists notify_of_stopped_keys on tenant_key_settings;
create trigger notify_of_stopped_keys after update on tenant_key_settings
  referencing new table as changed for each statement execute function notify_of_stopped_keys();
