-- Asterisk keeps endpoints in memory (asterisk/pbx/sorcery.conf). Call control hears when the rows they are made of change, as soon as the
-- transaction commits, and has Asterisk forget them. Trunks and changes of a tenant's status have notices already. Applied whenever this text
-- changes.

create or replace function notify_of_changed_phones() returns trigger language plpgsql as $$
declare
  -- a notice holds 8000 bytes
  most constant integer := 100;
  names text[] := array(select c.sip_username from changed c limit most + 1);
begin
  if names = '{}' then return null; end if;
  perform pg_notify('endpoints', json_build_object('endpoints', case when cardinality(names) <= most then
    (select array_agg(name) from unnest(names) n, unnest(array[n, 'srtp-' || n]) name) end)::text);
  return null;
end $$;
-- New ones are not in the cache, but other phones of the tenant may watch them from now on.
drop trigger if exists notify_of_added_phones on extensions;
create trigger notify_of_added_phones after insert on extensions
  referencing new table as changed for each statement execute function notify_of_changed_phones();
drop trigger if exists notify_of_changed_phones on extensions;
create trigger notify_of_changed_phones after update on extensions
  referencing old table as changed for each statement execute function notify_of_changed_phones();
drop trigger if exists notify_of_deleted_phones on extensions;
create trigger notify_of_deleted_phones after delete on extensions
  referencing old table as changed for each statement execute function notify_of_changed_phones();

-- The number to call back after an emergency call that went out without the database: the tenant's lowest, or the phone's own.
create or replace function notify_of_moved_numbers() returns trigger language plpgsql as $$
begin
  perform pg_notify('endpoints', '{"endpoints": null}');
  return null;
end $$;
drop trigger if exists notify_of_moved_numbers on dids;
create trigger notify_of_moved_numbers after update of tenant_id on dids
  for each statement execute function notify_of_moved_numbers();
