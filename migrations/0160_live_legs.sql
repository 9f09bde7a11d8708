-- The legs of calls in progress that are charged, each with the rate that was pinned when it was admitted.
create table live_legs (
  call_id uuid not null references live_calls on delete cascade,
  -- 0: the call that came in; others are outside numbers, in the order of their admission
  leg smallint not null check (leg >= 0),
  tenant_id uuid not null,
  cycle_id uuid not null,
  number text not null,
  pin jsonb not null,
  answered_at timestamptz(3),
  ended_at timestamptz(3),
  -- what is reserved for it; null: nothing has to be
  granted_seconds integer check (granted_seconds >= 0),
  included_seconds integer not null default 0 check (included_seconds >= 0),
  reserved_micros bigint not null default 0 check (reserved_micros >= 0),
  primary key (call_id, leg)
);
create index live_legs_of_cycle on live_legs (cycle_id);
create index live_legs_of_tenant on live_legs (tenant_id);

alter table live_legs enable row level security;
alter table live_legs force row level security;
create policy of_tenant on live_legs to app, worker using (tenant_id = ctx_tenant()) with check (tenant_id = ctx_tenant());
grant select, insert, update (answered_at, ended_at), delete on live_legs to app;
grant select, delete on live_legs to worker;

-- `voice` finds the rate of a number before a partner is known, and writes the times of legs.
create policy for_voice on live_legs to voice using (true) with check (true);
create policy read_of_voice on rate_tables for select to voice using (true);
create policy read_of_voice on rate_lists for select to voice using (true);
create policy read_of_voice on rates for select to voice using (true);
create policy for_voice on billing_cycles to voice using (true) with check (true);
create policy read_of_voice on billing_profile_versions for select to voice using (true);
grant select, update (answered_at, ended_at) on live_legs to voice;
grant select on rate_tables, rate_lists, rates, billing_cycles, billing_profile_versions to voice;
