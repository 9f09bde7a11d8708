-- Signing in, links, and users' own accounts: look-ups before the user is known, and writes that only `gate` may make.
-- Owned by `gate`, with everything passed as arguments. Applied whenever this text changes.

grant create on schema public to gate;
set local role gate;

drop function if exists address_holder(text), remove_unconfirmed(uuid, uuid), find_sign_in(text), use_code(uuid, bigint), use_recovery_code(uuid, bytea), reset_second_factor(text, uuid),
  open_session(uuid, text, bytea, uuid, timestamptz, text, boolean, text, uuid, text), read_session(bytea), touch_session(bytea, text),
  close_session(bytea, text, uuid, text), read_invitation(bytea), accept_invitation(bytea, text, text[], text, uuid, text),
  accept_operator_invitation(bytea, uuid, text, text, text, text, uuid, text), record_own_event(text, uuid, text, uuid, text),
  change_own_password(uuid, text, text, bytea), account_for_mail(uuid), failures_of(bytea), count_failure(bytea),
  count_attempt(bytea, integer, integer, integer);

-- Records an audit event. The user is not known yet, so no context would allow the row; `gate` may add only these rows.
-- A failed sign-in or a requested link proves nothing, so the account is the target and not the actor.
create function record_own_event(what text, of_user uuid, from_ip text, event uuid, request text) returns void language sql security definer
  set search_path = pg_catalog, public, pg_temp as $$
  insert into audit_events (id, partner_id, tenant_id, actor_id, actor_email, actor_role, action, target_kind, target_id, ip, request_id)
  select event, coalesce(target.partner_id, t.partner_id), target.tenant_id, u.id, u.email, coalesce(u.role, 'nobody'), what, 'user', of_user::text,
    from_ip, request
  from (select 1) as once
    left join users target on target.id = of_user
    left join users u on u.id = target.id
      and what not in ('session.refused', 'password.link-requested', 'second-factor.refused', 'second-factor.reset')
    left join tenants t on t.id = target.tenant_id $$;

-- Returns the second factor only if it is confirmed.
create function find_sign_in(wanted text) returns table (user_id uuid, password_hash text, sealed_secret bytea, last_step bigint)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select u.id, u.password_hash, f.sealed_secret, f.last_step
  from users u left join second_factors f on f.user_id = u.id and f.confirmed_at is not null
  where u.email = lower(wanted) $$;

-- Accepts a code once, and none older than the last accepted one.
create function use_code(of_user uuid, step bigint) returns boolean language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  update second_factors set last_step = step where user_id = of_user and confirmed_at is not null and last_step < step;
  return found;
end $$;
create function use_recovery_code(of_user uuid, hash bytea) returns boolean language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  delete from recovery_codes where user_id = of_user and code_hash = hash;
  return found;
end $$;

-- For the operator at the terminal, for a user whom no admin can help. Returns the user.
create function reset_second_factor(of_email text, event uuid) returns uuid language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare who uuid;
begin
  delete from second_factors f using users u where u.id = f.user_id and u.email = lower(of_email) returning u.id into who;
  if who is null then return null; end if;
  delete from sessions where user_id = who;
  perform record_own_event('second-factor.reset', who, null, event, null);
  return who;
end $$;

-- False if the password was changed, the user removed or a second factor set up since the password was verified.
create function open_session(of_user uuid, verified_hash text, hash bytea, session_id uuid, expires timestamptz, agent text, proven boolean,
  from_ip text, event uuid, request text) returns boolean language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  update users set last_sign_in_at = now() where id = of_user and password_hash = verified_hash;
  if not found then return false; end if;
  if not proven and exists (select from second_factors where user_id = of_user and confirmed_at is not null) then return false; end if;
  insert into sessions (token_hash, user_id, id, expires_at, ip, user_agent) values (hash, of_user, session_id, expires, from_ip, agent);
  delete from sessions where user_id = of_user and expires_at < now();
  perform record_own_event('session.opened', of_user, from_ip, event, request);
  return true;
end $$;

