-- The lamps of phones. Applied whenever this text changes.

-- Call control hears whose messages changed, as soon as the transaction commits, and lights or puts out the lamp of that phone, and of those that
-- follow a shared mailbox.
create or replace function notify_of_voicemails() returns trigger language plpgsql as $$
declare
  -- a notice holds 8000 bytes
  most constant integer := 100;
  extensions uuid[] := array(select m.extension_id from changed c join mailboxes m on m.id = c.mailbox_id where m.extension_id is not null
    union select l.extension_id from changed c join mailbox_lamps l on l.mailbox_id = c.mailbox_id limit most + 1);
begin
  if extensions = '{}' then return null; end if;
  perform pg_notify('voicemails', json_build_object('extensions', case when cardinality(extensions) <= most then extensions end)::text);
  return null;
end $$;
drop trigger if exists notify_of_new_voicemails on voicemails;
create trigger notify_of_new_voicemails after insert on voicemails
  referencing new table as changed for each statement execute function notify_of_voicemails();
drop trigger if exists notify_of_changed_voicemails on voicemails;
create trigger notify_of_changed_voicemails after update on voicemails
  referencing new table as changed for each statement execute function notify_of_voicemails();
drop trigger if exists notify_of_deleted_voicemails on voicemails;
create trigger notify_of_deleted_voicemails after delete on voicemails
  referencing old table as changed for each statement execute function notify_of_voicemails();

-- With voicemail off, the lamp goes out; with it on again, it shows what is there.
create or replace function notify_of_voicemail_switch() returns trigger language plpgsql as $$
begin
  perform pg_notify('voicemails', json_build_object('extensions', array[new.id])::text);
  return null;
end $$;
drop trigger if exists notify_of_voicemail_switch on extensions;
create trigger notify_of_voicemail_switch after update of voicemail_enabled on extensions
  for each row when (old.voicemail_enabled is distinct from new.voicemail_enabled) execute function notify_of_voicemail_switch();

grant create on schema public to voice;
set local role voice;

drop function if exists message_counts(uuid[]);

-- New and old messages by extension, in its own mailbox and in the shared ones that its lamp follows: of these, or, by null, of all that have any.
create function message_counts(of_extensions uuid[]) returns table (extension_id uuid, fresh integer, old integer)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    with followed as (
      select m.extension_id, m.id as mailbox_id from mailboxes m join extensions e on e.id = m.extension_id and e.voicemail_enabled
      where of_extensions is null or m.extension_id = any(of_extensions)
      union all
      select l.extension_id, l.mailbox_id from mailbox_lamps l where of_extensions is null or l.extension_id = any(of_extensions)
      union all
      -- one that follows nothing any more is put out
      select id, null from unnest(of_extensions) id)
    select f.extension_id, count(v.id) filter (where v.read_at is null)::integer, count(v.id) filter (where v.read_at is not null)::integer
    from followed f left join voicemails v on v.mailbox_id = f.mailbox_id
    group by f.extension_id having of_extensions is not null or count(v.id) > 0
  $$;

revoke all on function message_counts(uuid[]) from public;
grant execute on function message_counts(uuid[]) to app;

reset role;
revoke create on schema public from voice;

-- Asterisk reads the phone again, which may have had no lamp before.
create or replace function notify_of_mailbox_lamps() returns trigger language plpgsql as $$
declare
  extension uuid := coalesce(new.extension_id, old.extension_id);
  name text := (select e.sip_username from extensions e where e.id = extension);
begin
  perform pg_notify('endpoints', json_build_object('endpoints', array_remove(array[name, 'srtp-' || name], null))::text);
  perform pg_notify('voicemails', json_build_object('extensions', array[extension])::text);
  return null;
end $$;
drop trigger if exists notify_of_mailbox_lamps on mailbox_lamps;
create trigger notify_of_mailbox_lamps after insert or delete on mailbox_lamps for each row execute function notify_of_mailbox_lamps();
