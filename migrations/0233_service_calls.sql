-- Calls that somebody has the service make to a phone of the tenant: to hear a draft of a flow, or to record a sound.
create table service_calls (
  id uuid primary key,
  tenant_id uuid not null references tenants,
  extension_id uuid not null references extensions on delete cascade,
  purpose text not null check (purpose in ('flow_test', 'recording')),
  -- of a test: the flow, and the number that it is to seem to come from
  flow_id uuid references flows on delete cascade,
  from_number text,
  -- of a recording: what the sound is to be called, and the sound once it is stored
  media_name text,
  media_id uuid references media on delete set null,
  -- who asked for it, as the audit log names people
  requested_by jsonb not null,
  state text not null default 'waiting' check (state in ('waiting', 'ringing', 'answered', 'ended')),
  outcome text check (outcome in ('done', 'busy', 'no_answer', 'unreachable', 'nothing_recorded', 'refused', 'failed')),
  -- the Asterisk that makes the call
  node text,
  created_at timestamptz not null default now(),
  check ((state = 'ended') = (outcome is not null)),
  check ((purpose = 'flow_test') = (flow_id is not null) and (purpose = 'recording') = (media_name is not null))
);
create index service_calls_of_tenant on service_calls (tenant_id, created_at);
create index service_calls_of_extension on service_calls (extension_id);
create index service_calls_of_flow on service_calls (flow_id);
create index service_calls_of_media on service_calls (media_id);
create index service_calls_open on service_calls (created_at) where state <> 'ended';
alter table service_calls enable row level security;
alter table service_calls force row level security;
create policy of_tenant on service_calls to app, worker using (tenant_id = ctx_tenant()) with check (tenant_id = ctx_tenant());
grant select, insert, update (state, outcome, node, media_id), delete on service_calls to app;
grant select, delete on service_calls to worker;
-- call control looks for calls to make before it knows any tenant
create policy read_of_voice on service_calls for select to voice using (true);
grant select on service_calls to voice;
