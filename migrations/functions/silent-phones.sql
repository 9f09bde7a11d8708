-- Registered phones that have stopped answering (src/call-control/phone-watch.ts). Applied whenever this text changes.

grant create on schema public to voice;
set local role voice;

drop function if exists phones_of_node(text), mark_silent_phones(text, text[]), absent_extensions(uuid[]);

-- `address:port` of a contact; null of one in another form than asterisk.check_contact() accepts
create or replace function address_of_contact(uri text) returns text language sql immutable
  set search_path = pg_catalog, pg_temp as $$ select substring(uri from '^sip:(?:[^@]+@)?([0-9.]+:[0-9]+)') $$;

-- Extensions with a registered phone that is not known to be silent.
create or replace function reachable_endpoints(among text[]) returns setof text language sql stable
  set search_path = pg_catalog, public, pg_temp as $$
  select distinct c.endpoint from asterisk.ps_contacts c
  where c.endpoint = any(among) and c.silent_since is null and c.expiration_time > extract(epoch from now()) $$;

-- The registered phones of an Asterisk, for its edge after a restart.
create function phones_of_node(node text) returns table (address text, connected boolean, silent boolean) language sql stable
  security definer set search_path = pg_catalog, public, pg_temp as $$
  select address_of_contact(c.uri), bool_or(c.uri ~ '(;|\^3B)over='), bool_and(c.silent_since is not null)
  from asterisk.ps_contacts c
  where c.reg_server = node and c.expiration_time > extract(epoch from now()) and address_of_contact(c.uri) is not null
  group by 1 $$;

-- Those of these extensions that no call could ring, for the keys of phones that watch them.
create function absent_extensions(among uuid[]) returns setof uuid language sql stable
  security definer set search_path = pg_catalog, public, pg_temp as $$
  select e.id from extensions e where e.id = any(among) and e.sip_username not in (
    select reachable_endpoints(array(select w.sip_username from extensions w where w.id = any(among)))) $$;

-- These addresses are silent, and no others of that Asterisk. A row that another transaction has locked is left for the next time.
create function mark_silent_phones(node text, addresses text[]) returns void language plpgsql
  security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  turned text[] := array(select c.id from asterisk.ps_contacts c
    where c.reg_server = node and (c.silent_since is null) = coalesce(address_of_contact(c.uri) = any(addresses), false)
    for no key update skip locked);
  endpoints text[] := array(select distinct c.endpoint from asterisk.ps_contacts c where c.id = any(turned));
  before text[] := array(select reachable_endpoints(endpoints));
  after text[];
begin
  if turned = '{}' then return; end if;
  update asterisk.ps_contacts c set silent_since = case when c.silent_since is null then now() end where c.id = any(turned);
  after := array(select reachable_endpoints(endpoints));
  perform queue_phone_turns(array(select unnest(before) except select unnest(after)), 'phone.offline');
  perform queue_phone_turns(array(select unnest(after) except select unnest(before)), 'phone.online');
  perform notify_live(array(select distinct c.tenant_id from asterisk.ps_contacts c where c.id = any(turned) limit 101));
end $$;

-- A silent phone has registered again.
create or replace function phone_is_back() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  if not exists (select from asterisk.ps_contacts other where other.endpoint = new.endpoint and other.id <> new.id
    and other.silent_since is null and other.expiration_time > extract(epoch from now())) then
    perform queue_phone_turns(array[new.endpoint], 'phone.online');
  end if;
  perform notify_live(array[new.tenant_id]);
  return null;
end $$;

revoke all on function address_of_contact(text), reachable_endpoints(text[]), phones_of_node(text), mark_silent_phones(text, text[]),
  absent_extensions(uuid[]) from public;
grant execute on function phones_of_node(text), mark_silent_phones(text, text[]), absent_extensions(uuid[]) to app;

reset role;
revoke create on schema public from voice;

drop trigger if exists phone_is_back on asterisk.ps_contacts;
create trigger phone_is_back after update on asterisk.ps_contacts
  for each row when (session_user = 'asterisk' and old.silent_since is not null and new.silent_since is null) execute function phone_is_back();
