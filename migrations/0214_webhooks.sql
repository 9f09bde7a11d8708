-- Where a partner's programs hear of events, and what became of each message (functions/webhooks.sql).
create table webhooks (
  id uuid primary key,
  partner_id uuid not null references partners,
  name text not null check (char_length(name) between 1 and 100),
  url text not null check (char_length(url) <= 2000),
  types text[] not null check (types <> '{}'),
  all_tenants boolean not null,
  -- sealed, because a signature needs the secret itself
  sealed_secret bytea not null,
  sealed_old_secret bytea,
  old_secret_until timestamptz(3),
  -- 'failed': it only failed for three days; 'gone': it answered 410
  state text not null default 'on' check (state in ('on', 'paused', 'failed', 'gone')),
  stopped_at timestamptz(3),
  -- in the partner's feed: what came after it was not queued
  stopped_position bigint,
  failing_since timestamptz(3),
  failures integer not null default 0,
  probe_at timestamptz(3),
  last_success_at timestamptz(3),
  made_by uuid not null,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  unique (partner_id, id)
);
create index webhooks_of_partner on webhooks (partner_id, name);

-- The tenants of a webhook that has not all of them.
create table webhook_tenants (
  webhook_id uuid not null,
  partner_id uuid not null,
  tenant_id uuid not null references tenants on delete cascade,
  primary key (webhook_id, tenant_id),
  foreign key (partner_id, webhook_id) references webhooks (partner_id, id) on delete cascade
);
create index webhook_tenants_of_tenant on webhook_tenants (tenant_id);

create table webhook_deliveries (
  id uuid primary key,
  partner_id uuid not null,
  webhook_id uuid not null,
  -- null: a test
  event_id uuid references events on delete cascade,
  tenant_id uuid,
  type text not null,
  -- of a test
  body text,
  -- it waits for no other one
  urgent boolean not null default false,
  state text not null default 'pending' check (state in ('pending', 'delivered', 'failed', 'skipped')),
  replayed boolean not null default false,
  queued_at timestamptz(3) not null default clock_timestamp(),
  due_at timestamptz not null default clock_timestamp(),
  attempts integer not null default 0,
  attempted_at timestamptz(3),
  milliseconds integer,
  -- what the last attempt came to: the status of the response and its beginning, or why there was none
  status integer,
  response text,
  failure text,
  foreign key (partner_id, webhook_id) references webhooks (partner_id, id) on delete cascade,
  unique (webhook_id, event_id),
  check ((event_id is null) = (body is not null))
);
create index webhook_deliveries_due on webhook_deliveries (webhook_id, urgent desc, due_at) where state = 'pending';
create index webhook_deliveries_newest on webhook_deliveries (webhook_id, queued_at desc, id desc);
create index webhook_deliveries_of_event on webhook_deliveries (event_id);
create index webhook_deliveries_of_tenant on webhook_deliveries (tenant_id);

do $$
declare
  t text;
begin
  foreach t in array array['webhooks', 'webhook_tenants', 'webhook_deliveries'] loop
    execute format('alter table %s enable row level security', t);
    execute format('alter table %s force row level security', t);
    execute format('create policy for_sequencer on %s to sequencer using (true) with check (true)', t);
    execute format('grant select, insert, update, delete on %s to sequencer', t);
  end loop;
end $$;
create policy of_partner on webhooks to app using (partner_id = ctx_partner()) with check (partner_id = ctx_partner());
create policy of_partner on webhook_tenants to app using (partner_id = ctx_partner())
  with check (partner_id = ctx_partner() and tenant_id in (select t.id from tenants t));
-- an event of the partner's own tenants, or of one that is gone
create policy of_partner on webhook_deliveries to app using (partner_id = ctx_partner())
  with check (partner_id = ctx_partner() and (tenant_id is null or tenant_id in (select t.id from tenants t)));
create policy of_tenant on webhook_tenants to worker using (tenant_id = ctx_tenant());
create policy of_tenant on webhook_deliveries to worker using (tenant_id = ctx_tenant());
grant select, insert, update (name, url, types, all_tenants, sealed_secret, sealed_old_secret, old_secret_until, state, stopped_at, stopped_position,
  failing_since, failures, probe_at, version), delete on webhooks to app;
grant select, insert, delete on webhook_tenants to app;
grant select, insert, update (state, replayed, queued_at, due_at, attempts) on webhook_deliveries to app;
grant select, delete on webhook_tenants, webhook_deliveries to worker;
