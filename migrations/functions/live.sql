-- What the event streams show (src/live), and how they hear that it has changed. Applied whenever this text changes.

-- The extensions that talk in a call. One whose parties are not written yet has its caller and the extension that answered.
create or replace function talking_extensions(talking uuid[], direction text, extension_id uuid, answered_extension_id uuid) returns uuid[]
  language sql immutable as $$
  select coalesce(talking, array_remove(array[case when direction <> 'inbound' then extension_id end, answered_extension_id], null)) $$;

-- The presence of extensions. Row-level security limits extensions, calls and contacts to the reader's tenant. A phone in a call is on a call even if
-- its registration has expired meanwhile. The view has all that a list of them shows: joined with the extensions again, by a plan from the time of a
-- small tenant, ten thousand of them took seconds.
drop view if exists extension_presence;
create view extension_presence with (security_invoker = true) as
  select e.id as extension_id, e.number, e.name, case
    when e.id in (select unnest(talking_extensions(c.talking, c.direction, c.extension_id, c.answered_extension_id)) from live_calls c)
      then 'On a call'
    when e.id in (select unnest(c.ringing) from live_calls c) then 'Ringing'
    when not exists (select from asterisk.ps_contacts p where p.endpoint = e.sip_username and p.silent_since is null
      and p.expiration_time > extract(epoch from now()))
      then 'Offline'
    when exists (select from forwarding f where f.extension_id = e.id and f.do_not_disturb) then 'Do not disturb'
    else 'Available' end as presence
  from extensions e;
grant select on extension_presence to app, worker;

-- Says in which tenants something has changed; null where too many to name. A notice holds 8000 bytes.
create or replace function notify_live(tenants uuid[]) returns void language sql
  set search_path = pg_catalog, public, pg_temp as $$
  select pg_notify('tenant_live', json_build_object('tenants', case when cardinality(tenants) <= 100 then tenants end)::text)
  where tenants <> '{}' $$;

-- Extensions were added, changed or deleted.
create or replace function notify_of_changed_extensions() returns trigger language plpgsql as $$
begin
  perform notify_live(array(select distinct c.tenant_id from changed c limit 101));
  return null;
end $$;
drop trigger if exists notify_of_added_extensions on extensions;
create trigger notify_of_added_extensions after insert on extensions
  referencing new table as changed for each statement execute function notify_of_changed_extensions();
drop trigger if exists notify_of_changed_extensions on extensions;
create trigger notify_of_changed_extensions after update on extensions
  referencing new table as changed for each statement execute function notify_of_changed_extensions();
drop trigger if exists notify_of_deleted_extensions on extensions;
create trigger notify_of_deleted_extensions after delete on extensions
  referencing old table as changed for each statement execute function notify_of_changed_extensions();

-- Do not disturb, which phones set, too.
drop trigger if exists notify_of_added_forwarding on forwarding;
create trigger notify_of_added_forwarding after insert on forwarding
  referencing new table as changed for each statement execute function notify_of_changed_extensions();
drop trigger if exists notify_of_changed_forwarding on forwarding;
create trigger notify_of_changed_forwarding after update on forwarding
  referencing new table as changed for each statement execute function notify_of_changed_extensions();

-- Users and API keys whose rights may have ended. Their open streams are checked again at once. Whatever `read_session` and `read_api_key` decide by
-- has a trigger that calls this.
create or replace function notify_access(users uuid[]) returns void language sql
  set search_path = pg_catalog, public, pg_temp as $$
  select pg_notify('access_changed', json_build_object('users', case when cardinality(users) <= 100 then users end)::text)
  where users <> '{}' $$;
create or replace function notify_of_ended_sessions() returns trigger language plpgsql as $$
begin
  perform notify_access(array(select distinct g.user_id from gone g limit 101));
  return null;
end $$;
drop trigger if exists notify_of_ended_sessions on sessions;
create trigger notify_of_ended_sessions after delete on sessions
  referencing old table as gone for each statement execute function notify_of_ended_sessions();
create or replace function notify_of_changed_roles() returns trigger language plpgsql as $$
begin
  perform notify_access(array[new.id]);
  return null;
end $$;
drop trigger if exists notify_of_changed_roles on users;
create trigger notify_of_changed_roles after update of role on users
  for each row when (old.role is distinct from new.role) execute function notify_of_changed_roles();

grant create on schema public to voice;
set local role voice;

drop function if exists write_parties(json, uuid[]), watchable_extensions();

-- An extension's first phone has registered, or its last one is gone. Phones that register again are an update, which happens hundreds of times a
-- second and changes nothing. Asterisk's own role can't reach the other functions.
create or replace function notify_of_registrations() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  perform notify_live(array(select distinct c.tenant_id from changed c where c.tenant_id is not null
    and not exists (select from asterisk.ps_contacts other where other.endpoint = c.endpoint
      and other.id not in (select id from changed) and other.silent_since is null
      and other.expiration_time > extract(epoch from now())) limit 101));
  return null;
end $$;

-- Writes which extensions calls ring and which talk in them, and says in which tenants calls have changed. Returns the calls that it has written: a row
-- that another transaction has locked is left for the next time, since waiting for several in any order could deadlock.
create function write_parties(parties json, tenants uuid[]) returns setof uuid
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  perform set_config('synchronous_commit', 'off', true);
  return query
    with party as (
      select * from json_to_recordset(parties) as p(id uuid, tenant_id uuid, ringing uuid[], talking uuid[])
    ), free as (
      select l.id from live_calls l join party p on p.id = l.id and p.tenant_id = l.tenant_id for update of l skip locked
    )
    update live_calls l set ringing = p.ringing, talking = p.talking from party p, free f where f.id = l.id and p.id = l.id
    returning l.id;
  perform notify_live(tenants);
end $$;

-- All extensions whose phones may register, by SIP user name, for the hints by which phones watch each other.
create function watchable_extensions() returns table (id uuid, tenant_id uuid, number text, sip_username text) language sql stable
  security definer set search_path = pg_catalog, public, pg_temp as $$
  select e.id, e.tenant_id, e.number, e.sip_username
  from extensions e join tenants t on t.id = e.tenant_id join tenant_statuses s on s.status = t.status and s.register
  order by e.sip_username $$;

revoke all on function write_parties(json, uuid[]), watchable_extensions() from public;
grant execute on function write_parties(json, uuid[]), watchable_extensions() to app;
-- the worker plays calls on sandboxes (src/calls/played.ts)
grant execute on function write_parties(json, uuid[]) to worker;

reset role;
revoke create on schema public from voice;

drop trigger if exists notify_of_registrations on asterisk.ps_contacts;
create trigger notify_of_registrations after insert on asterisk.ps_contacts
  referencing new table as changed for each statement execute function notify_of_registrations();
drop trigger if exists notify_of_unregistrations on asterisk.ps_contacts;
create trigger notify_of_unregistrations after delete on asterisk.ps_contacts
  referencing old table as changed for each statement execute function notify_of_registrations();