-- `must_set_up`: the team requires a second factor, and this account has none yet.
-- In plpgsql, which keeps its plan: it is asked for each request.
create function read_session(hash bytea) returns table (
  session_id uuid, user_id uuid, email text, user_name text, role text, partner_id uuid, partner_name text, tenant_id uuid, tenant_name text,
  tenant_status text, extension_id uuid, extension_number text, extension_name text, hears_recordings boolean, unseen boolean, second_factor boolean,
  must_set_up boolean, tenant_keys boolean, expires_at timestamptz
) language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
begin
  return query select s.id, u.id, u.email, u.name, u.role, p.id, p.name, t.id, t.name, t.status, e.id, e.number, e.name, u.hears_recordings,
    s.last_used_at < now() - interval '5 minutes',
    f.user_id is not null, f.user_id is null and u.tenant_id is null and coalesce(r.require_second_factor, false),
    coalesce(k.allowed, false), s.expires_at
  from sessions s
    join users u on u.id = s.user_id
    left join tenants t on t.id = u.tenant_id
    left join extensions e on e.id = u.extension_id
    left join partners p on p.id = coalesce(u.partner_id, t.partner_id)
    left join second_factors f on f.user_id = u.id and f.confirmed_at is not null
    left join security_settings r on r.partner_id is not distinct from u.partner_id
    left join tenant_key_settings k on k.partner_id = p.id
  where s.token_hash = hash and s.expires_at > now();
end $$;

-- Records the last use to within five minutes, because writing a row per request would cost more than the request.
create function touch_session(hash bytea, from_ip text) returns void language sql security definer
  set search_path = pg_catalog, public, pg_temp as $$
  update sessions set last_used_at = now(), ip = from_ip where token_hash = hash and last_used_at < now() - interval '5 minutes' $$;

create function close_session(hash bytea, from_ip text, event uuid, request text) returns void language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare who uuid;
begin
  delete from sessions where token_hash = hash and expires_at > now() returning user_id into who;
  if who is not null then perform record_own_event('session.closed', who, from_ip, event, request); end if;
end $$;

-- False if the password was changed since it was verified. Ends other sessions.
create function change_own_password(of_user uuid, verified_hash text, new_password_hash text, kept_session bytea) returns boolean
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  update users set password_hash = new_password_hash, version = version + 1 where id = of_user and password_hash = verified_hash;
  if not found then return false; end if;
  delete from sessions where user_id = of_user and token_hash <> kept_session;
  return true;
end $$;

-- The current holder of an address, for the rule that decides whether the address may move.
create function address_holder(wanted text) returns table (user_id uuid, role text, partner_id uuid, tenant_id uuid, confirmed boolean,
  only_admin boolean) language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select u.id, u.role, coalesce(u.partner_id, t.partner_id), u.tenant_id, u.last_sign_in_at is not null, u.role = 'partner_admin'
    and not exists (select from users o where o.partner_id = u.partner_id and o.role = 'partner_admin' and o.id <> u.id)
  from users u left join tenants t on t.id = u.tenant_id where u.email = lower(wanted) $$;

-- Removes a user who has never signed in. The audit log of the user's tenant or partner records it, but not who has the address now.
create function remove_unconfirmed(of_user uuid, event uuid) returns boolean language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare gone users;
begin
  delete from users where id = of_user and last_sign_in_at is null returning * into gone;
  if gone.id is null then return false; end if;
  insert into audit_events (id, partner_id, tenant_id, actor_role, action, target_kind, target_id, before)
  select event, coalesce(gone.partner_id, (select t.partner_id from tenants t where t.id = gone.tenant_id)), gone.tenant_id, 'system',
    'user.gave-way', 'user', gone.id::text, jsonb_build_object('email', gone.email, 'name', gone.name, 'role', gone.role);
  return true;
end $$;

-- The recipient and the owner of a mailed link.
create function account_for_mail(of_user uuid) returns table (email text, user_name text, partner_id uuid, tenant_id uuid, invited boolean,
  tenant_name text, tenant_status text) language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select u.email, u.name, u.partner_id, u.tenant_id, u.password_hash is null, t.name, t.status
  from users u left join tenants t on t.id = u.tenant_id where u.id = of_user $$;

create function read_invitation(hash bytea) returns table (user_id uuid, email text, user_name text, role text, brand text, invited boolean,
  tenant_name text, tenant_status text) language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select u.id, u.email, u.name, coalesce(u.role, 'operator'), p.name, u.password_hash is null, t.name, t.status
  from invitations i
    left join users u on u.id = i.user_id
    left join tenants t on t.id = u.tenant_id
    left join partners p on p.id = coalesce(u.partner_id, t.partner_id)
  where i.token_hash = hash and i.expires_at > now() $$;

