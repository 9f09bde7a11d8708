-- What call control reads and writes about trunks; it has no operator rights. Owned by `voice`. Applied whenever this text changes.

grant create on schema public to voice;
set local role voice;

drop function if exists trunks_to_watch(), record_trunk_state(text, uuid, json);

-- All enabled trunks, best first, with what any machine knows about their address.
create function trunks_to_watch() returns table (id uuid, host text, port integer, username text, sealed_password bytea, registers boolean,
    answers_options boolean, answers_calls boolean)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select r.id, r.host, r.port, r.username, r.sealed_password, r.registers,
    exists (select from trunk_states s where s.trunk_id = r.id and s.target = r.host || ':' || r.port and s.answers_options),
    exists (select from trunk_states s where s.trunk_id = r.id and s.target = r.host || ':' || r.port and s.answers_calls)
  from trunks r where r.enabled order by r.priority, r.id $$;

-- Stores this machine's findings, with the times of changes. Mails the operator when a trunk for 911 goes down.
create function record_trunk_state(of_node text, of_trunk uuid, finding json) returns void
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare was boolean; had boolean; is_now boolean := (finding->>'reachable')::boolean;
begin
  -- deleted meanwhile
  if not exists (select from trunks r where r.id = of_trunk) then return; end if;
  select true, s.reachable into had, was from trunk_states s where s.trunk_id = of_trunk and s.node = of_node for update;
  insert into trunk_states as s (trunk_id, node, target, reachable, since, round_trip_ms, answers_options, answers_calls,
      registration, registration_reason, registration_since, checked_at)
  values (of_trunk, of_node, finding->>'target', is_now, now(), (finding->>'roundTripMs')::integer,
      (finding->>'answersOptions')::boolean, (finding->>'answersCalls')::boolean, finding->>'registration',
      coalesce(finding->>'registrationReason', ''), case when finding->>'registration' is not null then now() end, now())
  on conflict (trunk_id, node) do update set
    target = excluded.target,
    reachable = excluded.reachable,
    since = case when s.reachable is not distinct from excluded.reachable then s.since else excluded.since end,
    round_trip_ms = excluded.round_trip_ms,
    answers_options = excluded.answers_options,
    answers_calls = excluded.answers_calls,
    registration = excluded.registration,
    registration_reason = excluded.registration_reason,
    registration_since = case when s.registration is not distinct from excluded.registration then s.registration_since
      else excluded.registration_since end,
    checked_at = excluded.checked_at;
  if not is_now and (had is null or was is distinct from false) then
    perform add_job('trunk_down', json_build_object('trunkId', of_trunk), 'trunk_down:' || of_trunk, now() + interval '5 seconds');
  end if;
exception when foreign_key_violation then null;
end $$;

revoke all on function trunks_to_watch(), record_trunk_state(text, uuid, json) from public;
grant execute on function trunks_to_watch(), record_trunk_state(text, uuid, json) to app;

reset role;
revoke create on schema public from voice;

-- The recipients of trunk mails. Users are visible only to their own partner or tenant, and operators belong to none.
grant create on schema public to gate;
set local role gate;
create or replace function operator_emails() returns setof text language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as
  $$ select u.email from users u where u.role = 'operator' order by u.id $$;
revoke all on function operator_emails() from public;
grant execute on function operator_emails() to worker;
reset role;
revoke create on schema public from gate;

-- Notifies call control on every machine when the transaction commits.
create or replace function notify_trunks() returns trigger language plpgsql as $$
begin
  perform pg_notify('trunks', '{}');
  return null;
end $$;

