-- What programs hear of. An event is queued in the transaction that causes it, and gets its place after the commit (functions/events.sql): a number that
-- is given before the commit would be seen after a higher one, and a reader would miss it.
create table queued_events (
  id bigint generated always as identity primary key,
  -- null: the partner of the tenant
  partner_id uuid,
  tenant_id uuid,
  -- 'audit': `name` is an action of the audit trail; 'event': it is a type of the catalogue
  source text not null check (source in ('audit', 'event')),
  name text not null,
  subject_id text not null,
  facts json not null,
  occurred_at timestamptz(3) not null,
  -- no event could be made of it; it stays, and holds up nothing
  refused boolean not null default false
);

create table events (
  id uuid primary key,
  partner_id uuid not null references partners,
  -- in the partner's feed
  position bigint not null,
  -- null: an event about a tenant that is gone
  tenant_id uuid,
  sequence bigint,
  type text not null,
  subject_id text not null,
  -- the JSON as it is sent and signed
  body text not null,
  occurred_at timestamptz(3) not null,
  placed_at timestamptz(3) not null default clock_timestamp(),
  unique (partner_id, position)
);
create unique index events_of_calls on events (subject_id, type) where type like 'call.%';
create index events_of_tenant on events (tenant_id);
create index events_by_age on events (placed_at);

-- The last position of each partner's feed, and the last one that has been dropped for its age.
create table event_positions (
  partner_id uuid primary key references partners,
  position bigint not null,
  dropped bigint not null default 0
);

-- The last sequence of each tenant.
create table event_sequences (
  tenant_id uuid primary key,
  sequence bigint not null
);

do $$
declare
  t text;
begin
  foreach t in array array['queued_events', 'events', 'event_positions', 'event_sequences'] loop
    execute format('alter table %s enable row level security', t);
    execute format('alter table %s force row level security', t);
    execute format('create policy for_sequencer on %s to sequencer using (true) with check (true)', t);
    execute format('grant select, insert, update, delete on %s to sequencer', t);
  end loop;
  foreach t in array array['queued_events', 'events', 'event_sequences'] loop
    execute format('create policy of_tenant on %s to worker using (tenant_id = ctx_tenant())', t);
    execute format('grant select, delete on %s to worker', t);
  end loop;
end $$;
create policy of_partner on events for select to app using (partner_id = ctx_partner());
create policy of_partner on event_positions for select to app using (partner_id = ctx_partner());
grant select on events, event_positions to app;

create policy for_sequencer on tenants for select to sequencer using (true);
create policy for_sequencer on extensions for select to sequencer using (true);
create policy for_sequencer on asterisk.ps_contacts for select to sequencer using (true);
grant usage on schema public, asterisk to sequencer;
grant select on tenants, extensions, asterisk.ps_contacts to sequencer;