-- Works once: the row is deleted, under a lock, before the password is set. Locks the user first and the link second, like every other change of a
-- user, to avoid deadlocks. `nobody_new_in`: statuses in which no new user can join a tenant.
create function accept_invitation(hash bytea, new_password_hash text, nobody_new_in text[], from_ip text, event uuid, request text) returns uuid
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  who uuid;
  invited boolean;
begin
  select u.id, u.password_hash is null into who, invited from users u
    where u.id = (select i.user_id from invitations i where i.token_hash = hash) for no key update;
  if invited and exists (select from users u join tenants t on t.id = u.tenant_id where u.id = who and t.status = any (nobody_new_in)) then
    return null;
  end if;
  delete from invitations where token_hash = hash and expires_at > now() and user_id = who;
  if not found then return null; end if;
  update users set password_hash = new_password_hash, version = version + 1 where id = who;
  delete from sessions where user_id = who;
  perform record_own_event(case when invited then 'invitation.accepted' else 'password.reset' end, who, from_ip, event, request);
  return who;
end $$;

-- Creates the first operator, with the one-time link of an empty database.
create function accept_operator_invitation(hash bytea, new_id uuid, new_email text, new_name text, new_password_hash text, from_ip text,
  event uuid, request text) returns uuid language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  delete from invitations where token_hash = hash and expires_at > now() and user_id is null;
  if not found then return null; end if;
  insert into users (id, email, name, role, password_hash) values (new_id, lower(new_email), new_name, 'operator', new_password_hash);
  perform record_own_event('invitation.accepted', new_id, from_ip, event, request);
  return new_id;
end $$;

-- Counts an attempt before the password is checked, under the row's lock: concurrent attempts are throttled like consecutive ones.
-- The first `free` attempts within an hour pass; then the wait is `first_wait` seconds and doubles up to `longest`.
-- Returns the seconds to wait, or 0.
create function count_attempt(of_key bytea, free integer, first_wait integer, longest integer) returns integer language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  tries integer;
  wait integer;
begin
  insert into sign_in_failures as f (key, failures, last_at) values (of_key, 0, clock_timestamp())
    on conflict (key) do update set failures = case when f.last_at < now() - interval '1 hour' then 0 else f.failures end
    returning f.failures, ceil(extract(epoch from f.last_at - clock_timestamp())
      + case when f.failures < free then 0 else least(longest, first_wait * 2 ^ least(f.failures - free, 20)) end)::integer into tries, wait;
  if tries >= free and wait > 0 then return wait; end if;
  update sign_in_failures set failures = tries + 1, last_at = clock_timestamp() where key = of_key;
  return 0;
end $$;

-- The number of failures within the last hour, from anywhere. It only counts and refuses nothing.
create function failures_of(of_key bytea) returns integer language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
  select coalesce((select failures from sign_in_failures where key = of_key and since > now() - interval '1 hour'), 0) $$;
create function count_failure(of_key bytea) returns void language sql security definer
  set search_path = pg_catalog, public, pg_temp as $$
  insert into sign_in_failures as f (key, failures, last_at, since) values (of_key, 1, now(), now())
  on conflict (key) do update set last_at = now(),
    failures = case when f.since < now() - interval '1 hour' then 1 else f.failures + 1 end,
    since = case when f.since < now() - interval '1 hour' then now() else f.since end $$;

-- A new password ends the links that were sent before it, whoever sets it.
create or replace function delete_links_of_old_password() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  delete from invitations where user_id = new.id;
  return null;
end $$;

create or replace function notify_of_security_settings() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  perform notify_access(array(select u.id from changed c join users u on u.partner_id is not distinct from c.partner_id and u.tenant_id is null
    where c.require_second_factor limit 101));
  return null;
end $$;

-- A user has one link at a time. Without a user, the link creates the first operator.
create or replace function open_invitation(of_user uuid, hash bytea, expires timestamptz) returns void language sql security definer
  set search_path = pg_catalog, public, pg_temp as $$
  delete from invitations where user_id is not distinct from of_user;
  insert into invitations (token_hash, user_id, expires_at) values (hash, of_user, expires) $$;

