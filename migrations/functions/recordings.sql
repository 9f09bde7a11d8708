-- Recordings of all tenants, for call control after a start and for the job that deletes old ones. Applied whenever this text changes.

grant create on schema public to voice, searcher;

set local role voice;
drop function if exists recordings_running(text), recording_policy(uuid, uuid, uuid[]);

-- What the rows say that this Asterisk records.
create function recordings_running(of_node text) returns table (id uuid, tenant_id uuid, call_id uuid, channel_id text, paused boolean, of_caller boolean)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select r.id, r.tenant_id, r.call_id, r.channel_id, r.paused, r.of_caller from recordings r where r.node = of_node and r.state = 'recording'
  $$;

-- What says whether a call that talks is recorded (`Policy` in src/recordings/capture.ts). Asked at every answer, so it is one statement.
create function recording_policy(of_tenant uuid, of_call uuid, talking uuid[]) returns json
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select json_build_object('status', t.status, 'announce', coalesce(s.announce, true), 'onDemand', coalesce(s.on_demand, true),
      'announcement', (select m.hash from media m where m.id = s.announcement_id and m.tenant_id = t.id),
      'recordedDidIds', coalesce(s.did_ids, '{}'),
      'extensions', (select coalesce(json_agg(json_build_object('recordCalls', e.record_calls, 'recordDirections', e.record_directions)), '[]')
        from extensions e where e.tenant_id = t.id and e.id = any(talking)),
      'running', (select json_build_object('id', r.id, 'channel', r.channel_id, 'paused', r.paused, 'cause', r.cause) from recordings r
        where r.call_id = of_call and r.tenant_id = t.id and r.state = 'recording' limit 1),
      'recordedBefore', exists (select from recordings r where r.call_id = of_call and r.tenant_id = t.id))
    from tenants t left join recording_settings s on s.tenant_id = t.id where t.id = of_tenant
  $$;
revoke all on function recordings_running(text), recording_policy(uuid, uuid, uuid[]) from public;
grant execute on function recordings_running(text), recording_policy(uuid, uuid, uuid[]) to app;
reset role;

set local role searcher;
drop function if exists recordings_expired(timestamptz, integer);

-- Recordings that are kept longer than their tenant wants, oldest first. A legal hold keeps them.
create function recordings_expired(at timestamptz, at_most integer) returns table (tenant_id uuid, id uuid)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select r.tenant_id, r.id from recordings r left join recording_settings s on s.tenant_id = r.tenant_id
    where r.state <> 'recording' and r.started_at < at - coalesce(s.retention_days, 90) * interval '1 day'
      and not exists (select from legal_holds h where h.tenant_id = r.tenant_id)
    order by r.started_at limit at_most
  $$;
revoke all on function recordings_expired(timestamptz, integer) from public;
grant execute on function recordings_expired(timestamptz, integer) to worker;
reset role;

revoke create on schema public from voice, searcher;

-- The pages of live calls show which of them are being recorded.
create or replace function notify_of_recordings() returns trigger language plpgsql as $$
begin
  perform notify_live(array[new.tenant_id]);
  return null;
end $$;
drop trigger if exists notify_of_new_recordings on recordings;
create trigger notify_of_new_recordings after insert on recordings for each row execute function notify_of_recordings();
drop trigger if exists notify_of_changed_recordings on recordings;
create trigger notify_of_changed_recordings after update of state, paused on recordings
  for each row when (old.state is distinct from new.state or old.paused is distinct from new.paused) execute function notify_of_recordings();
