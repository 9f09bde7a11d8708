-- The last export of a tenant: asked for, prepared by a job, kept for a week. The file lies beside the tenant's other files.
create table exports (
  tenant_id uuid primary key references tenants,
  id uuid not null,
  requested_at timestamptz(3) not null,
  ready_at timestamptz(3),
  bytes bigint,
  check ((ready_at is null) = (bytes is null))
);
alter table exports enable row level security;
alter table exports force row level security;
create policy of_tenant on exports to app, worker using (tenant_id = ctx_tenant()) with check (tenant_id = ctx_tenant());
grant select, insert, update on exports to app;
grant select, update, delete on exports to worker;