create or replace function close_sessions_of(of_user uuid) returns void language sql security definer
  set search_path = pg_catalog, public, pg_temp as $$ delete from sessions where user_id = of_user $$;

create or replace function operator_exists() returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$ select exists (select 1 from users where role = 'operator') $$;

-- A success takes back only its own attempt: one's own account must not pay for attempts at others.
create or replace function uncount_attempt(of_key bytea) returns void language sql security definer
  set search_path = pg_catalog, public, pg_temp as $$ update sign_in_failures set failures = greatest(failures - 1, 0) where key = of_key $$;

create or replace function clear_attempts(of_key bytea) returns void language sql security definer
  set search_path = pg_catalog, public, pg_temp as $$ delete from sign_in_failures where key = of_key $$;

-- Run by a nightly job. A row that another transaction has locked, such as a sign-in that deletes the user's expired sessions, is left for the next night.
create or replace function delete_expired() returns void language sql security definer set search_path = pg_catalog, public, pg_temp as $$
  delete from sessions where token_hash in (select s.token_hash from sessions s where s.expires_at < now() for update skip locked);
  delete from invitations where token_hash in (select i.token_hash from invitations i where i.expires_at < now() for update skip locked);
  delete from sign_in_failures where key in (
    select f.key from sign_in_failures f where f.last_at < now() - interval '1 day' for update skip locked) $$;

-- Prefixes are unique across the platform, and stay reserved after a purge.
create or replace function prefix_is_taken(wanted text) returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$ select exists (select 1 from sip_prefixes where prefix = wanted) $$;

revoke all on function address_holder(text), remove_unconfirmed(uuid, uuid), record_own_event(text, uuid, text, uuid, text), find_sign_in(text), use_code(uuid, bigint), use_recovery_code(uuid, bytea),
  reset_second_factor(text, uuid), open_session(uuid, text, bytea, uuid, timestamptz, text, boolean, text, uuid, text),
  read_session(bytea), touch_session(bytea, text), close_session(bytea, text, uuid, text), change_own_password(uuid, text, text, bytea),
  account_for_mail(uuid), read_invitation(bytea), accept_invitation(bytea, text, text[], text, uuid, text),
  accept_operator_invitation(bytea, uuid, text, text, text, text, uuid, text), count_attempt(bytea, integer, integer, integer),
  failures_of(bytea), count_failure(bytea) from public;
grant execute on function address_holder(text), remove_unconfirmed(uuid, uuid), record_own_event(text, uuid, text, uuid, text), find_sign_in(text), use_code(uuid, bigint), use_recovery_code(uuid, bytea),
  reset_second_factor(text, uuid), open_session(uuid, text, bytea, uuid, timestamptz, text, boolean, text, uuid, text),
  read_session(bytea), touch_session(bytea, text), close_session(bytea, text, uuid, text), change_own_password(uuid, text, text, bytea),
  read_invitation(bytea), accept_invitation(bytea, text, text[], text, uuid, text),
  accept_operator_invitation(bytea, uuid, text, text, text, text, uuid, text), failures_of(bytea), count_failure(bytea) to app;
grant execute on function account_for_mail(uuid) to worker;
grant execute on function count_attempt(bytea, integer, integer, integer) to app, worker;

reset role;
revoke create on schema public from gate;

-- Users whose team now requires a second factor, or who no longer have one, may have lost access.
drop trigger if exists notify_of_new_security_settings on security_settings;
create trigger notify_of_new_security_settings after insert on security_settings
  referencing new table as changed for each statement execute function notify_of_security_settings();
drop trigger if exists notify_of_security_settings on security_settings;
create trigger notify_of_security_settings after update on security_settings
  referencing new table as changed for each statement execute function notify_of_security_settings();
drop trigger if exists notify_of_lost_second_factors on second_factors;
create trigger notify_of_lost_second_factors after delete on second_factors
  referencing old table as gone for each statement execute function notify_of_ended_sessions();

drop trigger if exists delete_links_of_old_password on users;
create trigger delete_links_of_old_password after update of password_hash on users
  for each row when (old.password_hash is distinct from new.password_hash) execute function delete_links_of_old_password();
