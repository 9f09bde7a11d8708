-- The lamps of phones. Applied whenever this text changes.

-- Call control hears whose messages changed, as soon as the transaction commits, and lights or puts out that phone's lamp. A shared mailbox
-- has no phone.
create or replace function notify_of_voicemails() returns trigger language plpgsql as $$
declare
  -- a notice holds 8000 bytes
  most constant integer := 100;
  extensions uuid[] := array(select distinct m.extension_id from changed c join mailboxes m on m.id = c.mailbox_id
    where m.extension_id is not null limit most + 1);
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

grant create on schema public to voice;
set local role voice;

drop function if exists message_counts(uuid[]);

-- New and old messages by extension: of these, or, by null, of all that have any.
create function message_counts(of_extensions uuid[]) returns table (extension_id uuid, fresh integer, old integer)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select m.extension_id, count(v.id) filter (where v.read_at is null)::integer, count(v.id) filter (where v.read_at is not null)::integer
    from mailboxes m left join voicemails v on v.mailbox_id = m.id
    where m.extension_id is not null and (of_extensions is null or m.extension_id = any(of_extensions))
    group by m.extension_id having of_extensions is not null or count(v.id) > 0
  $$;

revoke all on function message_counts(uuid[]) from public;
grant execute on function message_counts(uuid[]) to app;

reset role;
revoke create on schema public from voice;
