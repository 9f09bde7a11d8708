-- What is looked up before anybody is known. Everything here belongs to `gate` and takes what it needs as arguments.

create function find_sign_in(wanted text) returns table (user_id uuid, password_hash text) language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as
  $$ select u.id, u.password_hash from users u where u.email = lower(wanted) $$;

-- Signing in and out in the audit trail. Nobody is known yet, so no context would let the row in: `gate` may add such rows and no others.
-- Who failed to sign in has proved nothing: the account is the target, not the actor.
create function note_sign_in(event uuid, what text, of_user uuid, from_ip text, request text) returns void language sql security definer
  set search_path = pg_catalog, public, pg_temp as $$
  insert into audit_events (id, partner_id, tenant_id, actor_id, actor_email, actor_role, action, target_kind, target_id, ip, request_id)
  select event, coalesce(target.partner_id, t.partner_id), target.tenant_id, u.id, u.email, coalesce(u.role, 'nobody'), what, 'user', of_user::text,
    from_ip, request
  from (select 1) as once
    left join users target on target.id = of_user
    left join users u on u.id = target.id and what <> 'session.refused'
    left join tenants t on t.id = target.tenant_id $$;

-- False when the password was changed, or the user removed, since the password was verified.
create function open_session(of_user uuid, verified_hash text, hash bytea, expires timestamptz, from_ip text, event uuid, request text)
  returns boolean language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  update users set last_sign_in_at = now() where id = of_user and password_hash = verified_hash;
  if not found then return false; end if;
  insert into sessions (token_hash, user_id, expires_at, ip) values (hash, of_user, expires, from_ip);
  delete from sessions where user_id = of_user and expires_at < now();
  perform note_sign_in(event, 'session.opened', of_user, from_ip, request);
  return true;
end $$;

create function refuse_session(of_user uuid, from_ip text, event uuid, request text) returns void language sql security definer
  set search_path = pg_catalog, public, pg_temp as $$ select note_sign_in(event, 'session.refused', of_user, from_ip, request) $$;

create function read_session(hash bytea) returns table (
  user_id uuid, email text, user_name text, role text, partner_id uuid, partner_name text, tenant_id uuid, tenant_name text, tenant_status text
) language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select u.id, u.email, u.name, u.role, p.id, p.name, t.id, t.name, t.status
  from sessions s
    join users u on u.id = s.user_id
    left join tenants t on t.id = u.tenant_id
    left join partners p on p.id = coalesce(u.partner_id, t.partner_id)
  where s.token_hash = hash and s.expires_at > now() $$;

create function close_session(hash bytea, from_ip text, event uuid, request text) returns void language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare who uuid;
begin
  delete from sessions where token_hash = hash and expires_at > now() returning user_id into who;
  if who is not null then perform note_sign_in(event, 'session.closed', who, from_ip, request); end if;
end $$;

create function close_sessions_of(of_user uuid) returns void language sql security definer
  set search_path = pg_catalog, public, pg_temp as $$ delete from sessions where user_id = of_user $$;

create function open_invitation(of_user uuid, hash bytea, expires timestamptz) returns void language sql security definer
  set search_path = pg_catalog, public, pg_temp as $$
  delete from invitations where user_id is not distinct from of_user;
  insert into invitations (token_hash, user_id, expires_at) values (hash, of_user, expires) $$;

create function read_invitation(hash bytea) returns table (user_id uuid, email text, user_name text, role text, brand text)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select u.id, u.email, u.name, coalesce(u.role, 'operator'), p.name
  from invitations i
    left join users u on u.id = i.user_id
    left join tenants t on t.id = u.tenant_id
    left join partners p on p.id = coalesce(u.partner_id, t.partner_id)
  where i.token_hash = hash and i.expires_at > now() $$;

-- Works once: the row is gone, under a lock, before the password is set. Sets the password of an invited user.
create function accept_invitation(hash bytea, new_password_hash text, from_ip text, event uuid, request text) returns uuid
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare who uuid;
begin
  delete from invitations where token_hash = hash and expires_at > now() and user_id is not null returning user_id into who;
  if who is null then return null; end if;
  update users set password_hash = new_password_hash, version = version + 1 where id = who;
  delete from sessions where user_id = who;
  perform note_sign_in(event, 'invitation.accepted', who, from_ip, request);
  return who;
end $$;

