-- A stretch of a call that was recorded. The row is there before the sound: after a crash it says whose file this is. Who talked is kept
-- here, so that a recording can be found when the extension is gone.
create table recordings (
  id uuid primary key,
  tenant_id uuid not null references tenants,
  call_id uuid not null,
  direction text not null check (direction in ('internal', 'outbound', 'inbound')),
  from_number text not null,
  to_number text not null,
  -- the tenant's extensions that talked
  extension_ids uuid[] not null,
  cause text not null check (cause in ('extension', 'number', 'on_demand')),
  started_at timestamptz(3) not null,
  state text not null default 'recording' check (state in ('recording', 'ready', 'failed')),
  -- why there is nothing to hear
  failure text check (failure in ('announcement', 'no_sound')),
  paused boolean not null default false,
  -- measured from the file
  milliseconds integer,
  bytes bigint,
  -- the loudness of both sides over time, a byte each: 0 is silence
  peaks bytea,
  -- the Asterisk that records it, the party's channel there, and whether that is the caller's
  node text not null,
  channel_id text not null,
  of_caller boolean not null,
  -- who listened last: asking for the sound again and again is one event
  heard_by uuid,
  heard_at timestamptz(3),
  check ((state = 'ready') = (milliseconds is not null)),
  check ((state = 'failed') = (failure is not null))
);
create index recordings_of_tenant on recordings (tenant_id, started_at desc, id desc);
create index recordings_of_call on recordings (call_id);
create index recordings_running on recordings (node) where state = 'recording';

-- How a tenant's calls are recorded. A tenant without a row has what the columns say by default.
create table recording_settings (
  tenant_id uuid primary key references tenants,
  -- both parties hear that they are recorded before anything is
  announce boolean not null default true,
  -- phones may start and stop it by a code
  on_demand boolean not null default true,
  -- the tenant's numbers whose calls from outside are recorded
  did_ids uuid[] not null default '{}',
  retention_days integer not null default 90 check (retention_days between 1 and 3650),
  version integer not null default 1
);

-- In which direction an extension's calls are recorded.
alter table extensions add column record_directions text[] not null default '{inbound,outbound,internal}'
  check (record_directions <@ '{inbound,outbound,internal}' and cardinality(record_directions) > 0);

do $$
declare t text;
begin
  foreach t in array array['recordings', 'recording_settings']
  loop
    execute format('alter table %s enable row level security', t);
    execute format('alter table %s force row level security', t);
    execute format('create policy of_tenant on %s to app, worker using (tenant_id = ctx_tenant()) with check (tenant_id = ctx_tenant())', t);
    execute format('grant select, delete on %s to app, worker', t);
  end loop;
end $$;
grant insert, update (state, failure, paused, milliseconds, bytes, peaks, heard_by, heard_at) on recordings to app;
grant insert, update (announce, on_demand, did_ids, retention_days, version) on recording_settings to app;
-- call control looks for what it was recording before it knows any tenant
create policy read_of_voice on recordings for select to voice using (true);
create policy read_of_voice on recording_settings for select to voice using (true);
grant select on recordings, recording_settings to voice;
-- the job that deletes old recordings looks through all tenants
create policy read_of_searcher on recordings for select to searcher using (true);
create policy read_of_searcher on recording_settings for select to searcher using (true);
grant select on recordings, recording_settings to searcher;
