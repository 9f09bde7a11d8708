-- What the calls in progress of a cycle have reserved, as sums in the cycle's row. A reservation stands on a leg in progress and ends with it in one
-- transaction, whatever ends it: a record, the clean-up after a crash, a purge. Owned by `voice`. Applied whenever this text changes.

grant create on schema public to voice;
set local role voice;

create or replace function move_reservation() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  micros bigint := coalesce(new.reserved_micros, 0) - coalesce(old.reserved_micros, 0);
  seconds integer := coalesce(new.granted_seconds, 0) - coalesce(old.granted_seconds, 0);
  included integer := coalesce(new.included_seconds, 0) - coalesce(old.included_seconds, 0);
begin
  if micros <> 0 or seconds <> 0 or included <> 0 then
    update billing_cycles c set reserved_micros = c.reserved_micros + micros, reserved_seconds = c.reserved_seconds + seconds,
      reserved_included_seconds = c.reserved_included_seconds + included where c.id = coalesce(new.cycle_id, old.cycle_id);
  end if;
  return null;
end $$;

reset role;
revoke create on schema public from voice;

drop trigger if exists move_reservation on live_legs;
create trigger move_reservation after insert or delete or update of granted_seconds, included_seconds, reserved_micros on live_legs
  for each row execute function move_reservation();