-- The first operator, by the one-time link of an empty database.
create function accept_operator_invitation(hash bytea, new_id uuid, new_email text, new_name text, new_password_hash text, from_ip text,
  event uuid, request text) returns uuid language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  delete from invitations where token_hash = hash and expires_at > now() and user_id is null;
  if not found then return null; end if;
  insert into users (id, email, name, role, password_hash) values (new_id, lower(new_email), new_name, 'operator', new_password_hash);
  perform note_sign_in(event, 'invitation.accepted', new_id, from_ip, request);
  return new_id;
end $$;

create function operator_exists() returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$ select exists (select 1 from users where role = 'operator') $$;

create function prefix_is_taken(wanted text) returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$ select exists (select 1 from sip_prefixes where prefix = wanted) $$;

-- Counts a try before the password is looked at, under the row's lock: a hundred tries at once are slowed like a hundred in a row.
-- The first `free` tries within an hour go through, then the wait doubles up to `longest` seconds. Answers how long to wait, 0 for none.
create function count_try(of_key bytea, free integer, longest integer) returns integer language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  tries integer;
  wait integer;
begin
  insert into sign_in_failures as f (key, failures, last_at) values (of_key, 0, clock_timestamp())
    on conflict (key) do update set failures = case when f.last_at < now() - interval '1 hour' then 0 else f.failures end
    returning f.failures, ceil(extract(epoch from f.last_at - clock_timestamp())
      + case when f.failures < free then 0 else least(longest, 2 ^ least(f.failures - free, 20)) end)::integer into tries, wait;
  if tries >= free and wait > 0 then return wait; end if;
  update sign_in_failures set failures = tries + 1, last_at = clock_timestamp() where key = of_key;
  return 0;
end $$;

create function forget_tries(of_key bytea) returns void language sql security definer
  set search_path = pg_catalog, public, pg_temp as $$ delete from sign_in_failures where key = of_key $$;

-- A good sign-in takes back its own try only: with one account of one's own nobody buys tries at others.
create function uncount_try(of_key bytea) returns void language sql security definer
  set search_path = pg_catalog, public, pg_temp as $$ update sign_in_failures set failures = greatest(failures - 1, 0) where key = of_key $$;

-- What a nightly job removes.
create function forget_expired() returns void language sql security definer set search_path = pg_catalog, public, pg_temp as $$
  delete from sessions where expires_at < now();
  delete from invitations where expires_at < now();
  delete from sign_in_failures where last_at < now() - interval '1 day' $$;

-- In whose name mail goes out: a tenant's people know its partner, never the platform.
create function brand_of(of_partner uuid, of_tenant uuid) returns text language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as
  $$ select p.name from partners p where p.id = coalesce(of_partner, (select t.partner_id from tenants t where t.id = of_tenant)) $$;

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
  foreach f in array array['find_sign_in(text)', 'open_session(uuid, text, bytea, timestamptz, text, uuid, text)',
    'refuse_session(uuid, text, uuid, text)', 'read_session(bytea)', 'close_session(bytea, text, uuid, text)', 'close_sessions_of(uuid)',
    'open_invitation(uuid, bytea, timestamptz)', 'read_invitation(bytea)', 'accept_invitation(bytea, text, text, uuid, text)',
    'accept_operator_invitation(bytea, uuid, text, text, text, text, uuid, text)', 'operator_exists()', 'prefix_is_taken(text)',
    'count_try(bytea, integer, integer)', 'forget_tries(bytea)', 'uncount_try(bytea)', 'forget_expired()', 'brand_of(uuid, uuid)']
  loop
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to app, worker', f);
    execute format('alter function %s owner to gate', f);
  end loop;
  -- called by the functions above only
  revoke all on function note_sign_in(uuid, text, uuid, text, text) from public;
  alter function note_sign_in(uuid, text, uuid, text, text) owner to gate;
  foreach f in array array['search_tenants(uuid, text, text[], text, boolean, text, uuid, integer)', 'count_found_tenants(uuid, text, text[])']
  loop
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to app, worker', f);
    execute format('alter function %s owner to searcher', f);
  end loop;
  revoke create on schema public from gate, searcher;
end $$;

grant insert on audit_events to gate;
create policy sign_ins on audit_events for insert to gate
  with check (action in ('session.opened', 'session.refused', 'session.closed', 'invitation.accepted'));
-- the operator's list of partners says how many tenants each has
create policy of_operator on tenant_counts for select to app using (ctx_operator());
