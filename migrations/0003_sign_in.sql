-- What is looked up before anybody is known. Everything here belongs to `gate` and takes what it needs as arguments.

create function find_sign_in(wanted text) returns table (user_id uuid, password_hash text) language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as
  $$ select u.id, u.password_hash from users u where u.email = lower(wanted) $$;

create function open_session(of_user uuid, hash bytea, expires timestamptz, from_ip text) returns void language sql security definer
  set search_path = pg_catalog, public, pg_temp as $$
  insert into sessions (token_hash, user_id, expires_at, ip) values (hash, of_user, expires, from_ip);
  update users set last_sign_in_at = now() where id = of_user;
  delete from sessions where user_id = of_user and expires_at < now() $$;

create function read_session(hash bytea) returns table (
  user_id uuid, email text, user_name text, role text, partner_id uuid, partner_name text, tenant_id uuid, tenant_name text, tenant_status text
) language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select u.id, u.email, u.name, u.role, p.id, p.name, t.id, t.name, t.status
  from sessions s
    join users u on u.id = s.user_id
    left join tenants t on t.id = u.tenant_id
    left join partners p on p.id = coalesce(u.partner_id, t.partner_id)
  where s.token_hash = hash and s.expires_at > now() $$;

create function close_session(hash bytea) returns void language sql security definer
  set search_path = pg_catalog, public, pg_temp as $$ delete from sessions where token_hash = hash $$;

create function close_sessions_of(of_user uuid) returns void language sql security definer
  set search_path = pg_catalog, public, pg_temp as $$ delete from sessions where user_id = of_user $$;

create function open_invitation(of_user uuid, hash bytea, expires timestamptz) returns void language sql security definer
  set search_path = pg_catalog, public, pg_temp as $$
  delete from invitations where user_id is not distinct from of_user;
  insert into invitations (token_hash, user_id, expires_at) values (hash, of_user, expires) $$;

create function read_invitation(hash bytea) returns table (user_id uuid, email text, user_name text, role text) language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
  select u.id, u.email, u.name, coalesce(u.role, 'operator') from invitations i left join users u on u.id = i.user_id
  where i.token_hash = hash and i.expires_at > now() $$;

-- Works once: the row is gone, under a lock, before the password is set. Sets the password of an invited user.
create function accept_invitation(hash bytea, new_password_hash text) returns uuid language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare who uuid;
begin
  delete from invitations where token_hash = hash and expires_at > now() and user_id is not null returning user_id into who;
  if who is null then return null; end if;
  update users set password_hash = new_password_hash, version = version + 1 where id = who;
  delete from sessions where user_id = who;
  return who;
end $$;

-- The first operator, by the one-time link of an empty database.
create function accept_operator_invitation(hash bytea, new_id uuid, new_email text, new_name text, new_password_hash text) returns uuid
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  delete from invitations where token_hash = hash and expires_at > now() and user_id is null;
  if not found then return null; end if;
  insert into users (id, email, name, role, password_hash) values (new_id, lower(new_email), new_name, 'operator', new_password_hash);
  return new_id;
end $$;

create function operator_exists() returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$ select exists (select 1 from users where role = 'operator') $$;

create function prefix_is_taken(wanted text) returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$ select exists (select 1 from sip_prefixes where prefix = wanted) $$;

create function note_sign_in_failure(of_key bytea) returns void language sql security definer
  set search_path = pg_catalog, public, pg_temp as $$
  insert into sign_in_failures (key, failures, last_at) values (of_key, 1, now())
  on conflict (key) do update set last_at = now(),
    failures = case when sign_in_failures.last_at < now() - interval '1 hour' then 1 else sign_in_failures.failures + 1 end $$;

create function sign_in_failures_of(of_key bytea) returns table (failures integer, last_at timestamptz) language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as
  $$ select f.failures, f.last_at from sign_in_failures f where f.key = of_key and f.last_at > now() - interval '1 hour' $$;

create function forget_sign_in_failures(of_key bytea) returns void language sql security definer
  set search_path = pg_catalog, public, pg_temp as $$ delete from sign_in_failures where key = of_key $$;

-- Part of a name or billing address. Under a policy LIKE loses its trigram index, so the partner is an argument here.
create function search_tenants(of_partner uuid, needle text, statuses text[], sort_by text, descending boolean,
  after_key text, after_id uuid, at_most integer) returns setof tenants language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  pattern text := '%' || replace(replace(replace(lower(needle), '\', '\\'), '%', '\%'), '_', '\_') || '%';
  sort_key text := case sort_by when 'name' then 'name collate "und-x-icu"' when 'sipPrefix' then 'sip_prefix' when 'status' then 'status'
    when 'usersCount' then 'users_count' when 'didsCount' then 'dids_count' when 'extensionsCount' then 'extensions_count' else 'created_at' end;
  key_type text := case sort_by when 'name' then 'text' when 'sipPrefix' then 'text' when 'status' then 'text'
    when 'usersCount' then 'integer' when 'didsCount' then 'integer' when 'extensionsCount' then 'integer' else 'timestamptz' end;
begin
  return query execute format('select * from tenants where partner_id = $1 and search_text like $2 and status = any($3) %s order by %s %s, id %s limit $6',
    case when after_id is null then '' else format('and (%s, id) %s ($4::%s, $5)', sort_key, case when descending then '<' else '>' end, key_type) end,
    sort_key, case when descending then 'desc' else 'asc' end, case when descending then 'desc' else 'asc' end)
  using of_partner, pattern, statuses, after_key, after_id, at_most;
end $$;

create function count_found_tenants(of_partner uuid, needle text, statuses text[]) returns integer language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
  select count(*)::int from tenants where partner_id = of_partner and status = any(statuses)
    and search_text like '%' || replace(replace(replace(lower(needle), '\', '\\'), '%', '\%'), '_', '\_') || '%' $$;

do $$
declare f text;
begin
  grant create on schema public to gate, searcher;
  foreach f in array array['find_sign_in(text)', 'open_session(uuid, bytea, timestamptz, text)', 'read_session(bytea)', 'close_session(bytea)',
    'close_sessions_of(uuid)', 'open_invitation(uuid, bytea, timestamptz)', 'read_invitation(bytea)', 'accept_invitation(bytea, text)',
    'accept_operator_invitation(bytea, uuid, text, text, text)', 'operator_exists()', 'prefix_is_taken(text)', 'note_sign_in_failure(bytea)',
    'sign_in_failures_of(bytea)', 'forget_sign_in_failures(bytea)']
  loop
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to app, worker', f);
    execute format('alter function %s owner to gate', f);
  end loop;
  foreach f in array array['search_tenants(uuid, text, text[], text, boolean, text, uuid, integer)', 'count_found_tenants(uuid, text, text[])']
  loop
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to app, worker', f);
    execute format('alter function %s owner to searcher', f);
  end loop;
  revoke create on schema public from gate, searcher;
end $$;
