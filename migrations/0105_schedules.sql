-- When a tenant is open. Times are what the tenant's clock shows, and become instants only when they are asked.
create table schedules (
  id uuid primary key,
  tenant_id uuid not null references tenants,
  name text not null check (char_length(name) between 1 and 100),
  -- what phones dial behind *28
  code text check (code ~ '^[0-9]{1,3}$'),
  week jsonb not null,
  holidays jsonb not null,
  override_open boolean,
  override_until timestamptz(3),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  unique (tenant_id, code),
  check ((override_open is null) = (override_until is null))
);
create index schedules_by_name on schedules (tenant_id, (name collate "und-x-icu"), id);
alter table schedules enable row level security;
alter table schedules force row level security;
create policy of_tenant on schedules to app, worker using (tenant_id = ctx_tenant()) with check (tenant_id = ctx_tenant());
grant select, insert, update (name, code, week, holidays, override_open, override_until, version), delete on schedules to app;
grant select, delete on schedules to worker;
