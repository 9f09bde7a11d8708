-- The tenants' own hold music, for call control, and how it hears of changes. Applied whenever this text changes.

grant create on schema public to voice;
set local role voice;
drop function if exists own_hold_music();

-- What the tenants play that may have calls, by the content of the sound.
create function own_hold_music() returns table (tenant_id uuid, hash text) language sql stable
  security definer set search_path = pg_catalog, public, pg_temp as $$
  select h.tenant_id, m.hash
  from hold_music h join media m on m.id = h.media_id and m.tenant_id = h.tenant_id
    join tenants t on t.id = h.tenant_id join tenant_statuses s on s.status = t.status and s.register
  where m.hash is not null order by h.tenant_id $$;
revoke all on function own_hold_music() from public;
grant execute on function own_hold_music() to app;
reset role;
revoke create on schema public from voice;

-- Asterisk also has to read the tenant's endpoints again: they name the music (migrations/functions/asterisk.sql).
create or replace function notify_of_hold_music() returns trigger language plpgsql as $$
declare
  -- a notice holds 8000 bytes
  most constant integer := 100;
  names text[] := array(select e.sip_username from extensions e where e.tenant_id = coalesce(new.tenant_id, old.tenant_id) limit most + 1);
begin
  perform pg_notify('hold_music', '{}');
  perform pg_notify('endpoints', json_build_object('endpoints', case when cardinality(names) <= most then
    (select coalesce(array_agg(name), '{}') from unnest(names) n, unnest(array[n, 'srtp-' || n]) name) end)::text);
  return null;
end $$;
drop trigger if exists notify_of_hold_music on hold_music;
create trigger notify_of_hold_music after insert or update or delete on hold_music
  for each row execute function notify_of_hold_music();

-- The sound of a media has been converted: it may be music.
create or replace function notify_of_converted_music() returns trigger language plpgsql as $$
begin
  if exists (select from hold_music h where h.media_id = new.id) then perform pg_notify('hold_music', '{}'); end if;
  return null;
end $$;
drop trigger if exists notify_of_converted_music on media;
create trigger notify_of_converted_music after update of hash on media
  for each row when (old.hash is distinct from new.hash) execute function notify_of_converted_music();
